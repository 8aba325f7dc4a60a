#include "core/credit/profile.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/ascii.hpp"
#include "core/base/date.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::credit {
namespace {

constexpr std::size_t kLongestName = 100, kLongestNumber = 40;

struct State {
  std::string_view code, name;
};
// The states, the District of Columbia and the five inhabited territories.
constexpr State kStates[] = {
    {"AL", "Alabama"}, {"AK", "Alaska"}, {"AS", "American Samoa"}, {"AZ", "Arizona"}, {"AR", "Arkansas"}, {"CA", "California"}, {"CO", "Colorado"},
    {"CT", "Connecticut"}, {"DE", "Delaware"}, {"DC", "District of Columbia"}, {"FL", "Florida"}, {"GA", "Georgia"}, {"GU", "Guam"}, {"HI", "Hawaii"},
    {"ID", "Idaho"}, {"IL", "Illinois"}, {"IN", "Indiana"}, {"IA", "Iowa"}, {"KS", "Kansas"}, {"KY", "Kentucky"}, {"LA", "Louisiana"}, {"ME", "Maine"},
    {"MD", "Maryland"}, {"MA", "Massachusetts"}, {"MI", "Michigan"}, {"MN", "Minnesota"}, {"MS", "Mississippi"}, {"MO", "Missouri"}, {"MT", "Montana"},
    {"NE", "Nebraska"}, {"NV", "Nevada"}, {"NH", "New Hampshire"}, {"NJ", "New Jersey"}, {"NM", "New Mexico"}, {"NY", "New York"}, {"NC", "North Carolina"},
    {"ND", "North Dakota"}, {"MP", "Northern Mariana Islands"}, {"OH", "Ohio"}, {"OK", "Oklahoma"}, {"OR", "Oregon"}, {"PA", "Pennsylvania"},
    {"PR", "Puerto Rico"}, {"RI", "Rhode Island"}, {"SC", "South Carolina"}, {"SD", "South Dakota"}, {"TN", "Tennessee"}, {"TX", "Texas"}, {"UT", "Utah"},
    {"VT", "Vermont"}, {"VI", "Virgin Islands"}, {"VA", "Virginia"}, {"WA", "Washington"}, {"WV", "West Virginia"}, {"WI", "Wisconsin"}, {"WY", "Wyoming"}};

constexpr std::string_view kDegrees[] = {"MD", "DO", "PHD", "RN", "NP", "PA", "PA-C", "APRN", "DNP", "BSN", "MSN", "PHARMD", "RPH", "DDS", "DMD", "MBBS",
                                         "MPH", "MS", "MSC", "MBA", "OD", "DPM", "PSYD", "LCSW", "FACP", "FACS", "FAAP"};

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

class Checker {
 public:
  explicit Checker(const Profile& profile) : profile_(profile) {}

  std::vector<ProfileProblem> check() {
    check_name("given_name", profile_.given_name);
    check_name("family_name", profile_.family_name);
    check_initial();
    if (!profile_.birth_day.empty() && !is_birth_day(profile_.birth_day)) refuse("birth_day", "V03", "birth_day");
    check_npi();
    for (std::size_t i = 0; i < profile_.licences.size(); ++i) check_licence("licences[" + std::to_string(i) + "]", profile_.licences[i]);
    for (std::size_t i = 0; i < profile_.boards.size(); ++i) check_board("boards[" + std::to_string(i) + "]", profile_.boards[i]);
    check_text("nabp_id", profile_.nabp_id, kLongestNumber);
    check_text("nccpa_id", profile_.nccpa_id, kLongestNumber);
    return std::move(problems_);
  }

 private:
  void refuse(std::string field, std::string rule, std::string key) { problems_.push_back({true, std::move(field), std::move(rule), std::move(key)}); }
  void warn(std::string field, std::string key) { problems_.push_back({false, std::move(field), "V02", std::move(key)}); }

  // What no file could carry: a spreadsheet would take the first sign for a formula (credit.md 3).
  bool check_text(const std::string& field, const std::string& text, std::size_t longest) {
    const std::size_t before = problems_.size();
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) refuse(field, "", "formula");
    else if (!base::is_utf8(text) || std::ranges::any_of(text, is_control)) refuse(field, "", "control");
    if (text.size() > longest) refuse(field, "", "long");
    return problems_.size() == before;
  }

  void check_name(const std::string& field, const std::string& name) {
    if (name.empty()) return;
    if (name.find_first_not_of(' ') == std::string::npos) return refuse(field, "V02", "blank");
    if (!check_text(field, name, kLongestName)) return;
    if (has_degree(name)) warn(field, "degree");
    const bool small = std::ranges::any_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c & 0x80) != 0; });
    if (!small && std::ranges::count_if(name, is_upper) > 1) warn(field, "capitals");
  }

  // After a comma in any case ("Rivera, md"); after a space in capitals alone, for "Do" and "Ma" are family names.
  static bool has_degree(std::string_view name) {
    const auto at = name.find_last_of(", ");
    if (at == std::string_view::npos || at == 0) return false;
    const bool comma = name[at] == ',' || name[name.find_last_not_of(' ', at)] == ',';
    std::string word;
    for (const char c : name.substr(at + 1))
      if (c != '.') word += comma ? static_cast<char>(base::is_alpha(c) ? (c & ~0x20) : c) : c;
    return std::ranges::find(kDegrees, word) != std::end(kDegrees);
  }

  void check_initial() {
    const std::string& name = profile_.given_name;
    const auto space = name.find_last_of(' ');
    if (space == std::string::npos || space == 0) return;
    const std::string_view last = std::string_view(name).substr(space + 1);
    if (!last.empty() && base::is_alpha(last[0]) && (last.size() == 1 || last.substr(1) == ".")) warn("given_name", "initial");
  }

  void check_npi() {
    if (profile_.npi.empty() || is_npi(profile_.npi)) return;
    const bool shaped = profile_.npi.size() == 10 && std::ranges::all_of(profile_.npi, base::is_digit);
    refuse("npi", "V04", shaped ? "npi_check" : "npi_digits");
  }

  void check_licence(const std::string& field, const Licence& licence) {
    if (licence.state.empty() && !licence.number.empty()) refuse(field + ".state", "V05", "state_missing");
    if (!licence.state.empty() && state_name(licence.state).empty()) refuse(field + ".state", "V05", "state");
    check_text(field + ".number", licence.number, kLongestNumber);
  }

  void check_board(const std::string& field, const BoardId& board) {
    if (board.board.empty() && !board.id.empty()) refuse(field + ".board", "V05", "board_missing");
    if (!board.board.empty() && !boards_.insert(board.board).second) refuse(field + ".board", "V05", "board_twice");
    check_text(field + ".id", board.id, kLongestNumber);
  }

  const Profile& profile_;
  std::set<std::string> boards_;
  std::vector<ProfileProblem> problems_;
};

}  // namespace

std::vector<ProfileProblem> check_profile(const Profile& profile) {
  return Checker(profile).check();
}

std::vector<TypingRule> typing_rules(std::string_view field) {
  if (field == "npi") return {{"[0-9]{10}", "", "npi_digits"}, {"", "80840", "npi_check"}};
  if (field == "birth_day")
    return {{"(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9])|(0?[13-9]|1[0-2])/30|(0?[13578]|1[02])/31", "", "birth_day"}};
  return {{"[^=+@-].*", "", "formula"}, {"[^\\x01-\\x1f\\x7f]*", "", "control"}};
}

std::vector<std::string> form_fields(std::string_view profession, const Profile& profile) {
  std::vector<std::string> fields = {"given_name", "family_name", "birth_day", "boards", "licences", "npi"};
  if (profession.starts_with("pharmac") || !profile.nabp_id.empty()) fields.emplace_back("nabp_id");
  if (profession == "physician-assistant" || !profile.nccpa_id.empty()) fields.emplace_back("nccpa_id");
  return fields;
}

std::vector<std::string> held_fields(const Profile& profile, std::string_view board) {
  const bool boards = board.empty() && std::ranges::any_of(profile.boards, [](const BoardId& one) { return !one.id.empty(); });
  std::vector<std::string> held;
  for (const auto& [name, is_held] : {std::pair<const char*, bool>{"given_name", !profile.given_name.empty()}, {"family_name", !profile.family_name.empty()},
                                      {"birth_day", !profile.birth_day.empty()}, {"boards", boards}, {"licences", !profile.licences.empty()},
                                      {"npi", !profile.npi.empty()}, {"nabp_id", !profile.nabp_id.empty()}, {"nccpa_id", !profile.nccpa_id.empty()}})
    if (is_held) held.emplace_back(name);
  return held;
}

// Luhn over 80840 and the ten digits: the prefix adds 24 to the sum, always.
bool is_npi(std::string_view text) {
  if (text.size() != 10 || !std::ranges::all_of(text, base::is_digit)) return false;
  int sum = 24;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int digit = (text[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

bool is_birth_day(std::string_view text) {
  if (text.size() != 5 || text[2] != '/') return false;
  // 2000 was a leap year: 02/29 is a birthday (scenario 18).
  return base::parse_date("2000-" + std::string(text.substr(0, 2)) + "-" + std::string(text.substr(3))).has_value();
}

std::string_view state_name(std::string_view code) {
  const auto found = std::ranges::find(kStates, code, &State::code);
  return found == std::end(kStates) ? std::string_view() : found->name;
}

const std::vector<std::string_view>& state_codes() {
  static const std::vector<std::string_view> codes = [] {
    std::vector<std::string_view> all;
    for (const State& state : kStates) all.push_back(state.code);
    return all;
  }();
  return codes;
}

}  // namespace preceptor::credit
