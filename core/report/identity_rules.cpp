// Who it is: names, day of birth, identifiers, permission. Rejections come from here (credit.md 0, finding 5).
#include <algorithm>
#include <array>
#include <set>

#include "core/base/ascii.hpp"
#include "core/report/cell_text.hpp"
#include "core/report/row_rules.hpp"

namespace preceptor::report {
namespace {

// Letters with marks, as the letter they are written with: U+00C0 to U+017F.
constexpr std::string_view kPlain =
    "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
static_assert(kPlain.size() == 0x180 - 0xC0);

using Words = std::multiset<std::string>;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The next character of UTF-8 and how long it is; a stray byte stands for itself.
std::pair<unsigned, std::size_t> next_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length == 1 || length > text.size()) return {first, 1};
  unsigned point = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) point = (point << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return {point, length};
}

// The words of a name without case, accents and apostrophes.
Words words_of(std::string_view text) {
  Words words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.insert(std::exchange(word, {}));
  };
  while (!text.empty()) {
    const auto [point, length] = next_character(text);
    if (point == '\'' || point == 0x2019 || (point >= 0x300 && point < 0x370)) {
      // Written or not, the same name.
    } else if (point >= 0xC0 && point < 0x180) {
      word += base::lower(kPlain[point - 0xC0]);
    } else if (point >= 0x80 || base::is_alpha(static_cast<char>(point))) {
      word += base::lower(text.substr(0, length));
    } else {
      end_word();
    }
    text.remove_prefix(length);
  }
  end_word();
  return words;
}

// "Rob" and "Robert", "R" and "Robert".
bool may_be_short_for(std::string_view a, std::string_view b) {
  const auto& shorter = a.size() < b.size() ? a : b;
  const auto& longer = a.size() < b.size() ? b : a;
  return (shorter.size() == 1 || shorter.size() >= 3) && longer.starts_with(shorter);
}

bool has_degree(const std::string& name) {
  static constexpr std::array<std::string_view, 14> kDegrees = {"md", "do", "phd", "rn", "np", "pa", "mbbs", "mph", "pharmd", "dds", "dmd", "facp", "aprn", "facs"};
  const auto comma = name.find(',');
  if (comma == std::string::npos) return false;
  std::string plain;
  for (const char c : name.substr(comma + 1)) {
    if (base::is_alpha(c)) plain += base::lower(c);
  }
  return std::find(kDegrees.begin(), kDegrees.end(), plain) != kDegrees.end();
}

// "Maria J." or "Maria J"
bool has_initial(std::string_view given) {
  given = trimmed(given);
  if (given.ends_with('.')) given.remove_suffix(1);
  return given.size() >= 3 && base::is_alpha(given.back()) && given[given.size() - 2] == ' ';
}

bool all_capitals(std::string_view name) {
  const auto letters = std::count_if(name.begin(), name.end(), base::is_alpha);
  const auto small = std::count_if(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters >= 3 && small == 0;
}

void name_shape(const std::string& name, const char* field, Findings& found) {
  if (trimmed(name).empty()) return found.block("V02", field, "name_missing");
  if (has_degree(name)) found.warn("V02", field, "name_degree");
  if (all_capitals(name)) found.warn("V02", field, "name_capitals");
}

}  // namespace

bool names_alike(const std::string& given, const std::string& family, const std::string& launch_name) {
  const Words launched = words_of(launch_name);
  if (launched.empty()) return true;
  const Words families = words_of(family), givens = words_of(given);
  const bool family_there = std::any_of(families.begin(), families.end(), [&](const auto& word) { return launched.contains(word); });
  const bool given_there = std::any_of(givens.begin(), givens.end(), [&](const auto& word) {
    return std::any_of(launched.begin(), launched.end(), [&](const auto& other) { return may_be_short_for(word, other); });
  });
  return family_there && given_there;
}

bool same_name(const std::string& one, const std::string& other) { return words_of(one) == words_of(other); }

void v02_names(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  const auto& profile = row.profile;
  name_shape(profile.given_name, "given_name", found);
  name_shape(profile.family_name, "family_name", found);
  if (has_initial(profile.given_name)) found.warn("V02", "given_name", "name_initial");
  if (facts.name_confirmed || row.launch_name.empty()) return;
  if (!profile.launch_name.empty() && !same_name(profile.launch_name, row.launch_name)) found.block("V02", "launch_name", "launch_name_changed");
  else if (!names_alike(profile.given_name, profile.family_name, row.launch_name)) found.block("V02", "launch_name", "launch_name_unlike");
}

void v03_birth_day(const LearnerRow& row, Findings& found) {
  if (row.profile.birth_day.empty()) found.block("V03", "birth_day", "birth_day_missing");
  else if (!credit::is_birth_day(row.profile.birth_day)) found.block("V03", "birth_day", "birth_day");
}

void v04_npi(const LearnerRow& row, Findings& found) {
  if (!row.profile.npi.empty() && !credit::is_npi(row.profile.npi)) found.block("V04", "npi", "npi");
}

// A state alone is blocked here though the reference only warns: a match by it may be somebody else's.
void v05_identifiers(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  const auto& profile = row.profile;
  for (const auto& granted : row.grant.boards) {
    const credit::Board* rule = facts.rules->board(granted.board);
    const bool has_id = std::any_of(profile.boards.begin(), profile.boards.end(), [&](const auto& one) { return one.board == granted.board && !one.id.empty(); });
    if (rule != nullptr && rule->id_required && !has_id) found.block("V05", board_field(granted.board, "id"), "board_id_missing", granted.board);
  }
  for (const auto& licence : profile.licences) {
    if (!licence.state.empty() && credit::state_name(licence.state).empty()) found.block("V05", "licences", "state_unknown", licence.state);
  }
  const bool state = std::any_of(profile.licences.begin(), profile.licences.end(), [](const auto& one) { return !one.state.empty(); });
  const bool licence = std::any_of(profile.licences.begin(), profile.licences.end(), [](const auto& one) { return !one.state.empty() && !one.number.empty(); });
  const bool board = std::any_of(profile.boards.begin(), profile.boards.end(), [](const auto& one) { return !one.board.empty() && !one.id.empty(); });
  if (licence || board || (state && !profile.npi.empty())) return;
  if (state) found.block("V05", "licences", "state_alone");
  else if (!profile.npi.empty()) found.block("V05", "licences", "npi_without_state");
  else found.block("V05", "licences", "identifier_missing");
}

void v05_register(const PreflightFacts& facts, Findings& found) {
  if (!facts.licence_key.empty()) found.warn("V05", "licences", facts.licence_key.c_str(), facts.licence_state);
}

void v11_permission(const LearnerRow& row, Findings& found) {
  const auto& permission = row.profile.permission;
  if (!permission || permission->wording.empty() || permission->at == base::Instant{}) return found.block("V11", "permission", "permission_missing");
  if (permission->withdrawn_at) found.block("V11", "permission", "permission_withdrawn");
}

void formulas(const LearnerRow& row, Findings& found) {
  const auto look = [&](const std::string& text, const std::string& field) {
    if (unsafe_text(text)) found.block("formula", field, "formula");
  };
  const auto& profile = row.profile;
  look(profile.given_name, "given_name");
  look(profile.family_name, "family_name");
  look(profile.birth_day, "birth_day");
  look(profile.npi, "npi");
  look(profile.nabp_id, "nabp_id");
  look(profile.nccpa_id, "nccpa_id");
  for (const auto& licence : profile.licences) look(licence.number, "licences");
  for (const auto& board : profile.boards) look(board.id, board_field(board.board, "id"));
  look(row.activity_title, "activity_title");
  look(row.provider_name, "provider_name");
}

}  // namespace preceptor::report
