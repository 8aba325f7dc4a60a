// A question at the point of care that counts for credit: asked, a source opened, judged, acted on; then on "my credits" and claimed.
#include "tests/unit/claims/clinic.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

credit::Activity searching(credit::Amount most = {100}) {
  auto activity = credit::sample_activity();
  activity.id = "searching";
  activity.title = "Searching at the bedside";
  activity.format = "isl";
  activity.bundle.clear();
  activity.boards.clear();
  activity.pass_percent = 0;
  activity.designations = {{"ama-pra-1", most, {}}};
  return activity;
}

class Bedside : public Clinic {
 public:
  explicit Bedside(const credit::Activity& activity = searching()) : Clinic(activity) {
    EXPECT_EQ(book.activities()->size(), 1u);
  }
  // Asks, up to what opens the unit.
  ports::HttpResponse opened(const string& text) {
    course.clock.pass(base::Milliseconds(60'000));
    auto page = course.launch([](fakes::TestJson& claims) {
      claims[kLti + "custom"] = {{"ask", "1"}};
      claims[kLti + "resource_link"]["id"] = "link-ask";
    });
    page = course.submit(action(page), {{"key", hidden(page, "key")}, {"question", text}});
    return course.submit(form_of(page, "/open"), {{"unit", "unit-1"}});
  }
  // To the page that asks what will be done.
  ports::HttpResponse judged(const string& text, const string& answered) {
    auto page = opened(text);
    for (int pages = 0; pages < 4 && form_of(page, "/judge").empty(); ++pages)
      page = course.submit(action(page), {{"q.dose", "a"}, {"q.weight", "60"}, {"q.plan", "a"}});
    return course.submit(form_of(page, "/judge"), {{"unit", "unit-1"}, {"answered", answered}});
  }
  ports::HttpResponse cycle(const string& text, const string& answered = "yes") {
    const auto page = judged(text, answered);
    return course.submit(form_of(page, "/do"), {{"unit", "unit-1"}, {"choice", "next"}});
  }
  credit::Ledger ledger() { return **book.ledger(base::PersonId(person()), "searching"); }
};

TEST(Cycle, IsCountedWhenItIsCompleteAndShownOnMyCredits) {
  Bedside room;
  const auto judged = room.judged("Which dose by creatinine?", "yes");
  EXPECT_TRUE(room.ledger().cycles.empty()) << "without what will be done it is no cycle";
  EXPECT_EQ(judged.body.find("counts toward credit"), string::npos);
  const auto act = Bedside::form_of(judged, "/do");
  auto page = room.course.submit(act, {{"unit", "unit-1"}, {"choice", "next"}});
  EXPECT_NE(page.body.find("This question counts toward credit in “Searching at the bedside”."), string::npos) << page.body;
  ASSERT_EQ(room.ledger().cycles.size(), 1u);
  EXPECT_EQ(room.ledger().cycles[0].resources, 1);
  EXPECT_TRUE(room.ledger().cycles[0].applied);
  EXPECT_EQ(room.course.post(act, {{"unit", "unit-1"}, {"choice", "share"}}).status, 303);
  EXPECT_EQ(room.ledger().cycles.size(), 1u) << "a second tap counts nothing";

  page = room.follow(room.get(Bedside::personal(page)));
  EXPECT_NE(page.body.find("Searching at the bedside"), string::npos) << page.body;
  page = room.send(Bedside::form_of(page, "/profession"), {{"profession", "physician"}});
  page = room.follow(page);
  EXPECT_NE(page.body.find("0.5"), string::npos) << page.body;
  ASSERT_EQ(room.claim(page).status, 303) << page.body;
  ASSERT_EQ(room.grants().size(), 1u);
  EXPECT_EQ(room.grants()[0].amount, credit::Amount{50});
}

TEST(Cycle, NothingIsCountedWhereTheSourceDidNotAnswer) {
  Bedside room;
  const auto page = room.judged("Which dose by creatinine?", "no");
  EXPECT_TRUE(Bedside::form_of(page, "/do").empty());
  EXPECT_TRUE(room.ledger().cycles.empty());
}

TEST(Cycle, HalfACreditEachUpToWhatIsDesignated) {
  Bedside room;
  ASSERT_EQ(room.cycle("Which dose by creatinine?").status, 200);
  ASSERT_TRUE(room.book.tell_profession(base::PersonId(room.person()), "physician"));
  const std::int64_t banked[] = {50, 100, 100};
  const char* questions[] = {"Which dose by creatinine?", "Which dose at sixty kilograms?", "Which dose by weight on Monday?"};
  for (int n = 0; n < 3; ++n) {
    if (n > 0) room.cycle(questions[n]);
    EXPECT_EQ(room.ledger().offers.at(0).accrued.hundredths, banked[n]) << n;
  }
  EXPECT_EQ(room.ledger().cycles.size(), 3u) << "kept, also past the designated maximum";
}

TEST(Cycle, AnActivityOfUnitsCountsNoQuestions) {
  auto activity = credit::sample_activity();
  Bedside room(activity);
  const auto page = room.cycle("Which dose by creatinine?");
  EXPECT_NE(page.body.find("Recorded:"), string::npos) << page.body;
  EXPECT_EQ(page.body.find("counts toward credit"), string::npos);
  EXPECT_TRUE((*room.book.ledger(base::PersonId(room.person()), activity.id))->cycles.empty());
}

}  // namespace
}  // namespace preceptor::web::testing
