// Tables of results: what is accepted has something to find its grant by, and no reason but a code.
#include <cstdint>
#include <cstdlib>

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
    require(report::reason_of(line) == report::name(line.code));
    require(report::grant_ccid(line.ccid).size() <= line.ccid.size());
  }
  for (const auto& problem : table->problems) require(problem.line > 1 && !problem.key.empty());
  return 0;
}
