// What the pre-flight found, in people's words, for learners and for staff.
#pragma once
#include <string>
#include <vector>

#include "core/credit/events.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

// What people call a field of a row or a profile; `field` is the machine's name, as JSON has it: "boards[ABP].id".
std::string preflight_field_label(const std::string& field, const Messages& words);
// What the learner can fill in or mend herself; the rest waits for staff.
bool is_learners(const credit::CreditValidated::Finding& finding);
// She took the permission back: nothing is to be mended, by nobody.
bool is_unwanted(const credit::CreditValidated& said);
// Of what holds a record: each field that the learner can mend, once, in her words. Empty: nothing waits for her.
std::vector<std::string> learners_fields(const credit::CreditValidated& said, const Messages& words);

}  // namespace preceptor::web
