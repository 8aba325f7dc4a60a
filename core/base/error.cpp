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

}  // namespace preceptor::base
