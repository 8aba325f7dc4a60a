#include "manifests/activity.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/base/ascii.hpp"
#include "core/base/digest.hpp"
#include "manifests/activity_sections.hpp"
#include "manifests/front_facts.hpp"
#include "manifests/rules.hpp"

namespace preceptor::manifests {
namespace {

constexpr std::size_t kLongestActivityTitle = 150, kLongestStatement = 4000;
constexpr int kMostUnitMinutes = 600;

// "name: value (note)" taken apart at the last colon.
struct ItemParts {
  std::string_view name, value, note;
};
ItemParts parts_of(std::string_view text) {
  ItemParts parts;
  const auto colon = text.rfind(':');
  parts.name = trim(text.substr(0, colon));
  if (colon == std::string_view::npos) return parts;
  parts.value = trim(text.substr(colon + 1));
  const auto open = parts.value.find('(');
  if (open != std::string_view::npos && parts.value.ends_with(")")) {
    parts.note = trim(parts.value.substr(open + 1, parts.value.size() - open - 2));
    parts.value = trim(parts.value.substr(0, open));
  }
  return parts;
}

template <class Rules>
std::string nearest_code(std::string_view word, const Rules& rules) {
  std::vector<std::string_view> codes;
  for (const auto& rule : rules) codes.push_back(rule.code);
  return std::string(nearest(word, codes));
}

class ActivityCompiler {
 public:
  ActivityCompiler(const FrontMatter& front, Problems& problems) : front_(front), facts_(front, problems), problems_(problems) {}

  CompiledActivity compile(const std::vector<Line>& lines) {
    read_front();
    for (const RawActivitySection& section : read_activity_sections(lines, front_.body_begins, problems_)) read_section(section);
    // A slip of the pen would make half of what the checks say untrue.
    if (!problems_.has_errors()) report(credit::check_activity(made_.activity, shipped_rules(), {}));
    made_.activity.hash = base::ContentHash(base::sha256_hex(credit::to_json(made_.activity)));
    return std::move(made_);
  }

 private:
  void read_front() {
    credit::Activity& one = made_.activity;
    one.id = facts_.text("id");
    if (const Value* id = facts_.find("id")) check_id(*id, problems_);
    one.title = facts_.text("title", kLongestActivityTitle);
    one.language = facts_.text("language");
    if (const Value* language = facts_.find("language")) check_language(*language, problems_);
    one.provider = facts_.text("provider");
    one.provider_activity_id = facts_.text("provider-activity-id");
    one.accme_activity_id = facts_.text("accme-activity-id");
    read_format();
    one.starts = facts_.day("starts").value_or(base::Date{});
    one.ends = facts_.day("ends").value_or(base::Date{});
    one.designated_on = facts_.day("designated-on").value_or(base::Date{});
    one.pass_percent = facts_.find("pass-percent") ? facts_.number("pass-percent", 1, 100) : 0;
    one.rationale = facts_.yes_no("rationale", false);
    one.citations = facts_.yes_no("citations", false);
    one.evaluation = facts_.yes_no("evaluation", false);
    one.test_out = facts_.yes_no("test-out", false);
    one.partial = facts_.yes_no("partial", true);
    one.joint = facts_.yes_no("joint", false);
    one.nonaccredited_providers = facts_.list("joint-provider");
    one.commercial_support = facts_.text("commercial-support");
    one.people = facts_.list("people");
    for (const Value& word : facts_.words("professions")) read_profession(word);
    one.specialties = facts_.list("specialties");
    one.keywords = facts_.list("keywords");
    one.commendation_tags = facts_.list("commendation-tags");
    for (const Value& word : facts_.words("outcomes")) one.outcomes.push_back(word.text);
  }

  void read_format() {
    const Value* format = facts_.find("format");
    if (!format) return;
    made_.activity.format = format->text;
    if (credit::activity_format(format->text)) return;
    std::vector<std::string_view> codes;
    std::string known;
    for (const credit::FormatName& one : credit::activity_formats()) {
      codes.push_back(one.code);
      known += (known.empty() ? "" : ", ") + std::string(one.code);
    }
    const std::string_view near = nearest(format->text, codes);
    problems_.error(format->line, "\"" + format->text + "\" is no format; there are " + known, near.empty() ? "format: enduring" : "format: " + std::string(near));
  }

  void read_profession(const Value& word) {
    made_.activity.professions.push_back(word.text);
    if (std::ranges::find(credit::professions(), word.text) != credit::professions().end()) return;
    const std::string_view near = nearest(word.text, credit::professions());
    problems_.error(word.line, "\"" + word.text + "\" is no profession known here", near.empty() ? "professions: physician, nurse" : "professions: " + std::string(near));
  }

  void read_section(const RawActivitySection& section) {
    credit::Activity& one = made_.activity;
    const std::pair<std::string_view, std::string*> texts[] = {{"description", &one.description},
                                                               {"accreditation statement", &one.accreditation_statement},
                                                               {"designation statement", &one.designation_statement},
                                                               {"disclosure", &one.disclosure}};
    for (const auto& [name, into] : texts) {
      if (section.name != name) continue;
      *into = section.text;
      std::string field(name);
      std::ranges::replace(field, ' ', '_');
      lines_[field] = section.line;
      if (name != "description" && section.text.size() > kLongestStatement)
        problems_.error(section.line, "the " + std::string(name) + " is longer than " + std::to_string(kLongestStatement) + " bytes");
    }
    if (section.name == "credit") lines_["designations"] = section.line;
    if (section.name == "bundle") lines_["bundle"] = section.line;
    for (const RawItem& item : section.items) {
      if (section.name == "credit") read_designation(item);
      if (section.name == "bundle") read_unit(item);
    }
    if (section.name == "board") read_board(section);
  }

  // "- ama-pra-1: 0.5", "- acpe: 1 (medication safety; law)"
  void read_designation(const RawItem& item) {
    const ItemParts parts = parts_of(item.text);
    const auto max = credit::parse_amount(parts.value);
    if (parts.name.empty() || !max) return problems_.error(item.line, "credit is written `- system: amount`", "- ama-pra-1: 0.5");
    credit::Designation designation{std::string(parts.name), *max, {}};
    for (std::size_t from = 0; from < parts.note.size();) {
      const auto end = std::min(parts.note.find(';', from), parts.note.size());
      if (const auto type = trim(parts.note.substr(from, end - from)); !type.empty()) designation.types.emplace_back(type);
      from = end + 1;
    }
    lines_["designations[" + std::to_string(made_.activity.designations.size()) + "]"] = item.line;
    made_.activity.designations.push_back(std::move(designation));
  }

  // "- five-moments: 5 minutes (optional)"
  void read_unit(const RawItem& item) {
    const ItemParts parts = parts_of(item.text);
    int minutes = 0;
    const char* end = parts.value.data() + parts.value.size();
    const auto [at, error] = std::from_chars(parts.value.data(), end, minutes);
    const std::string_view unit = trim(std::string_view(at, static_cast<std::size_t>(end - at)));
    const bool good = error == std::errc() && (unit == "minutes" || unit == "minute") && minutes >= 1 && minutes <= kMostUnitMinutes && is_id(parts.name) &&
                      (parts.note.empty() || parts.note == "optional");
    if (!good) return problems_.error(item.line, "a unit of the bundle is written `- unit-id: 5 minutes`, or `- unit-id: 5 minutes (optional)`", "- " + make_id(parts.name) + ": 5 minutes");
    lines_["bundle[" + std::to_string(made_.activity.bundle.size()) + "]"] = item.line;
    made_.bundle_lines.push_back(item.line);
    made_.activity.bundle.push_back({std::string(parts.name), minutes, parts.note.empty()});
  }

  void read_board(const RawActivitySection& section) {
    credit::BoardRegistration board;
    board.board = section.board;
    const std::string field = "boards[" + board.board + "]";
    lines_[field] = section.line;
    for (const RawItem& item : section.items) {
      const auto colon = item.text.find(':');
      const std::string name = base::lower(trim(std::string_view(item.text).substr(0, colon)));
      const std::string value(colon == std::string::npos ? std::string_view() : trim(std::string_view(item.text).substr(colon + 1)));
      if (name == "claim-by") read_claim_by(item, value, board);
      else if (name == "content-area") lines_.emplace(field + ".content_areas", item.line), board.content_areas.push_back(value);
      else read_points(item, board);
    }
    made_.activity.boards.push_back(std::move(board));
  }

  void read_claim_by(const RawItem& item, const std::string& value, credit::BoardRegistration& board) {
    const auto day = base::parse_date(value);
    if (!day) return problems_.error(item.line, "\"claim-by\" must be a date as YYYY-MM-DD, not \"" + value + "\"", "- claim-by: 2027-12-31");
    lines_["boards[" + board.board + "].claim_by"] = item.line;
    board.claim_by = *day;
  }

  void read_points(const RawItem& item, credit::BoardRegistration& board) {
    const auto colon = item.text.rfind(':');
    const auto points = credit::parse_amount(colon == std::string::npos ? std::string_view() : trim(std::string_view(item.text).substr(colon + 1)));
    if (!points) return problems_.error(item.line, "a board's line is `- credit type: points`, `- claim-by: day` or `- content-area: source:number:words`", "- Medical Knowledge: 0.5");
    lines_.emplace("boards[" + board.board + "].points", item.line);
    board.points.push_back({std::string(trim(std::string_view(item.text).substr(0, colon))), *points});
  }

  void report(const std::vector<credit::Finding>& findings) {
    for (const credit::Finding& finding : findings) {
      const bool gate = finding.rule == "board.gate" && front_.values.contains(gate_key(finding.field));
      const int line = gate ? manifests::line_of(front_, gate_key(finding.field)) : line_of_field(finding.field);
      const std::string corrected = corrected_line(finding);
      if (finding.refuses) problems_.error(line, finding.message, corrected);
      else problems_.warning(line, finding.message, corrected);
    }
  }

  static std::string key_of(std::string field) {
    std::ranges::replace(field, '_', '-');
    return field;
  }

  // The line of the field itself, else of what holds it: "boards[ABIM].points" -> "boards[ABIM]".
  int line_of_field(const std::string& field) const {
    if (const auto found = lines_.find(field); found != lines_.end()) return found->second;
    const auto dot = field.rfind('.');
    if (dot != std::string::npos) return line_of_field(field.substr(0, dot));
    return manifests::line_of(front_, key_of(field));
  }

  std::string corrected_line(const credit::Finding& finding) const {
    const credit::Rulebook& rules = shipped_rules();
    if (finding.rule == "system.unknown") {
      const auto& one = designation_of(finding.field);
      const std::string near = nearest_code(one.system, rules.systems);
      return near.empty() ? "" : "- " + near + ": " + credit::format(one.max);
    }
    if (finding.rule == "board.unknown") {
      const std::string near = nearest_code(finding.field.substr(7, finding.field.size() - 8), rules.boards);
      return near.empty() ? "" : "## board " + near;
    }
    if (finding.better.empty()) return {};
    if (finding.field.starts_with("designations[")) return "- " + designation_of(finding.field).system + ": " + finding.better;
    if (finding.rule == "board.gate") return gate_key(finding.field) + ": " + finding.better;
    if (finding.field.starts_with("boards[")) return made_board(finding.field).points.front().type.insert(0, "- ") + ": " + finding.better;
    return key_of(finding.field) + ": " + finding.better;
  }

  // The key of the front matter that opens the gate.
  static std::string gate_key(std::string_view field) {
    const std::string_view gate = field.substr(field.rfind('.') + 1);
    return gate == "pass" ? "pass-percent" : gate == "feedback_rationale" ? "rationale" : gate == "feedback_citation" ? "citations" : std::string(gate);
  }

  const credit::Designation& designation_of(std::string_view field) const {
    std::size_t index = 0;
    std::from_chars(field.data() + std::string_view("designations[").size(), field.data() + field.size(), index);
    return made_.activity.designations.at(index);
  }
  credit::BoardRegistration made_board(std::string_view field) const {
    const std::string_view code = field.substr(7, field.find(']') - 7);
    return *std::ranges::find(made_.activity.boards, code, &credit::BoardRegistration::board);
  }

  const FrontMatter& front_;
  Facts facts_;
  Problems& problems_;
  CompiledActivity made_;
  std::map<std::string, int> lines_;   // of fields, as check_activity names them
};

}  // namespace

CompiledActivity compile_activity(const std::vector<Line>& lines, const FrontMatter& front, Problems& problems) {
  return ActivityCompiler(front, problems).compile(lines);
}

}  // namespace preceptor::manifests
