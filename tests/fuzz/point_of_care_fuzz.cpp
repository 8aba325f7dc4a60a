// Point of care: no text breaks the words, the index, the groups or the payloads; ranking does not depend on the order
// of units; what matched was asked.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/activity/point_of_care/cycle.hpp"
#include "core/activity/point_of_care/index.hpp"
#include "core/activity/point_of_care/question.hpp"
#include "core/activity/point_of_care/unanswered.hpp"
#include "core/base/encoding.hpp"

using namespace preceptor;
using namespace preceptor::point_of_care;

namespace {
constexpr std::string_view kLanguages[] = {"en", "es", "ar", "fr", ""};

void require(bool kept) {
  if (!kept) std::abort();
}

void check_words(std::string_view text) {
  for (const Word& word : words_of(text)) {
    require(!word.folded.empty() && word.folded.size() <= kWordBytes && base::is_utf8(word.folded));
    for (const Rules rules : {Rules::english, Rules::spanish, Rules::plain}) {
      const std::string term = term_of(word.folded, rules);
      require(term.size() > 2 && base::is_utf8(term));
    }
    // Folding what is folded changes nothing.
    const auto again = words_of(word.folded);
    require(again.size() == 1 && again[0].folded == word.folded);
  }
}

void check_search(std::string_view text) {
  const std::string all(text), half(text.substr(0, text.size() / 2)), rest(text.substr(text.size() / 2));
  std::vector<Document> documents = {{"a", "en", half, 4, {rest}, plain_text(text), {}, ""},
                                     {"b", "es", rest, 4, {}, half, {all}, ""},
                                     {"b", "ar", half, 4, {}, rest, {}, all},
                                     {"c", "fr", "dose", 4, {}, "", {}, ""}};
  const Index index(documents);
  std::ranges::reverse(documents);
  const Index other(documents);
  for (const std::string_view language : kLanguages) {
    const auto found = index.search(text, language);
    require(found == other.search(text, language));
    for (const Match& match : found) {
      require(match.score >= 0 && !match.terms.empty() && static_cast<int>(match.terms.size()) <= match.asked);
      for (const std::string& term : match.terms) require(text.find(term) != std::string_view::npos);
    }
    if (!check_question(text, language)) require(base::is_utf8(text) && !asked_words(text, language).empty());
  }
}

void check_groups(std::string_view text) {
  std::vector<OpenQuestion> questions;
  for (std::size_t at = 0; at < text.size() && questions.size() < 50; at += 24)
    questions.push_back(
        {std::to_string(at), "p", std::string(kLanguages[at % 5]), std::string(text.substr(at, 40)), {}});
  const auto groups = group_unanswered(questions);
  std::size_t grouped = 0;
  for (const QuestionGroup& group : groups) grouped += group.questions.size();
  require(grouped == questions.size());
  std::ranges::reverse(questions);
  require(group_unanswered(questions) == groups);
}

void check_payloads(std::string_view text) {
  for (const char* type : {"point_of_care_asked", "point_of_care_shown", "point_of_care_opened", "point_of_care_judged",
                           "point_of_care_will_do", "point_of_care_told"}) {
    const auto payload = cycle_payload_from_json(type, text);
    if (!payload) continue;
    const auto back = cycle_payload_from_json(type_name(*payload), to_json(*payload));
    require(back && *back == *payload);
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_words(text);
  check_search(text);
  check_groups(text);
  check_payloads(text);
  return 0;
}
