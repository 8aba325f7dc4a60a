// A rulebook <-> its canonical JSON. What is read may leave out members that have their usual value; what is hashed holds them all.
#include <algorithm>
#include <array>
#include <set>

#include "core/base/digest.hpp"
#include "core/credit/activity.hpp"
#include "core/credit/json_parts.hpp"
#include "core/credit/rules.hpp"

namespace preceptor::credit {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::array<std::string_view, 5> kGates = {"evaluation", "pass", "feedback_rationale", "feedback_citation", "content_area"};
// Fields of a profile that a report can need.
constexpr std::array<std::string_view, 8> kIdentity = {"given_name", "family_name", "birth_day", "npi", "licence", "board_id", "nabp_id", "nccpa_id"};

template <class E, class Named>
E get_named(JsonReader& in, const char* member, E usual, Named&& named) {
  if (!in.has(member)) return usual;
  const auto value = named(in.text(member));
  if (!value) in.refuse(member, "not a known word");
  return value.value_or(usual);
}

std::vector<std::string> get_known(JsonReader& in, const char* member, auto&& known) {
  std::vector<std::string> words = in.texts_or_empty(member);
  for (const std::string& word : words)
    if (std::ranges::find(known, word) == std::ranges::end(known)) in.refuse(member, "\"" + word + "\" is not known here");
  return words;
}

Amount amount_or(JsonReader& in, const char* member, Amount usual) {
  return in.has(member) ? get_amount(in, member) : usual;
}

std::string get_code(JsonReader& in, std::set<std::string>& codes) {
  std::string code = in.text("code");
  if (code.empty()) in.refuse("code", "empty");
  if (!codes.insert(code).second) in.refuse("code", "used twice");
  return code;
}

Json json_of(const Source& source) {
  Json json = {{"text", source.text}, {"verified", source.verified}};
  put_day(json, "read_on", source.read_on);
  return json;
}

// Where a rule comes from and how sure it is has no usual value: it is written each time.
Source get_source(JsonReader in) {
  Source source{in.text("text"), get_day_if_there(in, "read_on"), in.boolean("verified")};
  if (source.text.empty()) in.refuse("text", "empty");
  if (source.verified && !source.read_on) in.refuse("verified", "a verified rule says when its source was read");
  in.finish();
  return source;
}

// Left out where there is none, so that rules without it keep their hash.
void put_seen_as(Json& json, const std::vector<SeenAs>& all) {
  if (all.empty()) return;
  json["seen_as"] = Json::array();
  for (const SeenAs& one : all)
    json["seen_as"].push_back({{"by", one.by}, {"name", one.name}, {"not_towards", one.not_towards}, {"formats", one.formats}, {"source", json_of(one.source)}});
}

std::vector<SeenAs> get_seen_as(JsonReader& in, JsonProblem& problem) {
  std::vector<SeenAs> all;
  if (!in.has("seen_as")) return all;
  each_entry(in, "seen_as", problem, [&](JsonReader& entry) {
    SeenAs one;
    one.by = entry.text("by");
    if (one.by != "AOA") entry.refuse("by", "not known here");
    one.name = entry.text("name");
    one.not_towards = entry.text("not_towards");
    one.formats = entry.texts("formats");
    for (const std::string& format : one.formats)
      if (activity_format(format) == nullptr) entry.refuse("formats", "\"" + format + "\" is not known here");
    one.source = get_source(JsonReader(entry.object("source"), entry.path_of("source"), problem));
    all.push_back(std::move(one));
  });
  return all;
}

Json json_of(const CreditSystem& system) {
  Json json = {{"code", system.code},
          {"name", system.name},
          {"unit", system.unit},
          {"step", format(system.step)},
          {"minimum", format(system.minimum)},
          {"designation", name(system.designation)},
          {"accrual", name(system.accrual)},
          {"professions", system.professions},
          {"identity", system.identity},
          {"repeat", name(system.repeat)},
          {"needs_assessment", system.needs_assessment},
          {"pars_certification", system.pars_certification},
          {"source", json_of(system.source)}};
  put_seen_as(json, system.seen_as);
  return json;
}

CreditSystem get_system(JsonReader& in, std::set<std::string>& codes, JsonProblem& problem) {
  CreditSystem system;
  system.code = get_code(in, codes);
  system.name = in.text("name");
  system.unit = in.text("unit");
  system.step = amount_or(in, "step", system.step);
  if (system.step.hundredths <= 0) in.refuse("step", "not above 0");
  system.minimum = amount_or(in, "minimum", system.minimum);
  system.designation = get_named(in, "designation", system.designation, rounding_named);
  system.accrual = get_named(in, "accrual", system.accrual, rounding_named);
  if (system.accrual != Rounding::down && system.accrual != Rounding::none) in.refuse("accrual", "only \"down\" or \"none\": a learner is never over-credited");
  system.professions = get_known(in, "professions", professions());
  system.identity = get_known(in, "identity", kIdentity);
  system.repeat = get_named(in, "repeat", system.repeat, repeat_named);
  system.needs_assessment = in.optional_boolean("needs_assessment").value_or(false);
  system.pars_certification = in.text_or_empty("pars_certification");
  system.source = get_source(JsonReader(in.object("source"), in.path_of("source"), problem));
  system.seen_as = get_seen_as(in, problem);
  return system;
}

Json json_of(const Board& board) {
  Json json = {{"code", board.code},
               {"name", board.name},
               {"in_pars", board.in_pars},
               {"types", board.types},
               {"amount", name(board.amount)},
               {"partial", board.partial},
               {"variable", board.variable},
               {"repeat", name(board.repeat)},
               {"split", name(board.split)},
               {"gates", board.gates},
               {"pass_type", board.pass_type},
               {"year_end_alert", board.year_end_alert},
               {"id_required", board.id_required},
               {"source", json_of(board.source)}};
  if (board.pass_percent) json["pass_percent"] = *board.pass_percent;
  if (board.report_within_days) json["report_within_days"] = *board.report_within_days;
  if (board.year_cap) json["year_cap"] = format(*board.year_cap);
  put_day(json, "from", board.from);
  put_day(json, "until", board.until);
  return json;
}

std::optional<int> small(std::optional<std::int64_t> number) {
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

Board get_board(JsonReader& in, std::set<std::string>& codes, JsonProblem& problem) {
  Board board;
  board.code = get_code(in, codes);
  board.name = in.text("name");
  board.in_pars = in.boolean("in_pars");
  board.types = in.texts("types");
  board.amount = get_named(in, "amount", board.amount, board_amount_named);
  board.partial = in.optional_boolean("partial").value_or(board.partial);
  board.variable = in.optional_boolean("variable").value_or(board.variable);
  board.repeat = get_named(in, "repeat", board.repeat, repeat_named);
  board.split = get_named(in, "split", board.split, split_named);
  board.gates = get_known(in, "gates", kGates);
  board.pass_percent = small(in.optional_integer("pass_percent", 1, 100));
  board.pass_type = in.text_or_empty("pass_type");
  if (!board.pass_type.empty() && std::ranges::find(board.types, board.pass_type) == board.types.end()) in.refuse("pass_type", "not one of its types");
  board.report_within_days = small(in.optional_integer("report_within_days", 1, 1000));
  if (in.has("year_cap")) board.year_cap = get_amount(in, "year_cap");
  if (board.year_cap && board.year_cap->hundredths <= 0) in.refuse("year_cap", "not above 0");
  board.year_end_alert = in.optional_boolean("year_end_alert").value_or(board.year_end_alert);
  board.id_required = in.optional_boolean("id_required").value_or(board.id_required);
  board.from = get_day_if_there(in, "from");
  board.until = get_day_if_there(in, "until");
  board.source = get_source(JsonReader(in.object("source"), in.path_of("source"), problem));
  return board;
}

}  // namespace

std::string to_json(const Rulebook& rules) {
  Json systems = Json::array(), boards = Json::array();
  for (const CreditSystem& system : rules.systems) systems.push_back(json_of(system));
  for (const Board& board : rules.boards) boards.push_back(json_of(board));
  return base::canonical_json({{"systems", std::move(systems)}, {"boards", std::move(boards)}});
}

base::Result<Rulebook> rulebook_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kCreditLimits);
  if (!json) return base::fail(base::Code::content_invalid, base::describe(json.error()));
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  Rulebook rules;
  std::set<std::string> systems, boards;
  each_entry(in, "systems", problem, [&](JsonReader& entry) { rules.systems.push_back(get_system(entry, systems, problem)); });
  each_entry(in, "boards", problem, [&](JsonReader& entry) { rules.boards.push_back(get_board(entry, boards, problem)); });
  in.finish();
  if (problem) return base::fail(base::Code::content_invalid, *problem);
  rules.hash = base::sha256_hex(to_json(rules));
  return rules;
}

}  // namespace preceptor::credit
