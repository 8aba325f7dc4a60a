// What rides on the next launch, and what follows a receipt: follow-ups, recall, the next unit, reminder and QR code.
#include "tests/unit/web/course.hpp"
#include "web/onward/calendar.hpp"
#include "web/onward/qr.hpp"
#include "web/onward/recall_book.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

constexpr base::Milliseconds kDays{24 * 60 * 60 * 1000};

ports::HttpResponse done_with(Course& course, ports::HttpResponse page, const string& dose = "a") {
  page = course.submit(action(page), {{"q.dose", dose}});
  page = course.submit(action(page), {{"q.weight", "60"}});
  return course.submit(action(page), {{"q.plan", "a"}});
}

std::vector<string> events_of(Course& course, const string& stream, const string& type) {
  std::vector<string> found;
  for (const auto& one : course.records.events[stream])
    if (record::type_name(one.event.payload) == type) found.push_back(std::get<record::Other>(one.event.payload).json);
  return found;
}

Withdrawn withdraw(Course& course, const string& id, const string& reason, const string& replacement = {}) {
  RecallBook book(course.records, course.records.projections, course.content, course.clock);
  const auto versions = book.named(id);
  EXPECT_EQ(versions->size(), 1u);
  const auto withdrawn = book.withdraw(versions->at(0), reason, replacement, "test");
  EXPECT_TRUE(withdrawn.has_value());
  return *withdrawn;
}

TEST(FollowUp, RidesOnTheNextLaunchAndTakesTwoTaps) {
  Course course;
  done_with(course, course.launch());
  const auto attempt = course.attempt_id();
  EXPECT_FALSE(has(course.launch(), "Did you do it?"));
  course.clock.pass(8 * kDays);
  const auto page = course.launch();
  EXPECT_TRUE(has(page, "Did you do it?")) << page.body;
  EXPECT_TRUE(has(page, "A week ago you planned:"));
  EXPECT_TRUE(has(page, "minutes done")) << "the launch's own page is below it";
  EXPECT_EQ(events_of(course, attempt, "commitment_follow_up_asked").size(), 1u);
  const auto place = action(page);
  EXPECT_EQ(place.rfind("/f/", 0), 0u);
  const auto answered = course.post(place, {{"question", "plan"}, {"went", "partly.system"}});
  EXPECT_EQ(answered.status, 303);
  EXPECT_TRUE(has(course.follow(answered), "minutes done")) << "back where the launch led";
  course.post(place, {{"question", "plan"}, {"went", "done"}});
  EXPECT_EQ(events_of(course, attempt, "commitment_followed_up"),
            std::vector<string>{R"({"barrier":"system","day":7,"question_id":"plan","went":"partly"})"});
  EXPECT_FALSE(has(course.launch(), "Did you do it?")) << "once";
  course.clock.pass(30 * kDays);
  EXPECT_TRUE(has(course.launch(), "A month ago you planned:"));
}

TEST(FollowUp, KeepsTheQuestionThatWasAskedAsWhatNobodyUsesExpires) {
  Course course;
  done_with(course, course.launch());
  course.clock.pass(31 * kDays);
  course.post(action(course.launch()), {{"question", "plan"}, {"went", "done"}});
  course.clock.pass(60 * kDays);
  course.subject = "user-9";
  auto page = course.launch();
  page = course.submit(action(page), {{"q.dose", "a"}});
  page = course.submit(action(page), {{"q.weight", "60"}});
  EXPECT_TRUE(has(page, "name=\"q.plan\"")) << "followed up 60 days ago";
  EXPECT_FALSE(has(page, "name=\"q.useful\"")) << "asked 91 days ago, and never used";
  EXPECT_TRUE(has(course.submit(action(page), {{"q.plan", "a"}}), "Not asked any more"));
}

TEST(FollowUp, WhatIsNotOneOfTheAnswersRecordsNothing) {
  Course course;
  done_with(course, course.launch());
  course.clock.pass(8 * kDays);
  const auto place = action(course.launch());
  for (const char* went : {"no", "partly", "partly.elsewhere", "done.system", "never", ""}) EXPECT_EQ(course.post(place, {{"question", "plan"}, {"went", went}}).status, 303);
  course.post(place, {{"question", "dose"}, {"went", "done"}});
  EXPECT_TRUE(events_of(course, course.attempt_id(), "commitment_followed_up").empty());
  EXPECT_GE(course.post("/f/x", {{"question", "plan"}, {"went", "done"}}).status, 400);
}

TEST(FollowUp, AStoreThatFailsLeavesTheLaunchAsItIs) {
  Course course;
  done_with(course, course.launch());
  course.clock.pass(8 * kDays);
  course.records.next_commits = {base::Code::internal, base::Code::store_failed};
  const auto page = course.launch();
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(has(page, "Did you do it?"));
  EXPECT_TRUE(has(course.launch(), "Did you do it?")) << "it was not shown: it comes again";
}

TEST(Recall, StopsAtOnceAndIsToldOnce) {
  Course course;
  const auto open = course.launch();
  const auto withdrawn = withdraw(course, "apixaban-dose", "The weight limit was wrong: it is 60 kg.");
  auto page = course.post(action(open), {{"q.dose", "a"}});
  EXPECT_EQ(page.status, 410);
  EXPECT_TRUE(has(page, "This unit was withdrawn"));
  EXPECT_TRUE(has(page, "The weight limit was wrong: it is 60 kg."));
  EXPECT_TRUE(course.records.attempts.begin()->second.last_seq == 2) << "nothing was recorded of it";
  EXPECT_EQ(course.launch().status, 410) << "no new launch";
  EXPECT_TRUE(course.content.publish_folder({version_of(sample_unit())}).has_value());
  EXPECT_EQ(course.launch().status, 410) << "the same text is not published again";

  RecallBook book(course.records, course.records.projections, course.content, course.clock);
  const auto seen = book.who_saw(withdrawn);
  ASSERT_EQ(seen->size(), 1u);
  EXPECT_EQ(seen->at(0).subject, "user-4");

  auto fixed = sample_unit();
  fixed.objectives = {"Choose the dose from age, weight (60 kg) and creatinine."};
  course.publish({fixed});
  course.clock.pass(base::Milliseconds(60'000));
  page = course.launch();
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "A correction"));
  EXPECT_TRUE(has(page, "The weight limit was wrong: it is 60 kg."));
  EXPECT_EQ(course.records.attempts.size(), 2u) << "a new attempt on the new version";
  EXPECT_FALSE(has(course.launch(), "A correction")) << "once";
}

// Its translation has the same mistake.
TEST(Recall, ATranslationOfWhatWasWithdrawnIsNoNewVersion) {
  Course course;
  auto arabic = sample_unit();
  arabic.language = "ar";
  arabic.title = "The same in Arabic";
  course.publish({sample_unit(), arabic});
  const auto open = course.launch();
  RecallBook book(course.records, course.records.projections, course.content, course.clock);
  const auto versions = book.named("apixaban-dose");
  for (const auto& version : *versions)
    if (version.language == "en") EXPECT_TRUE(book.withdraw(version, "The weight limit was wrong.", "", "test").has_value());
  const auto page = course.post(action(open), {{"q.dose", "a"}});
  EXPECT_EQ(page.status, 410);
  EXPECT_FALSE(has(page, "The same in Arabic")) << page.body;
}

TEST(Recall, ReachesWhoFinishedOnTheLaunchOfAnything) {
  Course course;
  auto other = sample_unit();
  other.id = "other";
  other.title = "Another unit";
  course.publish({sample_unit(), other});
  auto page = done_with(course, course.launch());
  withdraw(course, "apixaban-dose", "Wrong.", "other");
  course.clock.pass(base::Milliseconds(60'000));
  page = course.launch([](auto& claims) {
    claims[kLti + "custom"] = {{"ask", "1"}};
    claims[kLti + "resource_link"]["id"] = "link-ask";
  });
  EXPECT_TRUE(has(page, "What do you need to know?"));
  EXPECT_TRUE(has(page, "Read instead: “Another unit”.")) << page.body;
  page = course.launch();
  EXPECT_TRUE(has(page, "Withdrawn since:")) << "the receipt says it for good";
  EXPECT_FALSE(has(page, "A correction"));
}

TEST(Recall, AReasonIsNeededAndTheReplacementMustBeThere) {
  Course course;
  RecallBook book(course.records, course.records.projections, course.content, course.clock);
  const auto version = book.named("apixaban-dose")->at(0);
  EXPECT_EQ(book.withdraw(version, "", "", "").error().code, base::Code::content_invalid);
  EXPECT_EQ(book.withdraw(version, "Wrong.", "nowhere", "").error().code, base::Code::content_invalid);
  EXPECT_EQ(book.withdraw(version, "Wrong for the patient with MRN 4488123.", "", "").error().code, base::Code::answer_identifier) << "learners read it";
  EXPECT_EQ(course.launch().status, 200);
  EXPECT_TRUE(book.named("nothing")->empty());
  EXPECT_EQ(book.named(version.hash.str())->size(), 1u);
}

TEST(ReviewBy, IsSaidOnTheFirstPage) {
  Course course;
  auto unit = sample_unit();
  unit.review_by = base::format_date(base::utc_date(course.clock.now()));
  course.publish({unit});
  EXPECT_FALSE(has(course.launch(), "Past its review date"));
  course.clock.pass(2 * kDays);
  course.subject = "user-5";
  EXPECT_TRUE(has(course.launch(), "Past its review date"));
}

TEST(NextUnit, ComesFromWhatWasMissedAndOpensItsLinkInTheCourse) {
  Course course;
  auto more = sample_unit();
  more.id = "renal";
  more.title = "Creatinine and the dose";
  more.objectives = {"Choose the dose from creatinine and weight."};
  course.publish({sample_unit(), more});
  auto page = done_with(course, course.launch(), "b");
  EXPECT_TRUE(has(page, "Creatinine and the dose")) << page.body;
  EXPECT_TRUE(has(page, "It treats something you answered wrong."));
  EXPECT_TRUE(has(page, "This course has no link to it."));

  // A colleague's launch tells of the other link.
  course.subject = "user-9";
  course.launch([](auto& claims) {
    claims[kLti + "custom"] = {{"unit", "renal"}};
    claims[kLti + "resource_link"]["id"] = "link-renal";
  });
  course.subject = "user-4";
  page = course.launch();
  EXPECT_FALSE(has(page, "This course has no link to it."));
  const auto at = page.body.find("/next\"");
  ASSERT_NE(at, string::npos);
  const auto from = page.body.rfind('"', at) + 1;
  page = course.submit(local(page.body.substr(from, at + 5 - from)), {});
  EXPECT_TRUE(has(page, "Creatinine and the dose"));
  int there = 0;
  for (const auto& [id, row] : course.records.attempts) there += row.resource_link_id == "link-renal" && row.unit_id == "renal" ? 1 : 0;
  EXPECT_EQ(there, 2);
}

TEST(NextUnit, NothingMissedAndNothingAskedOffersNothing) {
  Course course;
  auto more = sample_unit();
  more.id = "renal";
  course.publish({sample_unit(), more});
  EXPECT_FALSE(has(done_with(course, course.launch()), "This course has no link to it."));
}

TEST(Reminder, IsACalendarFileOfTheNextFollowUp) {
  Course course;
  const auto page = done_with(course, course.launch());
  const auto at = page.body.find("reminder.ics\"");
  ASSERT_NE(at, string::npos);
  const auto from = page.body.rfind('"', at) + 1;
  const auto file = course.get(local(page.body.substr(from, at + 12 - from)));
  EXPECT_EQ(header(file, "Content-Type"), "text/calendar; charset=utf-8");
  EXPECT_TRUE(has(file, "BEGIN:VEVENT\r\n"));
  EXPECT_TRUE(has(file, "SUMMARY:Did you do it? Which dose on Monday?\r\n"));
  EXPECT_TRUE(has(page, "<svg class=\"qr\""));
}

TEST(Calendar, EscapesFoldsAndIsUtc) {
  Reminder one;
  one.uid = "a-7@cme.example.org";
  one.at = *base::parse_rfc3339("2026-11-10T08:05:09Z");
  one.made_at = *base::parse_rfc3339("2026-11-03T08:05:09Z");
  one.summary = "=cmd|' /C calc'!A0; dose, 5\\6\r\nATTACH:http://evil.example\n" + string(100, 'x') + "é";
  one.text = "t";
  one.url = "https://lms.example.org/x\r\nATTACH:y";
  const auto file = calendar_file(one);
  EXPECT_NE(file.find("DTSTART:20261110T080509Z\r\n"), string::npos);
  EXPECT_NE(file.find("dose\\, 5\\\\6\\nATTACH:http://ev"), string::npos) << file;
  EXPECT_EQ(file.find("\r\nATTACH"), string::npos);
  EXPECT_EQ(file.find("\r\nURL"), string::npos) << "an address with line breaks is left out";
  for (std::size_t from = 0; from < file.size();) {
    const auto to = file.find("\r\n", from);
    ASSERT_NE(to, string::npos);
    EXPECT_LE(to - from, 75u);
    EXPECT_EQ(file.substr(from, to - from).find('\n'), string::npos);
    from = to + 2;
  }
}

TEST(Qr, DrawsWhatFitsAndNothingElse) {
  const auto svg = qr_svg("https://lms.example.org/c?id=7");
  EXPECT_EQ(svg.rfind("<svg", 0), 0u);
  EXPECT_NE(svg.find("viewBox=\"0 0 37 37\""), string::npos) << svg.substr(0, 200);   // version 3: 29 modules and 4 on each side
  EXPECT_EQ(qr_svg(""), "");
  EXPECT_EQ(qr_svg(string(5000, 'x')), "");
}

}  // namespace
}  // namespace preceptor::web::testing
