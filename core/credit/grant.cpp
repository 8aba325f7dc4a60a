#include "core/credit/grant.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::credit {
namespace {

using enum GrantState;

constexpr std::size_t kMostDomain = 240;   // "ccid:" + domain + ":" + 52 letters stays below 300 (credit.md 4.1, CreditID)

struct StateRow {
  GrantState state;
  std::string_view name;
  std::vector<GrantState> next;
};

// credit.md 10, "States", with what scenarios 9, 20, 21 and 25 need. Withdrawn and superseded are ends.
const std::vector<StateRow>& states() {
  static const std::vector<StateRow> rows = {
      {issued, "issued", {queued, exported, sent, withdrawn, superseded}},
      {queued, "queued", {issued, exported, sent, rejected, withdrawn, superseded}},   // issued: held after all; rejected: the service's form cannot say it
      {exported, "exported", {queued, pending, accepted, rejected, correcting}},  // back to queued: the file was never handed in
      {sent, "sent", {queued, pending, accepted, rejected, correcting}},          // back to queued: the receiver, asked by ccid, does not know it
      {pending, "pending", {queued, accepted, rejected, correcting}},             // back to queued: the receiver lost it
      {accepted, "accepted", {rejected, correcting}},                             // rejected: a board may answer after the receiver did
      {rejected, "rejected", {queued, accepted, correcting, withdrawn, superseded}},
      {correcting, "correcting", {accepted, rejected, withdrawn, superseded}},    // accepted, rejected: the delete was refused
      {withdrawn, "withdrawn", {}},
      {superseded, "superseded", {}},
  };
  return rows;
}

void add_points(std::vector<BoardRegistration>& boards, const BoardRegistration& more) {
  const auto board = std::ranges::find(boards, more.board, &BoardRegistration::board);
  if (board == boards.end()) {
    boards.push_back(more);
    return;
  }
  for (const auto& one : more.points) {
    const auto type = std::ranges::find(board->points, one.type, &TypePoints::type);
    if (type == board->points.end()) board->points.push_back(one);
    else type->points += one.points;
  }
}

}  // namespace

std::string_view name(GrantState state) {
  return std::ranges::find(states(), state, &StateRow::state)->name;
}

std::optional<GrantState> grant_state_named(std::string_view name) {
  const auto found = std::ranges::find(states(), name, &StateRow::name);
  return found == states().end() ? std::nullopt : std::optional(found->state);
}

bool may_move(GrantState from, GrantState to) {
  const auto& next = std::ranges::find(states(), from, &StateRow::state)->next;
  return std::ranges::find(next, to) != next.end();
}

bool removal_asked(const Grant& grant) { return grant.state == correcting && grant.reason == kRemovalAsked; }

bool holds(const Grant& grant) {
  if (grant.state == superseded) return false;
  return grant.state != withdrawn || grant.reason == kRemovedThere;
}

Grant join(const std::vector<Grant>& parts, std::string_view provider_domain, int sequence, const std::string& certificate, base::Instant at) {
  Grant whole = *std::ranges::max_element(parts, {}, &Grant::sequence);
  whole.amount = {};
  whole.boards.clear();
  for (const auto& part : parts) {
    whole.amount += part.amount;
    whole.date = std::max(whole.date, part.date);
    for (const auto& board : part.boards) add_points(whole.boards, board);
  }
  whole.sequence = sequence;
  whole.certificate = certificate;
  whole.state = issued;
  whole.reason.clear();
  whole.granted_at = whole.changed_at = at;
  whole.version = 1;
  whole.ccid = ccid(provider_domain, whole.provider, whole.activity_id, whole.person, whole.system, whole.date, sequence);
  return whole;
}

std::string ccid(std::string_view provider_domain, std::string_view provider, std::string_view activity, const base::PersonId& person, std::string_view system,
                 base::Date date, int sequence) {
  std::string text;
  for (const std::string_view part : {provider, activity, std::string_view(person.str()), system}) text.append(part).append("|");
  text.append(base::format_date(date)).append("|").append(std::to_string(sequence));
  const std::string_view host = provider_domain.substr(0, provider_domain.find(':'));
  return "ccid:" + std::string(host.substr(0, kMostDomain)) + ":" + base::base32_encode(base::sha256(text));
}

}  // namespace preceptor::credit
