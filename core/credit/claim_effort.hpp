// What claiming cost a learner: a fold over what the record holds of her credit. Pure; the same events in any order, doubled or not, give the same.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/burden/observation.hpp"
#include "core/record/event.hpp"

namespace preceptor::credit {

struct ClaimEffort {
  base::Instant at{};   // when it was claimed
  burden::Claim spent;
};

// By attempt: what the first claim that rests on it cost. An attempt that no claim rests on is not in it, nor is one whose first claim rests on something that its
// account does not say the completion of, or says to be completed later: that was not measured.
// `events`: those of one person, of all her accounts (ledger_stream) and of what she told of herself (person_stream). What her staff or a roster saved is no tap.
// Error: json_malformed, an event cannot be read.
base::Result<std::map<std::string, ClaimEffort>> claim_efforts(const std::vector<record::Event>& events);

// A form for identifiers that the learner was led to.
struct IdentifierForm {
  base::Instant at{};
  int again = 0;        // fields it asked for that her profile held already
  friend bool operator==(const IdentifierForm&, const IdentifierForm&) = default;
};
// By attempt: the forms that claims resting on it led to, in order. An attempt without one is not in it: claims of versions that did not note it look alike.
// `events` and error: as above.
base::Result<std::map<std::string, std::vector<IdentifierForm>>> identifier_forms(const std::vector<record::Event>& events);

}  // namespace preceptor::credit
