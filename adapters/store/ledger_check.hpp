// Whether the ledger's rows say what the events of credit say.
#pragma once
#include <string>
#include <vector>

#include "adapters/store/connection.hpp"
#include "core/record/chain.hpp"

namespace preceptor::store {

bool is_of_credit(const record::ChainRow& row);
// What the grant's row has otherwise than this event, in plain words and without a text of anybody's. Ask after the event was read: a row that moved on since is no
// difference. An event that cannot be read says nothing here: the chain names it. Throws SqlFailure.
std::vector<std::string> ledger_differences(Connection& connection, const record::ChainRow& row);

}  // namespace preceptor::store
