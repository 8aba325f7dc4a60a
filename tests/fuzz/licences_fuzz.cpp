// CE Broker's answer about licenses: any bytes are answers or a refusal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "adapters/cebroker/licences.hpp"
#include "core/base/encoding.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto answers = preceptor::cebroker::read_licences({reinterpret_cast<const char*>(data), size});
  if (!answers) return 0;
  for (const auto& one : *answers)
    if (!preceptor::base::is_utf8(one.last_name) || !preceptor::base::is_utf8(one.asked.number)) std::abort();   // pages and logs show them
  return 0;
}
