#include "web/editor/beginning.hpp"

#include <algorithm>

#include "core/base/date.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kLongestTitle = 150, kLongestId = 64, kLongestFact = 500;

// One line, as a fact needs it: no line ends, and no two spaces and a sign that would begin a remark.
std::string one_line(const std::string& text, std::size_t most) {
  std::string line;
  for (const char c : text) {
    const bool space = static_cast<unsigned char>(c) <= ' ';
    if (!space) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  line = std::string(base::utf8_prefix(line, most));
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string fact(const char* key, const std::string& value) { return std::string(key) + ":" + (value.empty() ? "" : " " + value) + "\n"; }

constexpr const char* kBody = R"(---
# Case

At most 90 words: all that is needed to answer. No patient who could be recognised.

## ? first | single | required | scored
What do you ask?
- [ ] An answer that is wrong
  > Why it is wrong.
- [x] The answer that is right
  > Right: why.
> The reason, and where it can be looked up.

## ? plan | multi | commitment
What will you do next week?
- One thing that changes
- No change for now {none}

## ? useful | single | relevance
Is this useful for a patient you have now?
- Yes
- Not now
- No
)";

constexpr const char* kActivityBody = R"(---
## description

## accreditation statement

## designation statement

## credit
- ama-pra-1: 0.25

## bundle
- first-unit: 5 minutes
- second-unit: 5 minutes
- third-unit: 5 minutes
)";

}  // namespace

std::string id_from_title(const std::string& title) {
  std::string id;
  for (const char c : title) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) id += low;
    else if (!id.empty() && id.back() != '-') id += '-';
    if (id.size() >= kLongestId) break;
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

std::string unit_beginning(const Beginning& with, base::Instant today) {
  const std::string title = one_line(with.title, kLongestTitle), now = base::format_rfc3339(today);
  const std::string review = std::to_string(std::stoi(now.substr(0, 4)) + 1) + (now.substr(4, 6) == "-02-29" ? "-02-28" : now.substr(4, 6));
  return "---\n" + fact("id", id_from_title(title)) + fact("kind", "unit") + fact("title", title) + fact("language", with.language) + fact("stated-minutes", "3") +
         fact("pass", "1") + fact("objectives", one_line(with.objectives, kLongestFact)) + fact("references", "") + fact("author", one_line(with.author, kLongestFact)) +
         fact("disclosure", "") + fact("commercial-support", "") + fact("ai", "") + fact("gap", one_line(with.gap, kLongestId)) + fact("format", "enduring material") +
         fact("review-by", review) + kBody;
}

std::string activity_beginning(const Beginning& with, base::Instant today) {
  const std::string title = one_line(with.title, kLongestTitle);
  const base::Date day = base::utc_date(today);
  const std::string starts = base::format_date(day), ends = base::format_date(base::add_months(day, 12));
  return "---\n" + fact("id", id_from_title(title)) + fact("kind", "activity") + fact("title", title) + fact("language", with.language) + fact("provider", "") +
         fact("format", "enduring") + fact("starts", starts) + fact("ends", ends) + fact("designated-on", starts) + fact("pass-percent", "") + fact("rationale", "no") +
         fact("citations", "no") + fact("evaluation", "no") + fact("commercial-support", "") + fact("people", one_line(with.author, kLongestFact)) +
         fact("professions", "physician") + kActivityBody;
}

}  // namespace preceptor::web
