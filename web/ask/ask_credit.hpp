// What a completed question is worth: it is counted in the activities of internet searching and learning, and its page says so.
#pragma once
#include <string>
#include <vector>

#include "core/ports/sealer.hpp"
#include "web/ask/ask_views.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::web {

// Adds what the completed cycle counts to `work`, to be committed with its last event. Nothing for one that is not completed, and without a book.
base::Status count_question(CreditBook* book, const AskedQuestion& question, ports::UnitOfWork& work);
// Where it counts: titles of activities, and the learner's page of credits (empty once the launch is too long ago for it).
base::Result<AskedCredit> credit_of(CreditBook* book, const ports::Sealer& sealer, const AskVisit& visit, const AskedQuestion& question, base::Instant now);

}  // namespace preceptor::web
