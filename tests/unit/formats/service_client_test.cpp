// What the client of PARS' service sends, and what each answer means to it.
#include <gtest/gtest.h>

#include "adapters/pars/service_client.hpp"
#include "core/base/json.hpp"
#include "tests/unit/formats/sample_rows.hpp"

namespace preceptor::formats_test {
namespace {

using report::ResultCode;
using What = report::SendAnswer::What;

const std::string kId = "ccid:cme.example.org:abc";

struct AnswerRow {
  const char* name;
  int status;
  std::string body;
  bool asked;
  What what;
  ResultCode code;
  const char* words;   // part of the message
};

class ServiceAnswer : public testing::TestWithParam<AnswerRow> {};

TEST_P(ServiceAnswer, MeansWhatTheTableSays) {
  const auto& row = GetParam();
  const auto read = pars::read_service_answer({row.status, {}, row.body}, kId, row.asked);
  EXPECT_EQ(read.what, row.what) << read.message;
  EXPECT_EQ(read.code, row.code);
  EXPECT_NE(read.message.find(row.words), std::string::npos) << read.message;
  EXPECT_EQ(read.message.find("license"), std::string::npos) << "the receiver's own words are not taken over";
}

const std::string kHuge = R"({"Status":"Accepted","Message":")" + std::string(70'000, 'x') + "\"}";

INSTANTIATE_TEST_SUITE_P(
    Table, ServiceAnswer,
    testing::Values(
        AnswerRow{"accepted", 200, R"({"Result":"Success","Status":"Accepted","CreditID":"ccid:cme.example.org:abc"})", false, What::accepted, ResultCode::none, ""},
        AnswerRow{"taken", 200, R"({"Result":"Success"})", false, What::pending, ResultCode::none, ""},
        AnswerRow{"taken_without_words", 202, "", false, What::pending, ResultCode::none, ""},
        AnswerRow{"pending", 200, R"({"status":"PENDING"})", true, What::pending, ResultCode::none, ""},
        AnswerRow{"wrapped", 200, R"({"LearnerStatus":[{"Status":"Accepted"}]})", true, What::accepted, ResultCode::none, ""},
        AnswerRow{"no_match", 422, R"({"Result":"Failure","Code":"No match","Message":"check the\nlicense"})", false, What::rejected, ResultCode::no_match, ""},
        AnswerRow{"rejected_later", 200, R"({"Status":"Rejected","Code":"Invalid data"})", true, What::rejected, ResultCode::invalid_data, ""},
        AnswerRow{"rejected_without_code", 400, R"({"Result":"Failure"})", false, What::rejected, ResultCode::unspecified, ""},
        AnswerRow{"there_already", 409, R"({"Result":"Failure","Code":"Report already exists"})", false, What::rejected, ResultCode::already_exists, ""},
        AnswerRow{"removed_before", 404, R"({"Status":"Not found"})", false, What::unknown, ResultCode::none, ""},
        AnswerRow{"unknown_to_it", 404, R"({"Status":"Not found"})", true, What::unknown, ResultCode::none, ""},
        AnswerRow{"no_such_path_to_ask", 404, "", true, What::unreachable, ResultCode::none, "404"},
        AnswerRow{"failure_of_a_question", 404, R"({"Result":"Failure","Code":"No match"})", true, What::unreachable, ResultCode::none, "not known"},
        AnswerRow{"unknown_in_words", 200, R"({"Status":"Not found"})", true, What::unknown, ResultCode::none, ""},
        AnswerRow{"path_not_there", 404, "<html>", false, What::unreachable, ResultCode::none, "404"},
        AnswerRow{"credentials", 401, R"({"Status":"Accepted"})", false, What::refused, ResultCode::none, "401"},
        AnswerRow{"switched_off", 403, "", true, What::refused, ResultCode::none, "403"},
        AnswerRow{"in_trouble", 503, R"({"Status":"Accepted"})", false, What::unreachable, ResultCode::none, "503"},
        AnswerRow{"elsewhere", 302, "", false, What::unreachable, ResultCode::none, "302"},
        AnswerRow{"too_many", 429, "", true, What::unreachable, ResultCode::none, "429"},
        AnswerRow{"no_json", 200, "<html>sorry</html>", false, What::unreachable, ResultCode::none, "neither Status nor Result"},
        AnswerRow{"half_an_answer", 200, R"({"Status":"Acc)", true, What::unreachable, ResultCode::none, "neither Status nor Result"},
        AnswerRow{"success_of_a_question", 200, R"({"Result":"Success"})", true, What::unreachable, ResultCode::none, "not known"},
        AnswerRow{"nothing_to_a_question", 200, "", true, What::unreachable, ResultCode::none, "neither"},
        AnswerRow{"strange_word", 200, R"({"Status":"Perhaps"})", true, What::unreachable, ResultCode::none, "not known"},
        AnswerRow{"taken_and_wrong", 400, R"({"Result":"Success"})", false, What::unreachable, ResultCode::none, "and yet"},
        AnswerRow{"another_record", 200, R"({"Status":"Accepted","CreditID":"ccid:cme.example.org:xyz"})", true, What::unreachable, ResultCode::none, "another record"},
        AnswerRow{"too_large", 200, kHuge, true, What::unreachable, ResultCode::none, "neither"}),
    [](const auto& info) { return std::string(info.param.name); });

// Keeps what it was asked and gives one answer.
class Line : public ports::HttpClient {
 public:
  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& request) override {
    requests.push_back(request);
    if (cut) return base::fail(base::Code::outbound_reset, "after 12 bytes");
    return ports::OutboundResponse{200, {}, R"({"Result":"Success"})"};
  }
  std::vector<ports::OutboundRequest> requests;
  bool cut = false;
};

std::string header_of(const ports::OutboundRequest& request, const char* name) {
  const auto* value = ports::header(request.headers, name);
  return value ? *value : std::string();
}

TEST(ServiceClient, SendsOneRecordAndAsksByItsId) {
  Line line;
  pars::ServiceSettings settings;
  settings.url = "https://service.example.org/x";
  settings.user = "us";
  settings.secret = base::Secret("open");
  settings.report["pars.provider_id"] = "P-7";
  pars::ServiceClient client(line, settings);
  auto row = physician();
  EXPECT_EQ(client.send(row, sample_report()).what, What::pending);
  ASSERT_EQ(line.requests.size(), 1u);
  EXPECT_EQ(line.requests[0].method + " " + line.requests[0].url, "POST https://service.example.org/x/learner-activities");
  EXPECT_EQ(header_of(line.requests[0], "Authorization"), "Basic dXM6b3Blbg==");
  const auto document = base::Json::parse(line.requests[0].body);
  const auto& reports = document["ACCMELearnerReports"]["ActivityReports"]["ActivityReport"];
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0]["XtensibleInfo"], (base::Json{{"LearnerRecordAction", "add"}, {"ProviderID", "P-7"}}));
  row.action = report::Action::remove;
  EXPECT_EQ(client.send(row, sample_report()).what, What::accepted) << "a removal needs no board";
  EXPECT_NE(line.requests[1].body.find(R"("LearnerRecordAction":"delete")"), std::string::npos);
  EXPECT_EQ(client.ask("ccid:a:b c").what, What::unreachable) << "a success says nothing of the record";
  EXPECT_EQ(line.requests[2].method + " " + line.requests[2].url, "GET https://service.example.org/x/learner-activities/status?CreditId=ccid%3Aa%3Ab+c");
}

TEST(ServiceClient, ATokenGoesIntoTheHeaderThatIsNamed) {
  Line line;
  pars::ServiceSettings settings;
  settings.secret = base::Secret("token-1");
  settings.header = "X-Api-Key";
  pars::ServiceClient(line, settings).ask(kId);
  EXPECT_EQ(header_of(line.requests[0], "X-Api-Key"), "token-1");
  EXPECT_EQ(header_of(line.requests[0], "Authorization"), "");
}

TEST(ServiceClient, ACutAnswerIsNoAnswerAndWhatCannotBeSaidIsNotSent) {
  Line line;
  line.cut = true;
  pars::ServiceClient client(line, {});
  const auto cut = client.send(physician(), sample_report());
  EXPECT_EQ(cut.what, What::unreachable);
  EXPECT_NE(cut.message.find("after 12 bytes"), std::string::npos) << cut.message;
  auto row = physician();
  row.profile.npi.clear();
  row.profile.licences.clear();
  const auto unsaid = client.send(row, sample_report());
  EXPECT_EQ(unsaid.what, What::unsaid);
  EXPECT_EQ(unsaid.code, ResultCode::missing_data);
  EXPECT_EQ(line.requests.size(), 1u);
}

}  // namespace
}  // namespace preceptor::formats_test
