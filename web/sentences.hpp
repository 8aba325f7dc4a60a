// Sentences made in the domain, said in the reader's language.
#pragma once
#include <string>

#include "core/activity/sentence.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

// Plain text, to be escaped like any other. Words of ours inside it are translated too; dates and numbers are as the
// domain gave them. A sentence whose key is in no catalogue is said in English.
std::string say(const activity::Sentence& sentence, const Messages& messages);

}  // namespace preceptor::web
