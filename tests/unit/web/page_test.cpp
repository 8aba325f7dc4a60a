// What pages are made of: previews, languages, headings.
#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;


TEST(Preview, WorksToTheEndAndRecordsNothing) {
  for (const char* role : {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor", "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
                           "http://purl.imsglobal.org/vocab/lti/system/person#TestUser", "http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"}) {
    Course course;
    auto page = course.launch([&](auto& claims) {
      claims[kLti + "roles"] = fakes::TestJson::array({role});
      if (string(role).find("Administrator") == string::npos)
        claims[kLti + "roles"].push_back("http://purl.imsglobal.org/vocab/lis/v2/membership#Learner");
    });
    ASSERT_EQ(page.status, 200) << role;
    EXPECT_TRUE(has(page, string(role).find("TestUser") == string::npos ? "Nothing you do here is recorded." : "You are here as a test student. Nothing is recorded"));
    EXPECT_FALSE(has(page, "name=\"later\""));
    EXPECT_EQ(course.post(action(page), {}).status, 422);
    page = course.submit(action(page), {{"q.dose", "a"}});
    EXPECT_TRUE(has(page, "Right"));
    page = course.submit(action(page), {{"q.note", "typed words"}, {"q.weight", "60"}});
    page = course.submit(action(page), {{"q.plan", "a"}});
    EXPECT_TRUE(has(page, "This was a preview: nothing was recorded."));
    EXPECT_TRUE(has(page, "1 of 1 right, passed"));
    page = course.submit(action(page), {});
    EXPECT_TRUE(has(page, "Which dose?"));
    EXPECT_EQ(course.records.one_use.size(), 2u);
    EXPECT_TRUE(course.records.events.empty());
    EXPECT_TRUE(course.records.persons.empty());
    EXPECT_TRUE(course.records.attempts.empty());
    EXPECT_TRUE(course.records.texts.empty());
    EXPECT_TRUE(course.records.drafts.empty());
  }
}

TEST(Preview, AnAdministratorEnrolledAsALearnerLearns) {
  for (const char* office : {"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator", "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"}) {
    Course course;
    const auto page = course.launch([&](auto& claims) {
      claims[kLti + "roles"] = {office, "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"};
    });
    EXPECT_FALSE(has(page, "Preview.")) << office;
    EXPECT_EQ(course.records.attempts.size(), 1u) << office;
  }
}

TEST(Preview, AReloadShowsTheFirstPageAgain) {
  Course course;
  course.login();
  const auto body = course.launch_body([](auto& claims) { claims[kLti + "roles"] = {"Instructor"}; });
  ASSERT_EQ(course.post_launch(body).status, 200);
  const auto again = course.post_launch(body);
  EXPECT_EQ(again.status, 303);
  EXPECT_TRUE(has(course.follow(again), "Preview."));
}

TEST(Language, OfLaunchThenBrowserThenUnit) {
  struct Case { const char* locale; const char* accept; std::vector<string> units; const char* interface; const char* content; };
  for (const auto& one : {Case{"es", "ar", {"en", "ar"}, "es", "ar"}, Case{"", "ar,en;q=0.5", {"en", "ar"}, "ar", "ar"},
                          Case{"fr", "", {"ar"}, "ar", "ar"}, Case{"ar_EG", "en", {"en", "es"}, "ar", "en"}, Case{"de", "de", {"en", "es"}, "en", "en"}}) {
    Course course;
    course.accept_language = one.accept;
    std::vector<activity::Unit> units;
    for (const auto& language : one.units) units.push_back(sample_unit(language));
    course.publish(units);
    const auto page = course.launch([&](auto& claims) {
      if (*one.locale) claims[kLti + "launch_presentation"]["locale"] = one.locale;
      else claims[kLti + "launch_presentation"].erase("locale");
    });
    ASSERT_EQ(page.status, 200);
    const string direction = one.interface == string("ar") ? "rtl" : "ltr";
    EXPECT_TRUE(has(page, "<html lang=\"" + string(one.interface) + "\" dir=\"" + direction + "\">")) << one.locale << one.accept;
    EXPECT_TRUE(has(page, "<h1 lang=\"" + string(one.content) + "\"")) << one.locale << one.accept;
    EXPECT_EQ(header(page, "Content-Language"), one.interface);
  }
}

TEST(First, HoldsObjectivesAuthorAndSources) {
  Course course;
  auto unit = sample_unit();
  unit.objectives = {"Choose the dose."};
  unit.author = "Sample author";
  unit.references = {"Smith J. Some journal 2009;1:2-3. https://example.org/a."};
  course.publish({unit});
  const auto page = course.launch();
  for (const char* part : {"<li>Choose the dose.</li>", "Sample author", ">Sources</h2>", "<a href=\"https://example.org/a\" target=\"_blank\" rel=\"noopener noreferrer\">"})
    EXPECT_TRUE(has(page, part)) << part;
}

// WCAG 1.3.1: no level of headings is left out, also in what opens on a click.
TEST(Headings, GoDownOneLevelAtATime) {
  const auto expect_order = [](const ports::HttpResponse& page, const char* where) {
    int level = 0;
    for (std::size_t at = 0; (at = page.body.find("<h", at)) != string::npos; ++at) {
      const char digit = page.body[at + 2];
      if (digit < '1' || digit > '6') continue;
      if (level > 0) { EXPECT_LE(digit - '0', level + 1) << where << ": " << page.body.substr(at, 60); }
      level = digit - '0';
    }
    EXPECT_GT(level, 0) << where;
  };
  for (const bool own_page : {false, true}) {
    Course course;
    auto unit = sample_unit();
    unit.objectives = {"Choose the dose."};
    unit.author = "Sample author";
    unit.references = {"A source."};
    unit.disclosure.none = !own_page;
    course.publish({unit});
    auto page = course.launch();
    expect_order(page, "first");
    if (own_page) page = course.submit(action(page), {});
    expect_order(course.post(action(page), {}), "errors");
    page = course.submit(action(page), {{"q.dose", "b"}});
    expect_order(page, "feedback");
    page = course.submit(action(page), {{"q.weight", "60"}});
    expect_order(page, "closing");
    page = course.submit(action(page), {});
    expect_order(page, "receipt without commitment");
  }
}

// Words of the page inside content of the other direction, and the reverse, keep their own: or full stops and colons land on the wrong side.
TEST(Language, MixedDirectionsAreIsolated) {
  Course course;
  course.accept_language = "ar";
  auto unit = sample_unit("en");
  unit.references = {"Smith J. Some journal 2009;1:2-3. https://example.org/a"};
  course.publish({unit});
  auto page = course.launch([&](auto& claims) { claims[kLti + "launch_presentation"]["locale"] = "ar"; });
  EXPECT_TRUE(has(page, "<li><bdi>Smith J."));
  EXPECT_TRUE(has(page, "<h2 lang=\"ar\" dir=\"rtl\">"));
  EXPECT_TRUE(has(course.post(action(page), {}), "<bdi lang=\"en\">Which dose?</bdi>"));
  page = course.submit(action(page), {{"q.dose", "b"}});
  EXPECT_TRUE(has(page, "<span class=\"quiet\" lang=\"ar\" dir=\"rtl\">"));
}

}  // namespace
}  // namespace preceptor::web::testing
