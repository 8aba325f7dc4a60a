// The text a unit begins with (docs/content.md), made of what its case says. A pure function.
#pragma once
#include <string>
#include <string_view>

#include "core/activity/rca/brief.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

struct CaseDraft {
  std::string id;     // of the unit: a-z, 0-9 and '-', at most 64
  std::string title;  // one line, at most 150 bytes
  std::string text;   // a unit file whose gaps the author fills in: lint names them
};
// `key`: of the form, so that the same one makes the same id.
CaseDraft draft_of(const rca::UnitStart& start, std::string_view title, std::string_view author, base::Date review_by, std::string_view key,
                   const Messages& messages);

}  // namespace preceptor::web
