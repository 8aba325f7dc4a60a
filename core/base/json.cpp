#include "core/base/json.hpp"

// The one instantiation; every other file declares it extern.
template class nlohmann::basic_json<>;

namespace preceptor::base {

std::string canonical_json(const Json& value) {
  // Members come from a std::map<std::string, ...>, which orders by bytes.
  return value.dump(-1, ' ', false, Json::error_handler_t::strict);
}

const std::string* string_member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

}  // namespace preceptor::base
