// Doses inside text that runs from right to left.
#include "web/quantities.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

// The isolating elements as [ and ], so that a failure can be read.
std::string marked_quantities(const std::string& html, bool right_to_left = true) {
  std::string out = with_quantities_kept(html, right_to_left);
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"<bdi dir=\"ltr\">", "["}, {"</bdi>", "]"}})
    for (std::size_t at = 0; (at = out.find(from, at)) != std::string::npos;) out.replace(at, from.size(), to);
  return out;
}

TEST(Quantities, NumberAndUnitStayTogetherAmongArabicLetters) {
  struct Case { const char* html; const char* expected; };
  for (const auto& one : {
           Case{"<span>5 mg</span>", "<span>[5 mg]</span>"},
           Case{"<p>أعط 5 mg يوميا</p>", "<p>أعط [5 mg] يوميا</p>"},
           Case{"<p>أعط 2.5 mg/kg، ثم 10 mg/24 h</p>", "<p>أعط [2.5 mg/kg]، ثم [10 mg/24 h]</p>"},
           Case{"<p>بين 5–10 mg</p>", "<p>بين [5–10 mg]</p>"},
           Case{"<p>أعط ٥ mg</p>", "<p>أعط [٥ mg]</p>"},
           Case{"<p>100 µg</p>", "<p>[100 µg]</p>"},
           Case{"<p>5&nbsp;mg</p>", "<p>5&nbsp;mg</p>"},
           Case{"<p>5\u00A0mg</p>", "<p>[5\u00A0mg]</p>"},
           Case{"<p>أعط 5 mg apixaban (2 tablets) صباحا</p>", "<p>أعط [5 mg apixaban (2 tablets)] صباحا</p>"},
           Case{"<p>أعط 5 mg 3 مرات</p>", "<p>أعط [5 mg] 3 مرات</p>"},
           Case{"<p>أعط <strong>5 mg</strong></p>", "<p>أعط <strong>[5 mg]</strong></p>"},
           // After Latin letters a number runs with them: taken out, it would change places with the name of its drug.
           Case{"<p>أعط Apixaban 5 mg يوميا</p>", "<p>أعط Apixaban 5 mg يوميا</p>"},
           Case{"<p>أعط <em>Apixaban</em> 5 mg</p>", "<p>أعط <em>Apixaban</em> 5 mg</p>"},
           Case{"<p>Apixaban</p><p>5 mg</p>", "<p>Apixaban</p><p>[5 mg]</p>"},
           Case{"<p>5 مغ في 3 أيام، 95 %</p>", "<p>5 مغ في 3 أيام، 95 %</p>"},
           Case{"<p>قال &#39;x&#39; و 7 &lt; 9 kg</p>", "<p>قال &#39;x&#39; و 7 &lt; [9 kg]</p>"},
           Case{"<p>قال &lt; 9 kg</p>", "<p>قال &lt; [9 kg]</p>"},
       })
    EXPECT_EQ(marked_quantities(one.html), one.expected);
}

TEST(Quantities, WhatIsSentBackOrRunIsLeftAsItIs) {
  for (const char* html : {"<input value=\"5 mg\" data-x=\"5 mg\">", "<textarea name=\"q\">5 mg</textarea>", "<option>5 mg</option>", "<code>5f</code>",
                           "<svg><text>5 mg</text></svg>", "<script>1 in x</script>", "<p", "<textarea>5 mg", "5", "&"})
    EXPECT_EQ(marked_quantities(html), html);
}

TEST(Quantities, OnlyWhereSomethingRunsFromRightToLeft) {
  EXPECT_EQ(marked_quantities("<p>Give: 5 mg</p>", false), "<p>Give: 5 mg</p>");
  EXPECT_EQ(marked_quantities("<p dir=\"rtl\">5 mg</p>", false), "<p dir=\"rtl\">[5 mg]</p>");
}

TEST(Quantities, AUnitInArabicShowsItsDosesSo) {
  Course course;
  course.accept_language = "ar";
  course.publish({sample_unit("ar")});
  const auto page = course.launch([](auto& claims) { claims[kLti + "launch_presentation"].erase("locale"); });
  EXPECT_TRUE(has(page, "<span><bdi dir=\"ltr\">2.5 mg</bdi></span>")) << page.body;
  auto answered = course.submit(action(page), {{"q.dose", "b"}});
  EXPECT_TRUE(has(answered, "<bdi dir=\"ltr\">5 mg</bdi>")) << "in what comes back too";
  EXPECT_TRUE(has(answered, "<p class=\"number\"><bdi><input id=\"q-weight\"")) << answered.body;
  Course english;
  EXPECT_FALSE(has(english.launch(), "<bdi dir=\"ltr\">"));
}

}  // namespace
}  // namespace preceptor::web::testing
