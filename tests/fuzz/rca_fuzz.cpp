// Documents of root-cause cases: no bytes crash the readers, and what they accept is written and read back as the same
// value. A case that was read gives a brief that can be read too.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/activity/rca/brief.hpp"
#include "core/activity/rca/events.hpp"
#include "core/activity/rca/gate.hpp"

using namespace preceptor::rca;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}

void check_case(const CaseFile& file) {
  const auto again = case_from_json(to_json(file));
  require(again && *again == file);
  const Brief brief = brief_of(file);
  const auto back = brief_from_json(to_json(brief));
  require(back && *back == brief);
  require(!plain(finding(brief)).empty());
  require(!(hand_over_letter(brief) && unit_start(brief)));
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto file = case_from_json(text)) check_case(*file);
  if (const auto brief = brief_from_json(text)) {
    const auto again = brief_from_json(to_json(*brief));
    require(again && *again == *brief);
  }
  if (const auto disclosures = disclosures_from_json(text)) {
    const auto again = disclosures_from_json(to_json(*disclosures));
    require(again && *again == *disclosures);
  }
  for (const char* type : {"rca_opened", "rca_sheet_saved", "rca_rated", "rca_decided", "rca_followed_up"})
    if (const auto payload = case_payload_from_json(type, text)) {
      const auto again = case_payload_from_json(type, to_json(*payload));
      require(again && *again == *payload);
    }
  const GapLine gap = read_gap_line(text);
  require(gap.case_id.empty() || !gap.none);
  return 0;
}
