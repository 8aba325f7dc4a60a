// The page behind every refusal: one sentence, one thing to do, a short code.
#pragma once
#include <string>

#include "core/base/error.hpp"
#include "core/ports/http.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

struct RefusalPage {
  base::Code code = base::Code::internal;
  std::string short_code;        // what the diary or log explains; empty when there is no entry
  std::string back_url;          // verified way back to the course; empty when not known
  // A refusal is most often seen inside a course page. It shows no data and takes no input, so any site may frame it: 'none' would
  // turn the sentence into the browser's own "refused to connect".
  std::string frame_ancestors = "*";
  std::string sentence_key;      // of a message that says it more closely than the code's own; empty when there is none
};

ports::HttpResponse refusal_page(const RefusalPage& refusal, const Messages& messages);

}  // namespace preceptor::web
