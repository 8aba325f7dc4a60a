// Evidence bundles: whatever the bytes are, a bundle in which nothing is wrong is exactly one that would be written so again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "adapters/archive/stored_zip.hpp"
#include "adapters/evidence/bundle.hpp"
#include "lti/jose/signed_document.hpp"
#include "xapi/evidence/rows.hpp"

using namespace preceptor;

namespace {

void require(bool kept) {
  if (!kept) std::abort();
}

std::string rest_of(std::string_view bytes) { return std::string(bytes.substr(1)); }

// One reader alone, so that it is reached without a lucky guess of check sums.
void one_reader(std::string_view bytes) {
  const std::string text = rest_of(bytes);
  if (bytes.front() == 'm') {
    if (const auto manifest = xapi::evidence::read_manifest(text)) require(to_text(*manifest).value_or("") == text);
  } else if (bytes.front() == 'r') {
    if (const auto line = xapi::evidence::read_record_line(text)) require(to_line(*line) == text);
  } else if (bytes.front() == 'j') {
    if (const auto document = jose::read_document(text, xapi::evidence::kSignatureType, 1 << 20)) require(!document->thumbprint.empty() && !document->public_pem.empty());
  } else if (bytes.front() == 'c') {
    if (const auto facts = jose::look_at_certificate(text)) require(jose::public_key_of(facts->public_pem).value_or("") == facts->public_pem);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (!bytes.empty()) one_reader(bytes);
  const ports::MemorySource source(bytes);
  if (const auto zip = archive::read_stored_zip(source)) {
    std::uint64_t sum = 0;
    for (const auto& one : zip->members) {
      require(archive::is_stored_name(one.name) && one.offset + one.size <= size);
      sum += one.size;
    }
    require(sum < size && zip->members.size() <= archive::kMostStored);
  }
  std::int64_t told = 0;
  const auto look = evidence::check_bundle(source, {}, [&](const xapi::evidence::Fact&) { ++told; });
  if (!look) return 0;
  require(look->facts == told);
  if (told > 0) return 0;
  // Nothing is wrong: then the last byte counts as any other.
  std::string other(bytes);
  other.back() = static_cast<char>(other.back() ^ 1);
  std::int64_t seen = 0;
  const auto again = evidence::check_bundle(ports::MemorySource(other), {}, [&](const xapi::evidence::Fact&) { ++seen; });
  require(!again || seen > 0);
  return 0;
}
