#include "web/accreditation/parts.hpp"

#include <algorithm>

#include "core/base/encoding.hpp"
#include "web/format.hpp"

namespace preceptor::web::accreditation {
using credit::GrantState;

constexpr GrantState kStates[] = {GrantState::issued,   GrantState::queued,   GrantState::exported,   GrantState::sent,      GrantState::pending,
                                  GrantState::accepted, GrantState::rejected, GrantState::correcting, GrantState::withdrawn, GrantState::superseded};

View text_view(const std::string& text) {
  View view;
  view.text("text", text);
  return view;
}

View choice(const std::string& value, const std::string& label, bool chosen) {
  View view;
  view.text("value", value).text("label", label).flag("chosen", chosen);
  return view;
}

std::string state_text(GrantState state, const Messages& words) { return words.text("accreditation.state." + std::string(credit::name(state))); }

std::string readiness_text(credit::Readiness readiness, const Messages& words) { return words.text("credits_staff.readiness." + std::string(credit::name(readiness))); }

std::string reason_text(const std::string& reason, const Messages& words) {
  const std::string key = "accreditation.reason." + reason.substr(0, reason.find(": "));
  return words.has(key) ? reason + " · " + words.text(key) : reason;
}

std::string amount_text(credit::Amount amount, const std::string& system, const credit::Rulebook& rules, const Messages& words) {
  const auto* known = rules.system(system);
  return format_decimal(credit::format(amount), words) + " " + (known ? known->name : system);
}

std::string profession_text(const std::string& profession, const Messages& words) {
  if (profession.empty()) return words.text("accreditation.not_told");
  const std::string key = "profession." + profession;
  return words.has(key) ? words.text(key) : profession;
}

std::string moment(base::Instant at) {
  const std::string text = base::format_rfc3339(at);
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

std::optional<base::Date> day_of(const std::string& text) {
  const auto date = base::parse_date(text);
  return date ? std::optional(*date) : std::nullopt;
}

std::string number(std::int64_t value) { return std::to_string(value); }

std::string one_line(const std::string& text, std::size_t most) {
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < ' ' || c == 0x7f ? ' ' : c;
  const auto begin = line.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  line = line.substr(begin, line.find_last_not_of(' ') - begin + 1);
  return std::string(base::utf8_prefix(line, most));
}

std::string masked(const std::string& identifier) {
  if (identifier.empty()) return {};
  return identifier.size() < 6 ? "****" : "****" + identifier.substr(identifier.size() - 4);
}

std::string member_name(StaffList& members, const std::string& id) {
  const auto found = members.load(id);
  return found && *found ? (*found)->name : std::string();
}

GrantQuery grant_query(const base::Fields& fields) {
  GrantQuery made;
  const auto value = [&](std::string_view name) {
    const auto* found = base::field(fields, name);
    return found ? one_line(*found) : std::string();
  };
  for (const auto& [name, into] : {std::pair("from", &made.filter.from), std::pair("to", &made.filter.to)}) {
    *into = day_of(value(name));
    made.wrong = made.wrong || (!value(name).empty() && !*into);
  }
  made.filter.activity_id = value("activity");
  made.filter.system = value("system");
  made.filter.board = value("board");
  made.filter.provider = value("provider");
  if (const auto state = value("state"); !state.empty()) {
    const auto known = credit::grant_state_named(state);
    if (known) made.filter.states = {*known};
    made.wrong = made.wrong || !known;
  }
  return made;
}

base::Fields fields_of(const ports::GrantFilter& filter) {
  base::Fields fields;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) fields.emplace_back(name, value);
  };
  add("from", filter.from ? base::format_date(*filter.from) : "");
  add("to", filter.to ? base::format_date(*filter.to) : "");
  add("activity", filter.activity_id);
  add("system", filter.system);
  add("board", filter.board);
  add("provider", filter.provider);
  add("state", filter.states.size() == 1 ? std::string(credit::name(filter.states.front())) : "");
  return fields;
}

void add_filter(View& view, const ports::GrantFilter& filter, const std::vector<std::pair<std::string, std::string>>& activities, const credit::Rulebook& rules,
                const Messages& words) {
  view.text("from", filter.from ? base::format_date(*filter.from) : "").text("to", filter.to ? base::format_date(*filter.to) : "");
  std::vector<View> shown, systems, boards, states;
  for (const auto& [id, title] : activities) shown.push_back(choice(id, title, id == filter.activity_id));
  for (const auto& one : rules.systems) systems.push_back(choice(one.code, one.name, one.code == filter.system));
  for (const auto& one : rules.boards) boards.push_back(choice(one.code, one.code, one.code == filter.board));
  for (const auto state : kStates)
    states.push_back(choice(std::string(credit::name(state)), state_text(state, words), filter.states.size() == 1 && filter.states.front() == state));
  view.list("activities", std::move(shown)).list("systems", std::move(systems)).list("boards", std::move(boards)).list("states", std::move(states));
}

}  // namespace preceptor::web::accreditation
