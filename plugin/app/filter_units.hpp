// The units and activities of a record store's filter that nobody here knows: it would wait for them for ever without a word.
#pragma once
#include <string>
#include <vector>

#include "adapters/store/store.hpp"
#include "core/base/result.hpp"
#include "xapi/statement_kinds.hpp"

namespace preceptor::app {

struct UnknownUnit {
  std::string id;
  std::string hint;   // a sentence that names what is published here
};
// None where nothing was published yet: a filter may be set before its content is there. Errors: store_*.
base::Result<std::vector<UnknownUnit>> unknown_units(store::Store& store, const xapi::LrsFilter& filter);

}  // namespace preceptor::app
