// Every page in two directions of writing, each a whole document. PRECEPTOR_GALLERY=<folder> writes them to files, to be looked at in a browser.
#include <cstdlib>
#include <fstream>

#include "tests/unit/web/course.hpp"
#include "web/error_page.hpp"
#include "web/onward/recall_book.hpp"

namespace preceptor::web::testing {
namespace {

void write(const std::string& name, const ports::HttpResponse& page) {
  EXPECT_EQ(page.body.rfind("<!doctype html>", 0), 0u) << name;
  EXPECT_NE(page.body.find("</html>"), std::string::npos) << name;
  EXPECT_EQ(page.body.find("{{"), std::string::npos) << name;
  EXPECT_EQ(page.body.find("[["), std::string::npos) << name;
  if (const char* folder = std::getenv("PRECEPTOR_GALLERY")) std::ofstream(std::string(folder) + "/" + name + ".html") << page.body;
}

TEST(Gallery, EveryPage) {
  for (const char* language : {"en", "ar"}) {
    Course course;
    course.publish({sample_unit("en"), sample_unit("ar")});
    const auto in = [&](auto& claims) { claims["https://purl.imsglobal.org/spec/lti/claim/launch_presentation"]["locale"] = language; };
    const std::string end = std::string("-") + language;
    auto page = course.launch(in);
    write("1-first" + end, page);
    write("2-error" + end, course.post(action(page), {}));
    course.clock.pass(base::Milliseconds(200'000));
    page = course.submit(action(page), {{"active", "100000"}, {"q.dose", "b"}});
    write("3-feedback" + end, page);
    page = course.submit(action(page), {{"active", "1000"}, {"q.weight", "60"}});
    write("4-closing" + end, page);
    page = course.submit(action(page), {{"active", "1000"}, {"q.plan", "a"}});
    write("5-receipt" + end, page);
    write("6-refused" + end, error_page({base::Code::launch_browser_mismatch, {}, {}, {}}, "L-7Q2K", {language}));
  }
}

TEST(Gallery, QuestionsAndWhatRidesOnALaunch) {
  for (const char* language : {"en", "ar"}) {
    Course course;
    auto other = sample_unit(language);
    other.id = "renal";
    other.objectives = {"Choose the dose from creatinine and weight."};
    course.publish({sample_unit("en"), sample_unit("ar"), other});
    const auto in = [&](auto& claims) { claims["https://purl.imsglobal.org/spec/lti/claim/launch_presentation"]["locale"] = language; };
    const auto to_ask = [&](auto& claims) {
      in(claims);
      claims[kLti + "custom"] = {{"ask", "1"}};
    };
    const std::string end = std::string("-") + language;
    auto page = course.launch(to_ask);
    write("7-ask" + end, page);
    write("7-ask-refused" + end, course.post(action(page), {{"key", "k"}, {"question", "patient born 12/03/1950, MRN 12345678"}}));
    write("8-nothing" + end, course.submit(action(page), {{"key", "none"}, {"question", "ferritin threshold"}}));
    page = course.submit(action(page), {{"key", "k"}, {"question", "Which dose by creatinine and weight?"}});
    write("8-found" + end, page);
    page = course.submit(action(page), {{"unit", "apixaban-dose"}});
    for (const auto& [question, value] : {std::pair{"q.dose", "b"}, {"q.weight", "60"}, {"q.plan", "a"}}) page = course.submit(action(page), {{question, value}});
    write("9-receipt" + end, page);
    page = course.submit(action(page), {{"unit", "apixaban-dose"}, {"answered", "yes"}});
    write("8-judged" + end, page);
    course.clock.pass(base::Milliseconds(8LL * 24 * 60 * 60 * 1000));
    const auto version = course.content.all.at(course.records.attempts.begin()->second.content);
    RecallBook(course.records, course.records.projections, course.content, course.clock)
        .withdraw(version, "The limit of weight was wrong: it is 60 kg.", {}, "test");
    course.clock.pass(base::Milliseconds(60'000));
    write("10-greeting" + end, course.launch(to_ask));
  }
}

}  // namespace
}  // namespace preceptor::web::testing
