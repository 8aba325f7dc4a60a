#include "core/record/rendering.hpp"

#include "core/base/digest.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::record {
namespace {
// Preceptor's own name space (RFC 4122 4.3), drawn once at random. Every statement id depends on it: never change it.
constexpr std::string_view kNameSpace = "b34e4784-ffcd-42ea-b77b-4567d73777a1";
constexpr std::string_view kIdentified = "identified";
}  // namespace

base::StatementId rendering_id(const Event& event, std::string_view template_name, int version,
                               std::string_view audience) {
  std::string name = event_id(event);
  name.append("/").append(template_name).append("/").append(std::to_string(version)).append("/").append(audience);
  if (audience == kIdentified) return base::StatementId(base::uuid_v5_in_order(event.recorded_at, kNameSpace, name));
  name.append("/").append(std::to_string(base::to_unix_ms(event.recorded_at)));
  return base::StatementId(base::uuid_v5(kNameSpace, name));
}

// Canonical JSON and hex digests hold no raw line feed, so the joined text can be taken apart in one way only.
std::string event_hash(std::string_view canonical_event, const std::vector<std::string>& rendering_sha256_hex) {
  std::string text(canonical_event);
  for (const std::string& digest : rendering_sha256_hex) text.append("\n").append(digest);
  return base::sha256_hex(text);
}

std::string seal(std::string_view previous_seal, std::int64_t position, std::string_view event_hash) {
  std::string text(previous_seal);
  text.append("\n").append(std::to_string(position)).append("\n").append(event_hash);
  return base::sha256_hex(text);
}

}  // namespace preceptor::record
