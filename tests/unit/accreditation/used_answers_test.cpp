// An audit file states how useful learners found a unit: from then on that question was used in a report, without anybody saying so.
#include "core/base/json.hpp"
#include "tests/unit/accreditation/accreditation_room.hpp"
#include "web/burden/question_life.hpp"

namespace preceptor::web::testing {
namespace {

constexpr int kAnswered = 12;

activity::Unit audited_unit() {
  activity::Unit unit;
  unit.id = "sepsis-1";
  unit.title = "Which fluid first?";
  unit.language = "en";
  unit.stated_minutes = 5;
  activity::Question useful;
  useful.id = "useful";
  useful.prompt = useful.prompt_html = "Useful for a patient you have now?";
  useful.relevance = true;
  useful.options = {{"a", "Yes", false, false, ""}, {"b", "No", false, false, ""}};
  unit.sections = {{"Case", "<p>A case.</p>", {}}};
  unit.closing = {useful};
  return unit;
}

// Somebody began the unit, said that it was useful, and completed it.
ports::UnitOfWork useful_attempt(int n, const base::ContentHash& content, base::Instant at) {
  const std::string tail = "0000000000" + std::to_string(10 + n);
  const base::PersonId person("00000000-0000-4000-8000-" + tail);
  ports::AttemptRow row;
  row.registration = base::RegistrationId("r1");
  row.id = base::AttemptId("00000000-0000-4000-9000-" + tail);
  row.person = person;
  row.unit_id = "sepsis-1";
  row.language = "en";
  row.content = content;
  row.resource_link_id = "link";
  row.state = "completed";
  row.opened_at = at;
  row.last_at = row.completed_at = at + std::chrono::minutes(4);
  row.last_seq = 3;
  row.stated_minutes = 5;
  ports::UnitOfWork work;
  work.persons.push_back({base::PlatformId("p1"), "reader-" + std::to_string(n), person});
  record::QuestionAnswered useful{"useful", 1, {{"a"}, {}, {}, false}, std::nullopt, base::Milliseconds(60'000)};
  const record::Payload steps[] = {record::AttemptOpened{"sepsis-1", "en", content.str(), "ctx", "link", 1, 5, true}, useful, record::AttemptCompleted{base::Milliseconds(240'000)}};
  for (const auto& step : steps) {
    record::Event event;
    event.stream_id = row.id.str();
    event.seq = static_cast<std::int64_t>(work.events.size()) + 1;
    event.registration = row.registration;
    event.person = person;
    event.at = event.recorded_at = at + std::chrono::minutes(event.seq);
    event.payload = step;
    work.events.push_back({event, {}});
  }
  work.attempts.push_back(std::move(row));
  return work;
}

TEST_F(Accreditation, AnAuditFileThatStatesUsefulnessUsesItsQuestion) {
  const auto unit = audited_unit();
  const std::string json = activity::to_json(unit);
  const base::ContentHash hash(base::sha256_hex(json));
  ASSERT_TRUE(house->content.publish_edited({"unit", unit.id, "en", hash, json, "editor", room.clock.at, unit.title}));
  const auto noted = [&]() -> std::string {
    const auto row = room.records.projections.load_projection(base::RegistrationId(ports::kNoRegistration), kQuestionPrice, question_row_id(unit.id, "useful"));
    return row && *row ? (*row)->body : std::string();
  };
  room.sign_in(StaffRole::planner);
  ASSERT_EQ(room.post("/staff/activities/sepsis/audit").status, 200);
  EXPECT_EQ(noted(), "") << "nothing was stated yet";
  for (int n = 0; n < kAnswered; ++n) ASSERT_TRUE(room.records.commit(useful_attempt(n, hash, room.clock.at + std::chrono::hours(n))));
  room.clock.pass(std::chrono::hours(24 * 40));   // the month is over
  room.cookie.clear();
  room.sign_in(StaffRole::planner, "Sam Second");
  for (int i = 0; i < 2; ++i) ASSERT_EQ(room.post("/staff/activities/sepsis/audit").status, 200);
  const auto body = base::parse_json(noted());
  ASSERT_TRUE(body) << noted();
  ASSERT_EQ(body->at("uses").size(), 1u) << "twice in a day is one use";
  EXPECT_EQ(body->at("uses").at(0).at("kind"), "report");
  EXPECT_EQ(body->at("uses").at(0).at("what"), report::sample_activity().title);
}

}  // namespace
}  // namespace preceptor::web::testing
