#include "adapters/lrs/work.hpp"

#include <set>

#include "core/base/json.hpp"

namespace preceptor::lrs {
namespace {

// The attempt that a statement is of (xAPI Data 2.4.6.1). Those of none, which are of credit, count as one.
std::string attempt_of(const xapi::QueuedStatement& statement) {
  const auto json = base::parse_json(statement.body);
  const auto context = json && json->is_object() ? json->find("context") : base::Json::const_iterator();
  if (!json || !json->is_object() || context == json->end() || !context->is_object()) return {};
  const std::string* attempt = base::string_member(*context, "registration");
  return attempt ? *attempt : std::string();
}

}  // namespace

std::optional<std::size_t> Work::one_behind(std::size_t turn) const {
  std::vector<std::size_t> may;
  std::set<std::string> waiting{attempt_of(front())};
  for (std::size_t at = next + 1; at < batch.statements.size(); ++at)
    if (!ahead.contains(at) && waiting.insert(attempt_of(batch.statements[at])).second) may.push_back(at);
  if (may.empty()) return std::nullopt;
  return may[turn % may.size()];
}

}  // namespace preceptor::lrs
