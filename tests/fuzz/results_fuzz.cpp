// Tables of results: what is accepted has something to find its grant by, and words that are text.
#include <cstdint>
#include <cstdlib>

#include "core/base/encoding.hpp"
#include "core/report/results.hpp"

using namespace preceptor;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = report::read_results({reinterpret_cast<const char*>(data), size});
  if (!table) return 0;
  for (const auto& line : table->lines) {
    require(line.line > 1);
    require(line.ccid.empty() ? !line.activity_id.empty() && line.date.has_value() : line.ccid.starts_with("ccid:") && line.ccid.size() <= 300);
    require(base::is_utf8(report::reason_of(line)) && line.message.size() <= 500);
    require(line.message.find('\n') == std::string::npos && line.message.find('\0') == std::string::npos);
    require(report::grant_ccid(line.ccid).size() <= line.ccid.size());
  }
  for (const auto& problem : table->problems) require(problem.line > 1 && !problem.key.empty());
  return 0;
}
