#include "manifests/source.hpp"

#include <algorithm>
#include <numeric>

#include "core/base/ascii.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::manifests {
namespace {

using base::lower;

constexpr std::size_t kMostProblems = 100;
constexpr std::size_t kLongestQuote = 200;

bool is_id_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Levenshtein distance without regard to case.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replace = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replace, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Messages go to terminals: control characters become spaces, long lines are cut.
std::string printable(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  if (text.size() <= kLongestQuote * 2) return text;
  return std::string(base::utf8_prefix(text, kLongestQuote * 2)) + " ...";
}

}  // namespace

std::vector<Line> split_lines(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  std::vector<Line> lines;
  int number = 1;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back({number++, text.substr(0, end)});
    const bool pair = text.substr(end, 2) == "\r\n";
    text.remove_prefix(std::min(text.size(), end + (pair ? 2 : 1)));
  }
  return lines;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

int count_words(std::string_view text) {
  int words = 0;
  bool inside = false;
  for (char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n';
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, is_id_char) && text[0] != '-' &&
         text[0] != '_';
}

std::string make_id(std::string_view text) {
  std::string id;
  for (char c : text) {
    c = lower(c);
    if (is_id_char(c) && (c != '-' || !id.empty()) && (c != '_' || !id.empty()))
      id.push_back(c);
    else if (!id.empty() && id.back() != '-')
      id.push_back('-');
    if (id.size() == 64) break;
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.empty() ? "id" : id;
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
  if (word.size() > 40) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (std::string_view candidate : known) {
    const std::size_t d = distance(word, candidate);
    if (d < best_distance) best = candidate, best_distance = d;
  }
  return best;
}

bool Problems::is_full() const {
  return problems_.size() >= kMostProblems;
}

void Problems::add(Weight weight, int line, std::string message, std::string corrected) {
  if (weight == Weight::error) has_errors_ = true;
  if (is_full()) {
    ++left_out_;
    return;
  }
  problems_.push_back({weight, file_, line, printable(std::move(message)), printable(std::move(corrected))});
}

void Problems::error(int line, std::string message, std::string corrected) {
  add(Weight::error, line, std::move(message), std::move(corrected));
}

void Problems::warning(int line, std::string message, std::string corrected) {
  add(Weight::warning, line, std::move(message), std::move(corrected));
}

std::vector<Problem> Problems::take() {
  std::ranges::stable_sort(problems_, [](const Problem& a, const Problem& b) {
    return a.line != b.line ? a.line < b.line : a.weight < b.weight;
  });
  if (left_out_ > 0) {
    const Weight weight = has_errors_ ? Weight::error : Weight::warning;
    problems_.push_back(
        {weight, file_, problems_.back().line, std::to_string(left_out_) + " more problems are not shown", {}});
  }
  return std::move(problems_);
}

std::string format(const Problem& problem) {
  std::string text = problem.file + ":" + std::to_string(problem.line) + ": " +
                     (problem.weight == Weight::error ? "error: " : "warning: ") + problem.message;
  if (!problem.corrected.empty()) text += "\n  try: " + problem.corrected;
  return text;
}

}  // namespace preceptor::manifests
