#include "core/activity/point_of_care/index.hpp"

#include <algorithm>
#include <bit>
#include <tuple>

namespace preceptor::point_of_care {
namespace {

// A word in the title says more than one in the text: it counts so many times (BM25F's weights, as whole numbers).
constexpr std::uint32_t kTitleWeight = 4, kObjectiveWeight = 2, kTextWeight = 1;
constexpr int kFraction = 16;       // bits behind the point of a logarithm
constexpr int kCountFraction = 10;  // and of the part that comes from counts

// log2 of x >= 1 with 16 bits behind the point, rounded down: by squaring the mantissa, bit by bit.
std::int64_t log2_fixed(std::uint64_t x) {
  const int whole = static_cast<int>(std::bit_width(x)) - 1;
  std::uint64_t mantissa = whole <= 31 ? x << (31 - whole) : x >> (whole - 31);
  std::int64_t result = whole;
  for (int bit = 0; bit < kFraction; ++bit) {
    mantissa = (mantissa * mantissa) >> 31;
    result <<= 1;
    if (mantissa >> 32) {
      mantissa >>= 1;
      ++result;
    }
  }
  return result;
}

}  // namespace

bool is_close(const Match& match) {
  const int matched = static_cast<int>(match.terms.size());
  return matched >= std::min(match.asked, 2) && 2 * matched >= match.asked && matched > 0;
}

Index::Index(std::vector<Document> documents) : documents_(std::move(documents)) {
  const auto key = [](const Document& d) { return std::tie(d.unit_id, d.language); };
  std::ranges::sort(documents_);
  documents_.erase(std::unique(documents_.begin(), documents_.end(),
                               [&](const Document& a, const Document& b) { return key(a) == key(b); }),
                   documents_.end());
  if (documents_.size() > kDocumentsMost) documents_.resize(kDocumentsMost);
  for (std::uint32_t number = 0; number < documents_.size(); ++number) {
    Document& document = documents_[number];
    add(number, document);
    document = {std::move(document.unit_id),
                std::move(document.language),
                std::move(document.title),
                document.minutes,
                {},
                {},
                {},
                {}};
  }
}

void Index::add(std::uint32_t number, const Document& document) {
  const Rules rules = rules_of(document.language);
  std::map<std::string, std::uint32_t> counts;
  std::uint32_t length = 0;
  std::size_t left = kTextWordsMost;
  const auto read = [&](std::string_view text, std::uint32_t weight) {
    for (const Word& word : words_of(text, left)) {
      --left;
      if (is_stop_word(word.folded, rules)) continue;
      counts[term_of(word.folded, rules)] += weight;
      length += weight;
    }
  };
  read(document.title, kTitleWeight);
  for (const std::string& objective : document.objectives) read(objective, kObjectiveWeight);
  read(document.gap, kTextWeight);
  for (const std::string& question : document.questions) read(question, kTextWeight);
  read(document.case_text, kTextWeight);
  for (const auto& [term, count] : counts) postings_[term].push_back({number, count});
  lengths_.push_back(length);
  total_length_ += length;
}

std::map<std::uint32_t, std::uint32_t> Index::counts_of(const AskedWord& word) const {
  std::map<std::uint32_t, std::uint32_t> counts;
  for (const std::string& term : word.alternatives)
    if (const auto found = postings_.find(term); found != postings_.end())
      for (const Posting& posting : found->second) counts[posting.document] += posting.count;
  return counts;
}

// idf * tf (k1 + 1) / (tf + k1 (1 - b + b length / mean)) with k1 = 1.2, b = 0.75; idf = log2(1 + (N - n + 1/2) / (n +
// 1/2)). Both sides of the fraction are multiplied by 10 * total length, so everything stays whole: at most 20,000
// units of 80,000 weighted words keep it below 2^63.
std::int64_t Index::score_of(std::uint64_t count, std::uint64_t length, std::uint64_t documents_with) const {
  const std::uint64_t n = documents_.size();
  const std::int64_t rarity = std::max<std::int64_t>(log2_fixed(2 * n + 2) - log2_fixed(2 * documents_with + 1), 1);
  const std::uint64_t above = (22 * count * total_length_) << kCountFraction;
  const std::uint64_t below = 10 * count * total_length_ + 3 * total_length_ + 9 * length * n;
  return (rarity * static_cast<std::int64_t>(above / below)) >> kCountFraction;
}

std::vector<Match> Index::search(std::string_view question, std::string_view language, std::size_t most) const {
  const std::vector<AskedWord> words = asked_words(question, language);
  std::map<std::uint32_t, Match> found;
  for (const AskedWord& word : words) {
    const auto counts = counts_of(word);
    for (const auto& [number, count] : counts) {
      Match& match = found[number];
      match.score += score_of(count, lengths_[number], counts.size());
      match.terms.push_back(word.spelling);
    }
  }
  std::map<std::string_view, Match> units;
  for (auto& [number, match] : found) {
    const Document& document = documents_[number];
    match.unit_id = document.unit_id;
    match.language = document.language;
    match.title = document.title;
    match.minutes = document.minutes;
    match.asked = static_cast<int>(words.size());
    const auto better = [&](const Match& other) {
      return std::pair(match.score, match.language == language) > std::pair(other.score, other.language == language);
    };
    const auto [place, is_new] = units.try_emplace(document.unit_id, match);
    if (!is_new && better(place->second)) place->second = match;
  }
  std::vector<Match> ranked;
  for (auto& [id, match] : units) ranked.push_back(std::move(match));
  std::ranges::stable_sort(ranked, std::greater{}, &Match::score);  // by id so far
  if (ranked.size() > most) ranked.resize(most);
  return ranked;
}

}  // namespace preceptor::point_of_care
