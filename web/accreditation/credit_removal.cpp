// A reported record whose learner took the permission back: that staff want it away, and what came of it. Files and the service take the removal along
// (ExportDesk, CreditSender); nothing is sent from here.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "web/accreditation/credit_section.hpp"

namespace preceptor::web::accreditation {
namespace {

using credit::GrantState;

struct RemovalStep {
  std::string_view said;
  GrantState to;
  std::string_view reason;
  bool asks;              // the first step; the others follow it
};
constexpr RemovalStep kRemovalSteps[] = {{"asked", GrantState::correcting, credit::kRemovalAsked, true},
                                         {"removed", GrantState::withdrawn, credit::kRemovedThere, false},
                                         {"refused", GrantState::accepted, credit::kRemovalRefused, false}};

bool stands_at_receiver(const credit::Grant& grant) {
  return grant.state == GrantState::exported || grant.state == GrantState::sent || grant.state == GrantState::pending || grant.state == GrantState::accepted;
}

base::Result<bool> took_permission_back(ports::ProjectionStore& rows, const base::PersonId& person) {
  const auto row = rows.load_projection(base::RegistrationId(ports::kNoRegistration), kPermissionKind, person.str());
  if (!row) return base::fail(row.error());
  return *row && (*row)->state == "withdrawn";
}

}  // namespace

base::Status CreditSection::add_removal(View& view, const StaffTurn& turn, const credit::Grant& grant) {
  const auto taken_back = took_permission_back(deps_.rows, grant.person);
  if (!taken_back) return base::fail(taken_back.error());
  view.flag("may_ask_removal", *taken_back && stands_at_receiver(grant)).flag("removal_open", credit::removal_asked(grant)).text("removal_action", turn.url("/credits/removal"));
  return {};
}

ports::HttpResponse CreditSection::note_removal(StaffTurn& turn, const credit::Grant& grant) {
  const std::string said = turn.value("removal");
  const auto step = std::ranges::find(kRemovalSteps, said, &RemovalStep::said);
  if (step == std::end(kRemovalSteps) || turn.value("sure") != "yes") return record_page(turn, grant, turn.messages.text("credits_staff.removal_incomplete"), 422);
  MoveWith with;
  with.allows = [&](const credit::Grant& now) -> base::Result<bool> {
    if (!step->asks) return credit::removal_asked(now);
    const auto taken_back = took_permission_back(deps_.rows, now.person);
    if (!taken_back) return base::fail(taken_back.error());
    return *taken_back && stands_at_receiver(now);
  };
  const auto moved = deps_.book.move(grant.ccid, step->to, std::string(step->reason), turn.member.id, {}, with);
  if (!moved) return moved.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(moved.error());
  return turn.go("/credits/record?" + base::format_form({{"ccid", grant.ccid}}), "removal");
}

}  // namespace preceptor::web::accreditation
