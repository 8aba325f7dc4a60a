#include "web/rca/disclosure_book.hpp"

#include <algorithm>
#include <tuple>

#include "core/activity/rca/events.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::web {
namespace {

using Done = DisclosureAct::Outcome;

constexpr int kMostMembers = 10'000;
constexpr std::size_t kMostRelationships = 20;
constexpr std::size_t kDisclosureSalt = 16;
const base::RegistrationId kSite{ports::kNoRegistration};

// One person's disclosure as JSON: the domain's own list, of one.
std::string json_of_one(const rca::Discloser& one) { return rca::to_json(rca::Disclosures{{one}, "none"}); }

base::Result<StoredDisclosure> stored(const ports::Projection& row) {
  auto read = rca::disclosures_from_json(row.body);
  if (!read) return base::fail(read.error());
  if (read->people.size() != 1 || read->people.front().person != row.id) return base::fail(base::Code::json_malformed, "disclosure " + row.id + " is another's");
  return StoredDisclosure{std::move(read->people.front()), row.version, row.updated_at};
}

std::vector<rca::Problem> check(const rca::Discloser& one) {
  std::vector<rca::Problem> problems;
  rca::check_text(problems, "name", one.name, true);
  if (one.parts.empty()) problems.push_back(rca::problem("parts", "required"));
  if (one.relationships.size() > kMostRelationships) problems.push_back(rca::problem("relationships", "choice"));
  for (std::size_t i = 0; i < one.relationships.size(); ++i) {
    const auto field = "relationships." + std::to_string(i);
    rca::check_text(problems, field + ".company", one.relationships[i].company, true);
    rca::check_text(problems, field + ".nature", one.relationships[i].nature, true);
    rca::check_text(problems, field + ".mitigation", one.relationships[i].mitigation, false);
  }
  return problems;
}

// What the event tells: nothing that names a person or a company.
std::string disclosure_event_json(const rca::Discloser& one, const std::string& salt, const std::string& text) {
  const auto relevant = std::count_if(one.relationships.begin(), one.relationships.end(), [](const auto& each) { return each.relevant == true; });
  base::Json json = {{"text_hash", rca::text_hash(salt, text)}, {"relationships", one.relationships.size()}, {"relevant", relevant},
                     {"look_back_months", one.look_back_months}};
  if (one.disclosed_on) json["disclosed_on"] = base::format_date(*one.disclosed_on);
  return base::canonical_json(json);
}

}  // namespace

const StoredDisclosure* find_disclosure(const std::vector<StoredDisclosure>& known, const std::string& person) {
  const StoredDisclosure* named = nullptr;
  for (const StoredDisclosure& one : known) {
    if (one.discloser.person == person) return &one;
    if (one.discloser.name == person && !named) named = &one;
  }
  return names_several(known, person) ? nullptr : named;
}

bool names_several(const std::vector<StoredDisclosure>& known, const std::string& person) {
  if (std::ranges::any_of(known, [&](const StoredDisclosure& one) { return one.discloser.person == person; })) return false;
  return std::ranges::count_if(known, [&](const StoredDisclosure& one) { return one.discloser.name == person; }) > 1;
}

base::Result<StoredDisclosure> DisclosureBook::load(const std::string& person) {
  const auto row = projections_.load_projection(kSite, kDisclosureKind, person);
  if (!row) return base::fail(row.error());
  if (*row) return stored(**row);
  StoredDisclosure none;
  none.discloser.person = person;
  return none;
}

base::Result<std::vector<StoredDisclosure>> DisclosureBook::list() {
  ports::ProjectionFilter filter;
  filter.kind = kDisclosureKind;
  filter.limit = kMostMembers;
  const auto rows = projections_.list_projections(filter);
  if (!rows) return base::fail(rows.error());
  std::vector<StoredDisclosure> found;
  for (const auto& row : *rows) {
    auto one = stored(row);
    if (!one) return base::fail(one.error());
    found.push_back(std::move(*one));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return std::tie(a.discloser.name, a.discloser.person) < std::tie(b.discloser.name, b.discloser.person); });
  return found;
}

base::Result<DisclosureAct> DisclosureBook::save(const StoredDisclosure& before, rca::Discloser after, const std::string& by) {
  if (auto problems = check(after); !problems.empty()) return DisclosureAct{Done::refused, std::move(problems), std::nullopt};
  if (before.version > 0 && after == before.discloser) return DisclosureAct{};   // a form sent twice
  const auto events = records_.load_events(kSite, after.person);
  if (!events) return base::fail(events.error());
  const std::string salt = base::hex_encode(base::random_bytes(kDisclosureSalt)), text = json_of_one(after);
  record::Event event;
  event.stream_kind = "person";
  event.stream_id = after.person;
  event.seq = static_cast<std::int64_t>(events->size()) + 1;
  event.registration = kSite;
  event.person = base::PersonId(by);
  event.recorded_at = clock_.now();
  event.at = record::next_time(event.recorded_at, events->empty() ? std::nullopt : std::optional(events->back().at));
  event.payload = record::Other{"disclosure_saved", disclosure_event_json(after, salt, text)};
  const base::PersonId person(after.person);
  ports::Projection row;
  row.kind = kDisclosureKind;
  row.id = after.person;
  row.person = person;
  row.state = "saved";
  row.version = before.version + 1;
  row.updated_at = event.at;
  row.body = text;
  ports::UnitOfWork work;
  work.texts.push_back({kSite, after.person, event.seq, person, "disclosure", salt, text});
  work.events.push_back({std::move(event), {}});
  work.projections.push_back(std::move(row));
  const auto done = records_.commit(work);
  if (done) return DisclosureAct{};
  if (done.error().code != base::Code::store_conflict) return base::fail(done.error());
  auto now = load(person.str());
  if (!now) return base::fail(now.error());
  return DisclosureAct{Done::conflict, {}, std::move(*now)};
}

base::Result<DisclosureAct> DisclosureBook::disclose(const std::string& person, const std::string& name, const std::vector<rca::Part>& parts,
                                                     const std::vector<rca::Relationship>& relationships, std::int64_t seen) {
  auto before = load(person);
  if (!before) return base::fail(before.error());
  rca::Discloser after{person, name, parts, base::utc_date(clock_.now()), rca::kLookBackMonths, {}};
  for (const auto& told : relationships) {
    rca::Relationship kept;
    kept.company = told.company;
    kept.nature = told.nature;
    for (const auto& old : before->discloser.relationships)
      if (old.company == told.company && old.nature == told.nature) kept = old;
    after.relationships.push_back(std::move(kept));
  }
  if (before->version != seen && after != before->discloser) return DisclosureAct{Done::conflict, {}, std::move(*before)};
  return save(*before, std::move(after), person);
}

base::Result<DisclosureAct> DisclosureBook::rule(const std::string& person, std::size_t n, bool relevant, const std::string& mitigation,
                                                 const std::string& ruled_by, std::int64_t seen) {
  auto before = load(person);
  if (!before) return base::fail(before.error());
  auto after = before->discloser;
  if (n >= after.relationships.size()) return DisclosureAct{Done::refused, {rca::problem("relationships", "choice")}, std::nullopt};
  const auto field = "relationships." + std::to_string(n);
  if (ruled_by.empty() || ruled_by == person) {
    auto own = rca::problem(field + ".ruled_by", "ruling", {{"name", after.name}, {"company", after.relationships[n].company}});
    return DisclosureAct{Done::refused, {std::move(own)}, std::nullopt};
  }
  auto& one = after.relationships[n];
  const auto today = base::utc_date(clock_.now());
  one.relevant = relevant;
  one.ruled_by = ruled_by;
  one.ruled_on = today;
  one.mitigation = relevant ? mitigation : std::string();
  one.mitigated_on = one.mitigation.empty() ? std::nullopt : std::optional(today);
  if (before->version != seen && after != before->discloser) return DisclosureAct{Done::conflict, {}, std::move(*before)};
  return save(*before, std::move(after), ruled_by);
}

base::Result<rca::Disclosures> DisclosureBook::gather(const std::vector<std::string>& people, const std::string& support) {
  rca::Disclosures all;
  all.commercial_support = support;
  const auto known = list();
  if (!known) return base::fail(known.error());
  for (const auto& person : people) {
    const auto* found = find_disclosure(*known, person);
    all.people.push_back(found ? found->discloser : rca::Discloser{person, person, {}, {}, 0, {}});
  }
  return all;
}

}  // namespace preceptor::web
