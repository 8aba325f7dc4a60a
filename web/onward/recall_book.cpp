#include "web/onward/recall_book.hpp"

#include "core/activity/answers.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::web {
namespace {

using base::Code;

// The space of the ids of the streams, made of the hash: one stream a version.
constexpr const char* kWithdrawalSpace = "8f3f2c1a-53c4-5c0d-8a3b-0b9b9a0f6c77";
constexpr int kWithdrawalsMost = 5000;
constexpr int kAttemptsAtATime = 500;

base::Json body_of(const Withdrawn& one) {
  return {{"unit_id", one.withdrawal.unit_id}, {"language", one.withdrawal.language}, {"content_hash", one.withdrawal.content_hash},
          {"reason", one.withdrawal.correction}, {"replacement", one.replacement}, {"title", one.title}, {"by", one.by}};
}

base::Result<Withdrawn> withdrawn_of(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json || !json->is_object()) return base::fail(Code::json_malformed, "withdrawal " + row.id + " cannot be read");
  const auto text = [&](const char* name) {
    const auto* value = base::string_member(*json, name);
    return value ? *value : std::string();
  };
  return Withdrawn{{text("unit_id"), text("language"), row.id, row.updated_at, text("reason")}, text("title"), text("replacement"), text("by")};
}

// What recall asks of an attempt, without reading its events.
record::Attempt pinned(const ports::AttemptRow& row) {
  record::Attempt attempt;
  attempt.id = row.id;
  attempt.person = row.person;
  attempt.registration = row.registration;
  attempt.opened.content_hash = row.content.str();
  attempt.opened.unit_id = row.unit_id;
  attempt.opened_at = row.opened_at;
  attempt.last_at = row.last_at;
  attempt.completed = row.state == "completed";
  return attempt;
}

}  // namespace

base::Result<std::optional<Withdrawn>> RecallBook::of(const std::string& content_hash) {
  const auto row = projections_.load_projection(base::RegistrationId(ports::kNoRegistration), kWithdrawalKind, content_hash);
  if (!row) return base::fail(row.error());
  if (!*row) return std::optional<Withdrawn>();
  auto one = withdrawn_of(**row);
  if (!one) return base::fail(one.error());
  return std::optional(std::move(*one));
}

base::Result<std::vector<Withdrawn>> RecallBook::all() {
  ports::ProjectionFilter filter;
  filter.kind = kWithdrawalKind;
  filter.limit = kWithdrawalsMost;
  const auto rows = projections_.list_projections(filter);
  if (!rows) return base::fail(rows.error());
  std::vector<Withdrawn> all;
  for (const auto& row : *rows) {
    auto one = withdrawn_of(row);
    if (!one) return base::fail(one.error());
    all.push_back(std::move(*one));
  }
  return all;
}

base::Result<std::vector<ports::ContentVersion>> RecallBook::named(const std::string& id_or_hash) {
  auto current = content_.current("unit", id_or_hash);
  if (!current || !current->empty()) return current;
  auto version = content_.by_hash(base::ContentHash(id_or_hash));
  if (!version) return base::fail(version.error());
  std::vector<ports::ContentVersion> found;
  if (*version) found.push_back(std::move(**version));
  return found;
}

base::Result<Withdrawn> RecallBook::withdraw(const ports::ContentVersion& version, const std::string& reason, const std::string& replacement,
                                             const std::string& by) {
  if (reason.empty() || reason.size() > kReasonBytes || !base::is_utf8(reason))
    return base::fail(Code::content_invalid, "the reason must be a text of 1 to " + std::to_string(kReasonBytes) + " bytes");
  if (activity::looks_identifying(reason)) return base::fail(Code::answer_identifier, "the reason is shown to everybody who saw the version");
  if (!replacement.empty()) {
    const auto there = content_.current("unit", replacement);
    if (!there) return base::fail(there.error());
    if (there->empty()) return base::fail(Code::content_invalid, "the replacement " + replacement + " is not published");
  }
  // First stop it: should the rest fail, the same command again completes it.
  const auto known = content_.withdraw_content(version.hash);
  if (!known) return base::fail(known.error());
  if (!*known) return base::fail(Code::content_invalid, "no version " + version.hash.str());
  const base::RegistrationId none{ports::kNoRegistration};
  const auto before = projections_.load_projection(none, kWithdrawalKind, version.hash.str());
  if (!before) return base::fail(before.error());
  const auto now = clock_.now();
  Withdrawn one{{version.id, version.language, version.hash.str(), now, reason}, version.title, replacement, by};
  ports::UnitOfWork work;
  ports::Projection row{kWithdrawalKind, none, version.hash.str(), version.id, {}, "withdrawn", *before ? (*before)->version + 1 : 1, now,
                        base::canonical_json(body_of(one))};
  record::Event event;
  event.stream_kind = "site";
  event.stream_id = base::uuid_v5(kWithdrawalSpace, version.hash.str());
  event.seq = row.version;
  event.registration = none;
  event.at = record::next_time(now, *before ? std::optional((*before)->updated_at) : std::nullopt);
  event.recorded_at = now;
  event.payload = record::Other{"content_withdrawn", row.body};
  work.events.push_back({std::move(event), {}});
  work.projections.push_back(std::move(row));
  if (auto done = records_.commit(work); !done) return base::fail(done.error());
  return one;
}

base::Result<std::vector<SeenBy>> RecallBook::who_saw(const Withdrawn& withdrawn) {
  std::vector<record::Attempt> attempts;
  base::AttemptId after;
  for (;;) {
    const auto rows = records_.attempts_of_content(base::ContentHash(withdrawn.withdrawal.content_hash), after, kAttemptsAtATime);
    if (!rows) return base::fail(rows.error());
    for (const auto& row : *rows) attempts.push_back(pinned(row));
    if (rows->size() < static_cast<std::size_t>(kAttemptsAtATime)) break;
    after = rows->back().id;
  }
  std::vector<SeenBy> seen;
  for (auto& one : onward::who_saw(attempts, withdrawn.withdrawal)) {
    const auto person = records_.load_person(one.person);
    if (!person) return base::fail(person.error());
    seen.push_back({std::move(one), *person ? (*person)->subject : std::string()});
  }
  return seen;
}

}  // namespace preceptor::web
