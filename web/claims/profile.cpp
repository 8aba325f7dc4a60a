// Who reports go to a board for: asked once, after the first claim, skippable, checked as typed.
#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "web/claims/impl.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr std::size_t kMostLicences = 4, kMostBoards = 6;

// Typed pairs, empty lines left out.
template <class Pair>
std::vector<Pair> typed_pairs(const base::Fields& form, std::string_view first, std::string_view second, std::size_t most) {
  const auto one = base::field_values(form, first), other = base::field_values(form, second);
  std::vector<Pair> pairs;
  for (std::size_t at = 0; at < std::min({one.size(), other.size(), most}); ++at) {
    const Pair pair{typed({{"value", one[at]}}, "value"), typed({{"value", other[at]}}, "value")};
    if (pair != Pair{}) pairs.push_back(pair);
  }
  return pairs;
}

// "9/1" is as good as "09/01".
std::string padded_day(std::string text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos || text.size() > 5 || text.find_first_not_of("0123456789/") != std::string::npos) return text;
  std::string month = text.substr(0, slash), day = text.substr(slash + 1);
  if (month.size() == 1) month.insert(0, "0");
  if (day.size() == 1) day.insert(0, "0");
  return month + "/" + day;
}

credit::Profile typed_profile(const base::Fields& form) {
  credit::Profile profile;
  profile.given_name = typed(form, "given_name");
  profile.family_name = typed(form, "family_name");
  profile.birth_day = padded_day(typed(form, "birth_day"));
  profile.npi = typed(form, "npi");
  // A state alone is kept: with an NPI it identifies somebody, and without one the record says what is missing.
  profile.licences = typed_pairs<credit::Licence>(form, "licence_state", "licence_number", kMostLicences);
  profile.boards = typed_pairs<credit::BoardId>(form, "board", "board_id", kMostBoards);
  std::erase_if(profile.boards, [](const auto& one) { return one.board.empty() && one.id.empty(); });
  profile.nabp_id = typed(form, "nabp_id");
  profile.nccpa_id = typed(form, "nccpa_id");
  return profile;
}

// Where a problem's link leads: the field's element.
std::string element_of(const std::string& field) {
  std::string id;
  for (const char c : field) {
    if (c == '[' || c == '.') id += '-';
    else if (c != ']') id += c;
  }
  return id;
}

std::string problem_text(const Messages& words, const std::string& key) { return text_or(words, "profile.problem." + key, "profile.problem.other"); }

class ProblemText {
 public:
  ProblemText(const std::vector<credit::ProfileProblem>& problems, const Messages& words) : problems_(problems), words_(words) {}
  std::string of(const std::string& field) const {
    for (const auto& problem : problems_)
      if (problem.field == field) return problem_text(words_, problem.key);
    return {};
  }
  std::vector<View> list(bool refusing) const {
    std::vector<View> views;
    for (const auto& problem : problems_) {
      if (problem.refuses != refusing) continue;
      const std::string base = problem.field.substr(0, problem.field.find('['));
      views.emplace_back();
      views.back()
          .text("target", element_of(problem.field))
          .text("prompt", words_.text("profile.field." + base))
          .text("text", problem_text(words_, problem.key));
    }
    return views;
  }

 private:
  const std::vector<credit::ProfileProblem>& problems_;
  const Messages& words_;
};

// For the page's script: what it may say of a field before it is saved, in the words that saving would use.
std::string rules_json(std::string_view field, const Messages& words) {
  auto rules = base::Json::array();
  for (const auto& rule : credit::typing_rules(field)) {
    auto one = base::Json::object();
    one["text"] = problem_text(words, std::string(rule.key));
    if (rule.prefix.empty()) one["pattern"] = std::string(rule.pattern);
    else one["prefix"] = std::string(rule.prefix);
    rules.push_back(std::move(one));
  }
  return rules.dump();
}

View line_view(const std::string& field, const std::string& second, const ProblemText& problems, const Messages& words) {
  const bool licence = field.starts_with("licences");
  const std::string one = field + (licence ? ".state" : ".board"), two = field + (licence ? ".number" : ".id");
  const std::string said = problems.of(one).empty() ? problems.of(two) : problems.of(one);
  View view;
  view.text("first_id", element_of(one))
      .text("second_id", element_of(two))
      .text("second", second)
      .text_if("error", said)
      .flag("first_bad", !problems.of(one).empty())
      .text("needed", problem_text(words, licence ? "state_missing" : "board_missing"))
      .text("rules", rules_json(licence ? "licence_number" : "board_id", words));
  view.flag("second_bad", !problems.of(two).empty());
  return view;
}

std::vector<View> state_views(const std::string& chosen) {
  std::vector<View> views;
  for (const auto code : credit::state_codes()) {
    views.emplace_back();
    views.back().text("code", std::string(code)).text("label", std::string(credit::state_name(code))).flag("on", code == chosen);
  }
  return views;
}

std::vector<View> board_choices(const credit::Rulebook& rules, const std::string& chosen) {
  std::vector<View> views;
  bool known = chosen.empty();
  for (const auto& board : rules.boards) {
    known = known || board.code == chosen;
    views.emplace_back();
    views.back().text("code", board.code).text("label", board.name).flag("on", board.code == chosen);
  }
  if (known) return views;
  views.emplace_back();   // of a roster: shown as it came
  views.back().text("code", chosen).text("label", chosen).flag("on", true);
  return views;
}

void add_text(View& view, const char* name, const std::string& value, const ProblemText& problems, const Messages& words) {
  const std::string said = problems.of(name);
  view.text(name, value).text_if(std::string(name) + "_error", said).text(std::string(name) + "_rules", rules_json(name, words));
}

// What changed by the learner's hand keeps what she cannot type here.
credit::Profile joined(credit::Profile typed, const std::optional<credit::Profile>& before, const std::string& launch_name) {
  typed.launch_name = launch_name.empty() && before ? before->launch_name : launch_name;
  if (before) typed.permission = before->permission;
  return typed;
}

bool is_permitted(const std::optional<credit::Profile>& profile) {
  return profile && profile->permission && !profile->permission->withdrawn_at;
}

}  // namespace

struct ClaimPages::Impl::ProfilePage {
  credit::Profile profile;
  std::vector<credit::ProfileProblem> problems;
  std::string from;              // "receipt" or "credits": where skipping leads
  bool first = false;            // right after the first claim
  bool filled = false;           // by the roster or the launch, to be confirmed
  bool permitted = false, saved = false, warned = false;
  std::string profession;
  int status = 200;
};

base::Result<ports::HttpResponse> ClaimPages::Impl::profile_page(const ClaimGuest& guest, const ProfilePage& shown) {
  const auto& words = *guest.words;
  const auto& profile = shown.profile;
  const ProblemText problems(shown.problems, words);
  View view;
  auto refusing = problems.list(true), warning = problems.list(false);
  view.text("errors_title", words.count("errors.title", static_cast<long>(refusing.size())))
      .flag("has_errors", !refusing.empty())
      .list("errors", std::move(refusing));
  view.flag("has_warnings", !warning.empty()).list("warnings", std::move(warning)).flag("warned", shown.warned);
  view.flag("first", shown.first).flag("filled", shown.filled).flag("saved", shown.saved).flag("asks_permission", !shown.permitted);
  for (const auto& [name, value] : {std::pair<const char*, const std::string&>{"given_name", profile.given_name}, {"family_name", profile.family_name},
                                    {"birth_day", profile.birth_day}, {"npi", profile.npi}, {"nabp_id", profile.nabp_id}, {"nccpa_id", profile.nccpa_id}})
    add_text(view, name, value, problems, words);
  view.text("name_needed", problem_text(words, "required"));
  const auto fields = credit::form_fields(shown.profession, profile);
  view.flag("pharmacy", std::ranges::find(fields, "nabp_id") != fields.end()).flag("assistant", std::ranges::find(fields, "nccpa_id") != fields.end());
  std::vector<View> licences, boards;
  for (std::size_t at = 0; at < std::min(profile.licences.size() + 1, kMostLicences); ++at) {
    const auto one = at < profile.licences.size() ? profile.licences[at] : credit::Licence();
    licences.push_back(line_view("licences[" + std::to_string(at) + "]", one.number, problems, words));
    licences.back().list("states", state_views(one.state));
  }
  for (std::size_t at = 0; at < std::min(profile.boards.size() + 1, kMostBoards); ++at) {
    const auto one = at < profile.boards.size() ? profile.boards[at] : credit::BoardId();
    boards.push_back(line_view("boards[" + std::to_string(at) + "]", one.id, problems, words));
    boards.back().list("choices", board_choices(deps.book.rules(), one.board));
  }
  view.list("licences", std::move(licences)).list("boards", std::move(boards));
  const std::string wording = words.text("profile.permission");
  view.text("permission", wording).text("wording", base::sha256_hex(wording).substr(0, 8)).text("action", path(guest, "profile")).text("from", shown.from);
  view.text("skip_url", back_path(guest, shown.from)).text("privacy_url", path(guest, "privacy")).text("key", fresh_key());
  return page(guest, "profile", view, words.text("profile.title"), shown.status);
}

base::Result<ports::HttpResponse> ClaimPages::Impl::show_profile(const ClaimGuest& guest, const ports::HttpRequest& request) {
  ProfilePage shown;
  const auto asked = base::parse_form(request.query);
  const auto* first = asked ? base::field(*asked, "first") : nullptr;
  shown.first = first != nullptr;
  shown.from = first && *first == "receipt" ? "receipt" : "credits";
  shown.saved = asked && base::field(*asked, "saved");
  const auto kept = deps.vault.load_profile(guest.person.id, {"learner", "profile page"});
  if (!kept) return base::fail(kept.error());
  const auto profession = deps.book.profession(guest.person.id);
  if (!profession) return base::fail(profession.error());
  shown.profession = *profession;
  shown.permitted = is_permitted(*kept);
  // A board that was just claimed for: its line is there to be filled.
  const auto* claimed = asked ? base::field(*asked, "board") : nullptr;
  const auto choose_board = [&] {
    auto& boards = shown.profile.boards;
    if (claimed && deps.book.rules().board(*claimed) && boards.size() < kMostBoards && std::ranges::find(boards, *claimed, &credit::BoardId::board) == boards.end())
      boards.push_back({*claimed, {}});
  };
  if (*kept) {
    shown.profile = **kept;
    choose_board();
    return profile_page(guest, shown);
  }
  auto guess = prefill.profile_for(guest.person);
  if (!guess) return base::fail(guess.error());
  shown.profile = std::move(*guess);
  shown.filled = !shown.profile.given_name.empty() && !shown.profile.family_name.empty();
  choose_board();
  return profile_page(guest, shown);
}

base::Result<ports::HttpResponse> ClaimPages::Impl::save_profile(const ClaimGuest& guest, const base::Fields& form) {
  ProfilePage shown;
  shown.from = typed(form, "from") == "receipt" ? "receipt" : "credits";
  if (base::field(form, "later")) return see_other(back_path(guest, shown.from));
  const auto before = deps.vault.load_profile(guest.person.id, {"learner", "profile page"});
  if (!before) return base::fail(before.error());
  const auto told = prefill.identity(guest.person.id);
  if (!told) return base::fail(told.error());
  auto profile = joined(typed_profile(form), *before, *told ? (*told)->full_name : std::string());
  shown.problems = credit::check_profile(profile);
  if (profile.given_name.empty()) shown.problems.push_back({true, "given_name", "V02", "required"});
  if (profile.family_name.empty()) shown.problems.push_back({true, "family_name", "V02", "required"});
  const bool refuses = std::ranges::any_of(shown.problems, &credit::ProfileProblem::refuses);
  const bool warns = !shown.problems.empty() && !base::field(form, "warned");
  if (refuses || warns) {
    const auto profession = deps.book.profession(guest.person.id);
    if (!profession) return base::fail(profession.error());
    shown.profession = *profession;
    shown.permitted = is_permitted(*before);
    shown.warned = !refuses;
    shown.status = 422;
    shown.profile = std::move(profile);
    return profile_page(guest, shown);
  }
  if (typed(form, "permission") == "yes" && !is_permitted(profile))
    profile.permission = credit::Permission{"report", base::sha256_hex(guest.words->text("profile.permission")), deps.clock.now(), {}};
  profile.changed_at = deps.clock.now();
  if (auto done = deps.book.save_profile(guest.person, profile, {"learner", "profile page"}); !done) return base::fail(done.error());
  return see_other(shown.from == "receipt" ? back_path(guest, shown.from) : path(guest, "profile?saved=1"));
}

}  // namespace preceptor::web
