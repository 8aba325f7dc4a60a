#include "xapi/signed_statement.hpp"

#include <gtest/gtest.h>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "tests/unit/xapi/rule_cases.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;

const std::string kStatement = base::canonical_json(Json::parse(testing::kClean));

// No key is needed to see what is signed: three parts with the payload in the middle.
base::Result<std::string> mark(std::string_view statement) { return "eyJhbGciOiJSUzI1NiJ9." + base::base64url_encode(statement) + ".c2ln"; }

record::Rendering rendering(const std::string& name) { return {base::StatementId("7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11"), name, 2, "identified", kStatement}; }

TEST(SignedStatement, CompletionAndCreditCarryOneAndNothingElse) {
  std::vector<record::Rendering> made;
  for (const char* name : {"initialized", "answered", "passed", "failed", "responded", "completed", "resumed", "terminated", "requested", "earned"}) made.push_back(rendering(name));
  ASSERT_TRUE(sign_renderings(made, mark));
  for (const auto& one : made) {
    const bool wanted = one.template_name == "completed" || one.template_name == "requested" || one.template_name == "earned";
    EXPECT_EQ(!one.signature.empty(), wanted) << one.template_name;
    EXPECT_EQ(one.body != kStatement, wanted) << one.template_name;
  }
}

TEST(SignedStatement, NamesItsSignatureAndTheRestIsWhatWasSigned) {
  std::vector made = {rendering("completed")};
  ASSERT_TRUE(sign_renderings(made, mark));
  Json body = Json::parse(made[0].body);
  ASSERT_EQ(body["attachments"].size(), 1u);
  const Json& attachment = body["attachments"][0];
  EXPECT_EQ(attachment["usageType"], "http://adlnet.gov/expapi/attachments/signature");
  EXPECT_EQ(attachment["contentType"], "application/octet-stream");
  EXPECT_EQ(attachment["sha2"], base::sha256_hex(made[0].signature));
  EXPECT_EQ(attachment["length"], made[0].signature.size());
  EXPECT_EQ(made[0].signature, *mark(kStatement));
  EXPECT_TRUE(validate(made[0].body).empty()) << "no rule is broken, ours neither";
  body.erase("attachments");
  EXPECT_EQ(base::canonical_json(body), kStatement);
}

TEST(SignedStatement, WithoutASignerNothingChangesAndARefusalIsHandedOn) {
  std::vector made = {rendering("completed")};
  ASSERT_TRUE(sign_renderings(made, {}));
  EXPECT_EQ(made[0].body, kStatement);
  EXPECT_TRUE(made[0].signature.empty());
  const auto refused = sign_renderings(made, [](std::string_view) -> base::Result<std::string> { return base::fail(base::Code::key_unreadable); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Code::key_unreadable);
}

TEST(SignedStatement, ASignatureIsOfItsOwnStatementOnly) {
  std::vector made = {rendering("completed")};
  ASSERT_TRUE(sign_renderings(made, mark));
  const std::string hash = base::sha256_hex(made[0].body);
  EXPECT_TRUE(signature_is_of(made[0].signature, hash));
  EXPECT_FALSE(signature_is_of(made[0].signature, base::sha256_hex(made[0].body + " ")));
  EXPECT_FALSE(signature_is_of(made[0].signature + "x", hash)) << "another signature has another hash";
  for (const char* none : {"", "a", "a.b", "a.!.c", "a.e30.c"}) EXPECT_FALSE(signature_is_of(none, hash)) << none;
}

}  // namespace
}  // namespace preceptor::xapi
