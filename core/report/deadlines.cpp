#include "core/report/deadlines.hpp"

#include <algorithm>
#include <tuple>

#include "core/report/preflight.hpp"

namespace preceptor::report {
namespace {

bool sooner(const Deadline& a, const Deadline& b) { return std::tie(a.day, a.ccid, a.kind, a.board) < std::tie(b.day, b.ccid, b.kind, b.board); }

}  // namespace

std::vector<Deadline> deadlines_of(const credit::Grant& grant, const credit::Rulebook& rules) {
  using namespace std::chrono;
  std::vector<Deadline> found;
  if (!grant.date.ok()) return found;
  for (const auto& granted : grant.boards) {
    const credit::Board* rule = rules.board(granted.board);
    if (rule == nullptr) continue;
    if (rule->report_within_days)
      found.push_back({Deadline::Kind::board, grant.ccid, grant.activity_id, granted.board, sys_days(grant.date) + days(*rule->report_within_days)});
    if (rule->year_end_alert) found.push_back({Deadline::Kind::year_end, grant.ccid, grant.activity_id, granted.board, grant.date.year() / December / 31});
  }
  std::sort(found.begin(), found.end(), sooner);
  return found;
}

bool to_be_reported(credit::GrantState state) {
  using State = credit::GrantState;
  return state == State::issued || state == State::queued || state == State::rejected || state == State::correcting;
}

std::vector<Deadline> due(const std::vector<credit::Grant>& grants, const credit::Rulebook& rules, base::Date today, bool newer_window, int ahead) {
  std::vector<Deadline> found;
  for (const auto& grant : grants) {
    if (!to_be_reported(grant.state) || credit::removal_asked(grant) || grant.system == "participation" || !grant.date.ok()) continue;
    auto all = deadlines_of(grant, rules);
    all.push_back({Deadline::Kind::window, grant.ccid, grant.activity_id, {}, window_end(grant.date, newer_window)});
    for (auto& one : all) {
      if (base::days_between(today, one.day) <= ahead) found.push_back(std::move(one));
    }
  }
  std::sort(found.begin(), found.end(), sooner);
  return found;
}

}  // namespace preceptor::report
