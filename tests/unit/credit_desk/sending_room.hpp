// A service that keeps what it is given, and a step of the sender to it.
#pragma once
#include <functional>
#include <tuple>
#include <utility>

#include "tests/unit/credit_desk/desk_room.hpp"
#include "web/credit/credit_sender.hpp"
#include "web/credit/sending_state.hpp"

namespace preceptor::web {

using What = report::SendAnswer::What;

// Keeps what it is given. Boards answer at the second asking; `no_match`: a family name they do not know.
class Receiver : public ports::CreditReceiver {
 public:
  report::SendAnswer send(const report::LearnerRow& row, const report::Report& report) override {
    settings = report.settings;
    if (refuses) return {What::refused, report::ResultCode::none, ""};
    if (row.action == report::Action::remove) {
      if (removes_nothing) return {What::rejected, report::ResultCode::not_supported, ""};
      removed.push_back(row.grant.ccid);
      return {records.erase(row.grant.ccid) > 0 ? What::accepted : What::unknown, report::ResultCode::none, ""};
    }
    if (row.profile.family_name == unsayable) return {What::unsaid, report::ResultCode::missing_data, "licences: the state is missing"};
    ++sendings;
    if (row.profile.family_name == refuses_at_once) return {What::rejected, report::ResultCode::no_match, "check the license"};   // and keeps nothing
    if (records.contains(row.grant.ccid)) return {What::rejected, report::ResultCode::already_exists, ""};
    records[row.grant.ccid] = {row.profile.family_name, 0};
    if (silent) return {What::unreachable, report::ResultCode::none, ""};
    return {What::pending, report::ResultCode::none, ""};
  }
  report::SendAnswer ask(const std::string& ccid) override {
    if (const auto meanwhile = std::exchange(on_ask, nullptr)) meanwhile();
    const auto found = records.find(ccid);
    if (found == records.end()) return {What::unknown, report::ResultCode::none, ""};
    if (++found->second.second < 2) return {What::pending, report::ResultCode::none, ""};
    if (found->second.first == no_match) return {What::rejected, report::ResultCode::no_match, "check the birth day"};
    return {What::accepted, report::ResultCode::none, ""};
  }
  std::map<std::string, std::pair<std::string, int>> records;
  std::vector<std::string> removed;
  std::string no_match = "nobody", refuses_at_once = "nobody", unsayable = "nobody";
  int sendings = 0;
  std::function<void()> on_ask;                  // once
  std::map<std::string, std::string> settings;   // that came with the newest
  bool silent = false, refuses = false, removes_nothing = false;
};

class Sending : public DeskRoom {
 protected:
  Sending() {
    learner(1);
    learner(2);
  }
  base::Result<SenderStep> step() {
    const CreditDeps deps{records, records.projections, grants, content, vault, clock, log, rules, {provider()}, "cme.example.org", "https://cme.example.org", {}};
    auto done = CreditSender(*book, deps, *desk, receiver, provider()).step(100);
    clock.pass(report::SendPace().ask_later);
    return done;
  }
  Receiver receiver;
};

}  // namespace preceptor::web
