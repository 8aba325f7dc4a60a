// What must hold after any fault, said once: nothing accepted is missing, nothing is in the record store twice or with other content, the order
// within an attempt holds, and every parked statement has a reason that people can read.
#pragma once
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {

// What the tool has said yes to.
struct Accepted {
  std::map<std::pair<std::string, std::string>, std::set<std::string>> answers;   // (learner, question) -> values sent
  std::set<std::string> receipts;                                                  // learners who saw a receipt
  std::map<std::string, std::string> links;                                        // of each of these: the link it was opened from
  std::set<std::string> opened;                                                    // learners who saw a first page
};
// Notes the answers of a form that was sent, if `after` says that they were taken.
void note_answers(Accepted& accepted, const std::string& learner, const base::Fields& sent, const fakes::Page& after);
// Answers page after page until the receipt or whatever stops it, and notes what was accepted; the last page.
fakes::Page walk(fakes::Browser& browser, fakes::Page page, const std::string& learner, Accepted& accepted, const fakes::Choose& choose = fakes::first_option());

struct ParkedStatement {
  std::string id, code, reason;
};
// Where everything ended up.
struct Ends {
  std::vector<Said> made;                // what the tool says it recorded (preceptor export xapi), in its order
  std::vector<Said> held;                // what the record store has, in the order of arrival
  std::vector<ParkedStatement> parked;   // what the tool says was refused (preceptor lrs list)
};
Ends look(fakes::Stage& stage);
// Looks until every receipt's last statement was made and everything made is held or parked, or the time is over; the last look.
Ends await_settled(fakes::Stage& stage, const Accepted& accepted, std::chrono::seconds patience);

// Fails the running test where something does not hold. A statement parked as lrs.conflict may be held with other content: that is the reason.
void check_record(const Accepted& accepted, const Ends& ends);

// Every position there, every event as it was sealed (preceptor store check), whoever sealed and however often that changed.
void check_seals(fakes::Stage& stage);

}  // namespace preceptor::flow
