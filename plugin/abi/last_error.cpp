#include "plugin/abi/last_error.hpp"

#include <cstring>
#include <string>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::abi {
namespace {

constexpr char kNoMemory[] = R"({"code":"internal","detail":"out of memory","fix":"See the log for the incident id; please report it."})";

std::string error_json(const base::Error& error, std::size_t longest_part) {
  const base::CodeInfo& code = base::info(error.code);
  base::Json json{{"code", code.name}, {"message", code.user}, {"detail", base::utf8_prefix(error.detail, longest_part)}, {"fix", code.fix}};
  if (!error.expected.empty() || !error.received.empty()) {
    json["expected"] = base::utf8_prefix(error.expected, longest_part);
    json["received"] = base::utf8_prefix(error.received, longest_part);
  }
  return json.dump(-1, ' ', false, base::Json::error_handler_t::replace);
}

}  // namespace

void LastError::set(const base::Error& error) noexcept {
  const std::lock_guard lock(mutex_);
  try {
    // Escapes make text up to six times longer, so the right cut is found by trying.
    std::size_t longest_part = text_.size();
    std::string json = error_json(error, longest_part);
    while (json.size() >= text_.size()) json = error_json(error, longest_part /= 2);
    std::memcpy(text_.data(), json.c_str(), json.size() + 1);
  } catch (...) {
    std::memcpy(text_.data(), kNoMemory, sizeof kNoMemory);
  }
}

}  // namespace preceptor::abi
