#include "web/rca/case_line.hpp"

#include <array>

#include "core/base/encoding.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::web {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::size_t kGapHead = 160;
constexpr std::int64_t kManyPeople = 1'000'000;
constexpr std::int64_t kLatest = std::int64_t{1} << 50;   // ms

constexpr std::array kOutcomes = {rca::Outcome::incomplete,   rca::Outcome::hold_data, rca::Outcome::hold_partner,
                                  rca::Outcome::go_education, rca::Outcome::go_part,   rca::Outcome::no_go};

rca::Outcome read_outcome(JsonReader& in, const char* member) {
  const auto text = in.text(member);
  for (const auto outcome : kOutcomes)
    if (rca::name(outcome) == text) return outcome;
  in.refuse(member, "unknown");
  return rca::Outcome::incomplete;
}

std::optional<base::Date> read_day(JsonReader& in, const char* member) {
  const auto text = in.text_or_empty(member);
  if (text.empty()) return std::nullopt;
  const auto date = base::parse_date(text);
  if (!date) in.refuse(member, "no date");
  return date ? std::optional(*date) : std::nullopt;
}

template <class T, class Read>
base::Result<T> read_body(const ports::Projection& row, Read read) {
  const auto json = base::parse_json(row.body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  JsonReader in(*json, "", problem);
  T value;
  read(in, value);
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, row.kind + " " + row.id + ": " + *problem);
  return value;
}

}  // namespace

ports::Projection case_row(const RcaCase& one) {
  const auto verdict = one.verdict();
  const auto panel = rca::gather(one.ratings);
  Json body = {{"title", one.sheet.title},
               {"gap", std::string(base::utf8_prefix(one.sheet.gap.statement, kGapHead))},
               {"proposed", std::string(rca::name(verdict.outcome))},
               {"eas", rca::eas_thousandths(verdict.score)},
               {"eq", rca::eq_thousandths(verdict.score)},
               {"people", panel.people},
               {"roles", panel.roles},
               {"planner", one.planner.person.str()},
               {"opened", base::to_unix_ms(one.opened_at)}};
  if (const auto* current = one.decisions.current()) {
    body["decided"] = std::string(rca::name(current->decided));
    body["re_review"] = base::format_date(current->re_review);
  }
  ports::Projection row;
  row.kind = kCaseKind;
  row.id = one.id;
  row.state = one.takes_ratings() ? "open" : "decided";
  row.updated_at = one.changed_at;
  row.body = base::canonical_json(body);
  return row;
}

base::Result<CaseLine> case_line(const ports::Projection& row) {
  return read_body<CaseLine>(row, [&](JsonReader& in, CaseLine& line) {
    line.id = row.id;
    line.state = row.state;
    line.changed_at = row.updated_at;
    line.title = in.text("title");
    line.gap = in.text("gap");
    line.proposed = read_outcome(in, "proposed");
    line.eas = static_cast<int>(in.integer("eas", 0, 1000));
    line.eq = static_cast<int>(in.integer("eq", 0, 1000));
    line.people = static_cast<int>(in.integer("people", 0, kManyPeople));
    line.roles = static_cast<int>(in.integer("roles", 0, kManyPeople));
    line.planner = base::PersonId(in.text("planner"));
    line.opened_at = base::from_unix_ms(in.integer("opened", 0, kLatest));
    line.re_review = read_day(in, "re_review");
    if (in.has("decided")) line.decided = read_outcome(in, "decided");
  });
}

ports::Projection override_row(const std::string& case_id, const std::optional<PendingOverride>& pending) {
  ports::Projection row;
  row.kind = kOverrideKind;
  row.id = case_id;
  row.parent = case_id;
  row.state = pending ? "waiting" : "none";
  if (!pending) return row;
  row.person = base::PersonId(pending->first.person);   // it holds a name: gone with the person
  row.updated_at = pending->first.at;
  row.body = base::canonical_json({{"decided", std::string(rca::name(pending->decided))},
                                   {"reason", pending->reason},
                                   {"basis", pending->basis},
                                   {"name", pending->first.name},
                                   {"interest", pending->first.interest},
                                   {"at", base::to_unix_ms(pending->first.at)},
                                   {"re_review", base::format_date(pending->re_review)}});
  return row;
}

base::Result<std::optional<PendingOverride>> pending_override(const ports::Projection& row) {
  if (row.state != "waiting") return std::optional<PendingOverride>();
  auto read = read_body<PendingOverride>(row, [&](JsonReader& in, PendingOverride& pending) {
    pending.decided = read_outcome(in, "decided");
    pending.reason = in.text("reason");
    pending.basis = in.text("basis");
    pending.first = {row.person.str(), in.text("name"), base::from_unix_ms(in.integer("at", 0, kLatest)), in.text("interest")};
    if (const auto date = read_day(in, "re_review")) pending.re_review = *date;
  });
  if (!read) return base::fail(read.error());
  return std::optional(std::move(*read));
}

}  // namespace preceptor::web
