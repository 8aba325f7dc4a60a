// The statement validator and the comparison of statements. Every finding names a known rule; what a text and its parsed form say agrees; a
// statement is the same as itself, whatever it is.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/base/json.hpp"
#include "xapi/check.hpp"
#include "xapi/delivery_policy.hpp"
#include "xapi/same_statement.hpp"

using namespace preceptor;

namespace {

void require(bool kept) {
  if (!kept) std::abort();
}

void check_version(std::string_view text, xapi::Version version) {
  const auto findings = xapi::validate(text, {version, base::from_unix_ms(1'790'000'000'000)});
  for (const xapi::Finding& finding : findings) {
    require(finding.rule >= 1 && finding.rule <= 119);
    require(!finding.message.empty());
    require(xapi::rules()[static_cast<std::size_t>(finding.rule - 1)].where.starts_with("validator"));
  }
  const auto strict = base::parse_json(text);
  if (!strict) return;
  // Without duplicate members the text hides nothing.
  require(xapi::validate_value(*strict, {version, base::from_unix_ms(1'790'000'000'000)}).size() == findings.size());
  if (!strict->is_object()) require(!findings.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_version(text, xapi::Version::v1_0_3);
  check_version(text, xapi::Version::v2_0);
  if (const auto same = xapi::same_statement(text, text)) require(*same);
  if (const auto ids = xapi::read_ids(text)) require(ids->size() <= size);
  const auto wait = xapi::parse_retry_after(text, base::from_unix_ms(1'790'000'000'000));
  if (wait) require(wait->count() >= 0 && wait->count() <= 3'600'000);
  require(xapi::store_words({400, {}, text}).size() <= 2000);
  bool given = false;
  const auto report = xapi::check_lines([&](char* buffer, std::size_t room) -> std::size_t {
    if (given) return 0;
    given = true;
    const std::size_t count = std::min(room, text.size());
    text.copy(buffer, count);
    return count;
  }, xapi::Version::v2_0, true, true);
  require(report.good() == report.findings.empty());
  return 0;
}
