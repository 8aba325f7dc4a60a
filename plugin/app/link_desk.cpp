#include "plugin/app/link_desk.hpp"

#include <algorithm>

#include "adapters/lrs/probe.hpp"
#include "core/base/json.hpp"
#include "lti/services/line_items.hpp"
#include "lti/services/roster.hpp"
#include "plugin/app/site.hpp"
#include "web/admin/sign_in_link.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr base::Milliseconds kStoresKept{60'000};
constexpr int kMostGrades = 5000;   // of one link; a class that is larger sees the newest

void count(web::GradeSummary& summary, const ports::GradeRow& row) {
  using ports::GradeState;
  switch (row.state) {
    case GradeState::sent:
    case GradeState::superseded: ++summary.sent; break;
    case GradeState::waiting:
      ++summary.waiting;
      if (!summary.oldest_waiting || row.offer.at < *summary.oldest_waiting) summary.oldest_waiting = row.offer.at;
      break;
    case GradeState::held: ++summary.held; break;
    case GradeState::refused: ++summary.refused; break;
  }
  if (row.sent_max != 0 && (!summary.last_sent || row.sent_at > *summary.last_sent)) summary.last_sent = row.sent_at;
}

web::GradeColumn as_column(const lti::LineItem& item) { return {item.label, item.resource_id, item.score_maximum}; }

void note_trouble(web::GradeSummary& summary, const ports::GradeRow& row) {
  if (row.reason.empty() || row.state == ports::GradeState::sent || row.state == ports::GradeState::superseded) return;
  const auto same = std::find_if(summary.troubles.begin(), summary.troubles.end(), [&](const auto& one) { return one.reason == row.reason; });
  if (same != summary.troubles.end()) ++same->count;
  else summary.troubles.push_back({row.reason, row.fix, 1});
}

}  // namespace

Result<lti::Registration> SiteLinkDesk::registration_of(const ports::LinkFacts& link) {
  auto found = site_.store().load_registration(link.registration);
  if (!found) return fail(found.error());
  if (!*found || !(*found)->enabled) return fail(Code::platform_unknown, "the connection is switched off");
  return std::move(**found);
}

Result<std::optional<ports::LinkFacts>> SiteLinkDesk::facts(const ports::LinkKey& link) { return site_.store().load_link(link); }

Result<web::GradeSummary> SiteLinkDesk::grades(const ports::LinkKey& link) {
  ports::GradeFilter filter;
  filter.registration = link.registration;
  filter.link = link;
  const auto rows = site_.store().list_grades(filter, kMostGrades);
  if (!rows) return fail(rows.error());
  web::GradeSummary summary;
  for (const auto& row : *rows) {
    count(summary, row);
    note_trouble(summary, row);
  }
  return summary;
}

Result<web::DeliverySummary> SiteLinkDesk::delivery() {
  const auto stores = site_.active_lrs();
  if (!stores) return fail(stores.error());
  web::DeliverySummary summary;
  for (const auto& row : *stores) {
    const auto backlog = site_.store().backlog({"lrs", row.store_id});
    if (!backlog) return fail(backlog.error());
    ++summary.stores;
    summary.waiting += backlog->waiting;
    summary.parked += backlog->parked;
    if (backlog->oldest && (!summary.oldest || *backlog->oldest < *summary.oldest)) summary.oldest = backlog->oldest;
    if (backlog->last_delivered && (!summary.last || *backlog->last_delivered > *summary.last)) summary.last = backlog->last_delivered;
  }
  return summary;
}

Result<int> SiteLinkDesk::stores_out_of_reach() {
  {
    const std::lock_guard lock(stores_mutex_);
    if (asking_stores_ || (stores_asked_ && base::is_young(*stores_asked_, site_.clock().now(), kStoresKept))) return stores_out_of_reach_;
    asking_stores_ = true;
  }
  const auto stores = site_.active_lrs();
  int out_of_reach = 0;
  if (stores)
    for (const auto& row : *stores) out_of_reach += lrs::probe(site_.http(), row).good ? 0 : 1;
  const std::lock_guard lock(stores_mutex_);
  asking_stores_ = false;
  if (!stores) return fail(stores.error());
  stores_asked_ = site_.clock().now();
  stores_out_of_reach_ = out_of_reach;
  return out_of_reach;
}

Result<std::optional<lti::LineItem>> SiteLinkDesk::item_of(const ports::LinkFacts& link, const lti::Registration& registration) {
  const lti::LinkServices at{site_.services(), registration, link};
  if (link.lineitem.empty()) return lti::find_line_item(at);
  auto item = lti::load_line_item(at, link.lineitem);
  if (!item) return fail(item.error());
  return std::optional(std::move(*item));
}

Result<std::optional<web::GradeColumn>> SiteLinkDesk::find_column(const ports::LinkFacts& link) {
  const auto registration = registration_of(link);
  if (!registration) return fail(registration.error());
  const auto item = item_of(link, *registration);
  if (!item) return fail(item.error());
  return *item ? std::optional(as_column(**item)) : std::nullopt;
}

Result<web::GradeColumn> SiteLinkDesk::make_column(const ports::LinkFacts& link, const std::string& label) {
  const auto registration = registration_of(link);
  if (!registration) return fail(registration.error());
  lti::NewLineItem wanted;
  wanted.label = label;
  const auto made = lti::create_line_item({site_.services(), *registration, link}, wanted);
  if (!made) return fail(made.error());
  if (auto sent = send_again(key_of(link)); !sent) return fail(sent.error());   // what was held for want of a column
  return as_column(*made);
}

Result<web::GradeColumn> SiteLinkDesk::mend_column(const ports::LinkFacts& link, const web::ColumnChange& change) {
  const auto registration = registration_of(link);
  if (!registration) return fail(registration.error());
  const auto item = item_of(link, *registration);
  if (!item) return fail(item.error());
  if (!*item) return fail(Code::service_not_offered, "the link has no grade column");
  const auto changed = lti::update_line_item({site_.services(), *registration, link}, (*item)->id, [&change](base::Json& whole) {
    if (change.label) whole["label"] = *change.label;
    if (change.resource_id) whole["resourceId"] = *change.resource_id;
    if (change.maximum) whole["scoreMaximum"] = *change.maximum;
  });
  if (!changed) return fail(changed.error());
  // Of nothing the platform kept nothing: what it took before counts only when it comes again.
  if ((*item)->score_maximum <= 0 && change.maximum)
    if (const auto again = site_.store().resend_grades(key_of(link), site_.clock().now()); !again) return fail(again.error());
  return as_column(*changed);
}

Result<web::ClassList> SiteLinkDesk::roster(const ports::LinkFacts& link) {
  const auto registration = registration_of(link);
  if (!registration) return fail(registration.error());
  const lti::LinkServices at{site_.services(), *registration, link};
  auto found = lti::load_roster(at);
  // Platforms refuse the resource link of some launches (Canvas, from a menu); the course's own list is the next best.
  if (!found && found.error().code == Code::service_refused) found = lti::load_roster(at, false);
  if (!found) return fail(found.error());
  web::ClassList list;
  list.left_out = found->left_out;
  for (const auto& member : found->members) {
    const bool teaches = member.roles.instructor || member.roles.test_user;
    list.members.push_back({member.user_id, lti::shown_name(member), member.roles.learner && !teaches, member.status == "Active"});
  }
  return list;
}

base::Status SiteLinkDesk::send_again(const ports::LinkKey& link) {
  const auto done = site_.store().retry_grades(link.registration, link, site_.clock().now());
  if (!done) return fail(done.error());
  return {};
}

Result<std::string> SiteLinkDesk::manage_url(const base::RegistrationId& registration) {
  return web::make_sign_in_link(site_.store(), site_.clock(), site_.config().public_url_text, registration);
}

}  // namespace preceptor::app
