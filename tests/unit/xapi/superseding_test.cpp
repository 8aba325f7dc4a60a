#include "xapi/superseding.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "xapi/profile/profile_lines.hpp"
#include "xapi/validate.hpp"
#include "xapi/voiding.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;

record::Event origin() {
  record::Event event;
  event.stream_id = "1d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10";
  event.seq = 4;
  event.registration = base::RegistrationId("r1");
  event.at = event.recorded_at = base::from_unix_ms(1'790'000'000'000);
  event.payload = record::AttemptCompleted{};
  return event;
}
const base::StatementId kOld("7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11");

TEST(Superseding, ThePayloadIsReadAsItWasWritten) {
  const Superseded one{"1d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10", 4, "attempt_completed", "unit-a", "", "completed", kOld, base::StatementId(base::uuid_v4())};
  const record::Other payload = payload_of(one);
  EXPECT_EQ(payload.type, "statement_superseded");
  const auto read = superseded_from_json(payload.json);
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(*read, one);
  EXPECT_FALSE(superseded_from_json("{}"));
  // As an event of the record it is read back too.
  record::Event event = origin();
  event.stream_kind = "site";
  event.payload = payload;
  const auto again = record::event_from_json(record::canonical_json(event));
  ASSERT_TRUE(again) << base::describe(again.error());
  EXPECT_EQ(*again, event);
}

TEST(Superseding, AVoidingStatementKeepsTheRulesAndNamesWhatItVoids) {
  record::Event event = origin();
  event.stream_id = superseding_stream(origin());
  EXPECT_TRUE(base::is_uuid(event.stream_id));
  EXPECT_EQ(event.stream_id, superseding_stream(origin())) << "one stream an event";
  const auto made = render_voiding(event, origin().stream_id, kOld, "https://cme.example.org");
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_TRUE(validate(made->body).empty());
  const Json statement = Json::parse(made->body);
  EXPECT_EQ(statement["object"], (Json{{"objectType", "StatementRef"}, {"id", kOld.str()}}));
  EXPECT_EQ(statement["verb"]["id"], "http://adlnet.gov/expapi/verbs/voided");
  EXPECT_EQ(statement["actor"]["account"]["homePage"], "https://cme.example.org") << "the site, not a learner";
  EXPECT_EQ(made->supersedes, kOld);
  ProfileLines lines;
  EXPECT_FALSE(lines.statement(1, statement)) << "it is no statement of the profile, nor against it";
}

}  // namespace
}  // namespace preceptor::xapi
