#include "web/teacher/check_list.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/encoding.hpp"
#include "web/format.hpp"
#include "web/teacher/column_check.hpp"

namespace preceptor::web {
namespace {

// AGS 2.0 3.1: line items may be made.
constexpr std::string_view kScopeLineItem = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
constexpr base::Milliseconds kLongWait{60 * 60 * 1000};
constexpr std::size_t kMostDetail = 300;   // bytes of what the platform said

// 1, 2.5: as few digits as it takes.
std::string plain(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed).ptr;
  return std::string(text.data(), end);
}

bool has(const std::vector<std::string>& list, std::string_view value) { return std::find(list.begin(), list.end(), value) != list.end(); }

class Lines {
 public:
  Lines(const LinkState& state, const Messages& words) : state_(state), words_(words) {}

  std::vector<CheckLine> all() { return {column(), pass_mark(), roster(), grades(), record_store(), unit()}; }

 private:
  std::string said(const std::string& key, Arguments arguments = {}) const { return lms_text(words_, key, state_, std::move(arguments)); }
  std::string date(base::Instant at) const { return format_date(at, words_); }
  CheckLine line(const std::string& name, CheckState state, std::string cause, std::string fix = {}) const {
    return {words_.text("check.name." + name), std::move(cause), std::move(fix), {}, state, {}};
  }
  // With the click to that page, where there is one.
  CheckLine leading(CheckLine made, const std::string& page, const std::string& url) const {
    if (url.empty()) return made;
    made.go = said("check.go." + page);
    made.go_url = url;
    return made;
  }
  CheckLine to_link(CheckLine made) const { return leading(std::move(made), "link", state_.pages.link); }
  CheckLine to_course(CheckLine made) const { return leading(std::move(made), "course", state_.pages.course); }
  CheckLine to_tools(CheckLine made) const { return leading(std::move(made), "tools", state_.pages.tools); }
  CheckLine to_stores(CheckLine made) const { return leading(std::move(made), "stores", state_.pages.stores); }
  // What asking the platform ran into, in the words of the error table.
  CheckLine failed(const std::string& name, const base::Error& error) const {
    const auto& info = base::info(error.code);
    const std::string key = "error." + std::string(info.name);
    auto made = line(name, CheckState::trouble, words_.has(key) ? words_.text(key) : std::string(info.user));
    made.said = std::string(info.fix);
    if (!error.detail.empty()) made.said += " (" + std::string(base::utf8_prefix(error.detail, kMostDetail)) + ")";
    return made;
  }

  std::string troubles() const {
    std::string text;
    for (const auto& trouble : state_.grades.troubles)
      for (const std::string* part : {&trouble.reason, &trouble.fix})
        if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
    return text;
  }

  CheckLine column() const {
    if (!state_.facts) return to_link(line("column", CheckState::unknown, said("check.not_launched"), said("check.not_launched.fix")));
    const auto& facts = *state_.facts;
    if (facts.lineitem.empty() && facts.lineitems.empty())
      return to_tools(line("column", CheckState::attention, said("check.column.not_offered"), said("check.column.not_offered.fix")));
    if (state_.test && state_.test->column_error) return failed("column", *state_.test->column_error);
    if (state_.test && state_.test->column) return found_column(*state_.test->column);
    if (!facts.lineitem.empty()) return line("column", CheckState::fine, said("check.column.coupled"));
    auto none = to_course(line("column", CheckState::attention, said("check.column.none"), said("check.column.none.fix")));
    if (has(facts.scopes, kScopeLineItem)) none.act = "column";
    return none;
  }

  CheckLine found_column(const GradeColumn& column) const {
    const auto& facts = *state_.facts;
    const ColumnFinding finding = check_column(column, facts, state_.unit.get());
    const Arguments words = {{"label", column.label}, {"now", format_decimal(plain(column.maximum), words_)}, {"max", std::to_string(full_marks(facts, state_.unit.get()))}};
    const auto wrong = [&](CheckState state, const std::string& key) {
      const bool may = has(facts.scopes, kScopeLineItem);
      auto made = line("column", state, said(key, words), said(may ? key + ".fix" : "check.column.not_offered.fix", words));
      made.act = may ? "mend" : "";
      return may ? made : to_tools(std::move(made));
    };
    switch (finding.fault) {
      case ColumnFault::counts_nothing: return wrong(CheckState::trouble, "check.column.nothing");
      case ColumnFault::foreign: return wrong(CheckState::attention, "check.column.foreign");
      case ColumnFault::other_maximum: return wrong(CheckState::fine, "check.column.maximum");
      case ColumnFault::unmarked: return wrong(CheckState::fine, "check.column.unmarked");
      case ColumnFault::none: break;
    }
    if (!facts.lineitem.empty()) return line("column", CheckState::fine, said("check.column.coupled"));
    auto alone = line("column", CheckState::fine, said("check.column.found", words), said("check.column.found.fix"));
    return alone.fix.empty() ? alone : to_course(std::move(alone));
  }

  CheckLine pass_mark() const {
    const bool scores = state_.facts && state_.facts->grade == "score";
    const int needed = scores && state_.unit ? std::max(1, state_.unit->pass) : 1;
    const int of = scores ? full_marks(*state_.facts, state_.unit.get()) : 1;
    const Arguments numbers = {{"pass", std::to_string(needed)}, {"max", std::to_string(of)}};
    return to_link(line("pass", CheckState::unknown, said("check.pass", numbers), said("check.pass.fix", numbers)));
  }

  CheckLine roster() const {
    if (!state_.facts) return to_link(line("roster", CheckState::unknown, said("check.not_launched"), said("check.not_launched.fix")));
    if (state_.facts->memberships.empty())
      return to_tools(line("roster", CheckState::attention, said("check.roster.not_offered"), said("check.roster.not_offered.fix")));
    if (state_.test && state_.test->roster_error) return failed("roster", *state_.test->roster_error);
    if (state_.test && state_.test->left_out > 0)
      return line("roster", CheckState::attention, words_.count("check.roster.read", state_.test->members) + " " + words_.count("class.left_out", state_.test->left_out),
                  said("class.left_out.fix"));
    if (state_.test) return line("roster", CheckState::fine, words_.count("check.roster.read", state_.test->members));
    return line("roster", CheckState::fine, said(state_.roster_read ? "check.roster.read_before" : "check.roster.offered"));
  }

  CheckLine grades() const {
    const auto& grades = state_.grades;
    CheckLine made = line("grades", CheckState::fine, "");
    if (grades.refused > 0) {
      made.state = CheckState::trouble;
      made.cause = words_.count("check.grades.refused", grades.refused);
      made.said = troubles();
      made.act = "again";
    } else if (grades.held > 0) {
      made.state = CheckState::attention;
      made.cause = words_.count("check.grades.held", grades.held);
      made.fix = said("check.grades.held.fix");
      made.act = "again";
    } else if (grades.waiting > 0) {
      const bool long_ago = grades.oldest_waiting && state_.now - *grades.oldest_waiting > kLongWait;
      made.state = long_ago ? CheckState::attention : CheckState::fine;
      made.cause = words_.count("check.grades.waiting", grades.waiting);
      made.said = troubles();
      made.act = long_ago ? "again" : "";
    } else {
      made.state = grades.last_sent ? CheckState::fine : CheckState::unknown;
      made.cause = grades.last_sent ? said("check.grades.sent", {{"count", std::to_string(grades.sent)}, {"date", date(*grades.last_sent)}})
                                    : said("check.grades.none");
    }
    return made;
  }

  CheckLine record_store() const {
    const auto& stores = state_.delivery;
    if (stores.stores == 0) return to_stores(line("lrs", CheckState::attention, said("check.lrs.none"), said("check.lrs.none.fix")));
    if (state_.test && state_.test->stores_out_of_reach > 0)
      return to_stores(line("lrs", CheckState::trouble, words_.count("check.lrs.unreachable", state_.test->stores_out_of_reach), said("check.lrs.fix")));
    if (stores.parked > 0) return to_stores(line("lrs", CheckState::trouble, words_.count("check.lrs.parked", static_cast<long>(stores.parked)), said("check.lrs.fix")));
    const bool behind = stores.oldest && state_.now - *stores.oldest > kLongWait;
    if (behind) return to_stores(line("lrs", CheckState::attention, words_.count("check.lrs.waiting", static_cast<long>(stores.waiting)), said("check.lrs.fix")));
    if (stores.waiting > 0) return line("lrs", CheckState::fine, words_.count("check.lrs.on_its_way", static_cast<long>(stores.waiting)));
    return line("lrs", CheckState::fine, stores.last ? said("check.lrs.fine", {{"date", date(*stores.last)}}) : said("check.lrs.connected"));
  }

  CheckLine unit() const {
    if (!state_.unit) return to_course(line("unit", CheckState::trouble, said("check.unit.missing"), said("check.unit.missing.fix")));
    const auto& unit = *state_.unit;
    const Arguments facts = {{"version", unit.hash.str().substr(0, 8)}, {"language", unit.language}, {"date", unit.review_by}};
    if (unit.review_by.empty()) return line("unit", CheckState::fine, said("check.unit.no_date", facts));
    // Both are ISO dates: they sort as text.
    const bool past = unit.review_by < base::format_rfc3339(state_.now).substr(0, unit.review_by.size());
    return past ? line("unit", CheckState::attention, said("check.unit.past", facts), said("check.unit.past.fix"))
                : line("unit", CheckState::fine, said("check.unit.fine", facts));
  }

  const LinkState& state_;
  const Messages& words_;
};

}  // namespace

std::string_view name_of(CheckState state) {
  switch (state) {
    case CheckState::fine: return "fine";
    case CheckState::attention: return "attention";
    case CheckState::trouble: return "trouble";
    case CheckState::unknown: return "unknown";
  }
  return "unknown";
}

std::string lms_text(const Messages& words, const std::string& key, const LinkState& state, Arguments arguments) {
  arguments.emplace_back("lms", state.lms == "generic" ? words.text("check.your_lms") : state.lms_label);
  const std::string own = key + "." + state.lms;
  if (words.has(own) || Messages::in("en").has(own)) return words.text(own, arguments);
  return words.has(key) || Messages::in("en").has(key) ? words.text(key, arguments) : std::string();
}

std::vector<CheckLine> check_lines(const LinkState& state, const Messages& words) { return Lines(state, words).all(); }

}  // namespace preceptor::web
