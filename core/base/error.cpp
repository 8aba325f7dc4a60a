#include "core/base/error.hpp"

#include <array>
#include <cstddef>

namespace preceptor::base {
namespace {

constexpr std::array kCodes = {
#define PRECEPTOR_ERROR(id, name, status, user, fix) CodeInfo{name, status, user, fix},
#include "core/base/error_codes.def"
#undef PRECEPTOR_ERROR
};

}  // namespace

const CodeInfo& info(Code code) {
  return kCodes.at(static_cast<std::size_t>(code));
}

std::string describe(const Error& error) {
  std::string line(info(error.code).name);
  if (!error.detail.empty()) line += ": " + error.detail;
  if (!error.expected.empty() || !error.received.empty()) {
    line += " (expected " + error.expected + ", received " + error.received + ")";
  }
  return line;
}

std::string describe_for_log(const Error& error) {
  const bool quotes = error.code == Code::service_refused || error.code == Code::token_refused || error.code == Code::register_refused || error.code == Code::token_unreadable;
  if (!quotes) return describe(error);
  Error bare = error;
  bare.detail = error.detail.starts_with("status ") ? error.detail.substr(0, error.detail.find_first_of(":,")) : std::string();
  return describe(bare);
}

}  // namespace preceptor::base
