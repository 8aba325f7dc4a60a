#include "plugin/host/lms_kinds.hpp"

#include "plugin/host/instance.hpp"
#include "plugin/host/json_text.hpp"

namespace host {

LmsKinds lms_kinds() {
  LmsKinds known;
  Instance instance(2, PRECEPTOR_LOG_ERROR);
  const auto told = instance.open(kNoSite) ? instance.ask("platform kinds", JsonObject().flag("json", true).str()) : std::nullopt;
  if (!told) {
    print_failure(instance.failure());
    return known;
  }
  auto members = read_members(*told);
  const auto kinds = members ? read_members((*members)["kinds"]) : std::nullopt;
  if (!kinds) return known;
  known.listed = (*members)["listed"];
  for (const auto& [name, json] : *kinds) {
    auto one = read_members(json);
    if (one) known.kinds[name] = {(*one)["label"], (*one)["issuer"], (*one)["deployment_id"], (*one)["endpoints_known"] == "true"};
  }
  return known;
}

}  // namespace host
