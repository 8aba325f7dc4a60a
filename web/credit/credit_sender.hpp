// One provider's grants on their way to a receiver's service: what waits is checked and queued, sent, and asked for until the board has answered. One runs at a time
// (the caller holds a lease); where another ended in between, the receiver is asked before anything is sent again.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "core/ports/credit_receiver.hpp"
#include "web/credit/export_desk.hpp"

namespace preceptor::web {

struct SenderStep {
  int queued = 0, sent = 0, asked = 0, accepted = 0, rejected = 0, held = 0, removed = 0;   // held: stopped by the pre-flight, or could not be read; they wait for staff
  bool refused = false;                                                        // the service refuses us: nothing more until it is mended
  bool unreachable = false;                                                    // no answer that can be understood: the rest waits for the next step
  bool answered = false;                                                       // the service gave an answer that was understood
  std::string words;                                                           // where it refused or was not reached: what happened, for staff
};

class CreditSender {
 public:
  CreditSender(CreditBook& book, const CreditDeps& deps, ExportDesk& desk, ports::CreditReceiver& receiver, credit::Provider provider,
               report::SendPace pace = {})
      : book_(book), deps_(deps), desk_(desk), receiver_(receiver), provider_(std::move(provider)), pace_(pace) {}

  // Calls for no more than `most` grants of each kind, the oldest first; the next step goes on behind them, so that none which wait keep others from their turn. Ends
  // early where the service refuses or is not reached, and when `ends`, asked before each, says so. A grant that cannot be gathered is passed over, logged by its code
  // and looked at again later. Errors: store_*, key_unreadable.
  base::Result<SenderStep> step(int most, const std::function<bool()>& ends = [] { return false; });

 private:
  base::Result<std::vector<credit::Grant>> page(credit::GrantState state, int most);
  base::Status queue_new(int most, SenderStep& step);
  // Whether it was looked at by the pre-flight.
  base::Result<bool> queue_one(const credit::Grant& grant, SenderStep& step);
  base::Status pass_over(const credit::Grant& grant, const base::Error& error, report::SendMemory memory, SenderStep& step);
  base::Status go_on(const credit::Grant& grant, SenderStep& step);
  base::Result<std::optional<report::SendAnswer>> send(const credit::Grant& grant, SenderStep& step);
  // A record that staff want away because its learner took the permission back (scenario 25), where the service took it.
  base::Status take_away(const credit::Grant& grant, SenderStep& step);
  report::Report report_of(const credit::Grant& grant) const;
  void note(const report::SendAnswer& answer, SenderStep& step) const;
  base::Status settle(const credit::Grant& grant, const report::SendOutcome& outcome, SenderStep& step);
  struct Kept {
    report::SendMemory memory;
    std::int64_t version = 0;
  };
  base::Result<Kept> kept(const std::string& ccid);
  base::Status keep(const credit::Grant& grant, const report::SendMemory& memory, std::int64_t version);
  // Notes "begun" together with the grant's row, so that of a file and us one gets it. False: another moved it.
  base::Result<bool> begin(const credit::Grant& grant, const Kept& before);
  // Removes what the receiver still holds of the records before this one. Present: what it answered where one stays there.
  base::Result<std::optional<report::SendAnswer>> remove(const CheckedRow& checked, const report::Report& report);

  CreditBook& book_;
  const CreditDeps& deps_;
  ExportDesk& desk_;
  ports::CreditReceiver& receiver_;
  credit::Provider provider_;
  report::SendPace pace_;
  std::map<credit::GrantState, ports::GrantPlace> places_;   // where the last step ended
};

}  // namespace preceptor::web
