// Every page in two directions of writing, each a whole document. PRECEPTOR_GALLERY=<folder> writes them to files, to be looked at in a browser.
#include <cstdlib>
#include <fstream>

#include "tests/unit/web/course.hpp"
#include "web/error_page.hpp"

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

}  // namespace
}  // namespace preceptor::web::testing
