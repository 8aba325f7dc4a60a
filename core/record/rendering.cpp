#include "core/record/rendering.hpp"

#include "core/base/digest.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::record {
namespace {
// Preceptor's own name space (RFC 4122 4.3), drawn once at random. Every statement id depends on it: never change it.
constexpr std::string_view kNameSpace = "b34e4784-ffcd-42ea-b77b-4567d73777a1";
constexpr std::string_view kIdentified = "identified";

std::string name_of(const Event& event, std::string_view template_name, int version, std::string_view audience) {
  std::string name = event_id(event);
  return name.append("/").append(template_name).append("/").append(std::to_string(version)).append("/").append(audience);
}

}  // namespace

base::StatementId rendering_id(const Event& event, std::string_view template_name, int version, std::string_view audience) {
  const std::string name = name_of(event, template_name, version, audience);
  return base::StatementId(audience == kIdentified ? base::uuid_v5_in_order(event.recorded_at, kNameSpace, name) : base::uuid_v5(kNameSpace, name));
}

bool is_rendering_id(const base::StatementId& id, const Event& event, std::string_view template_name, int version, std::string_view audience) {
  constexpr std::size_t kTime = 13;   // eight digits, a dash, four digits: the time, or what the digest had there before there was one
  const std::string plain = base::uuid_v5(kNameSpace, name_of(event, template_name, version, audience));
  return audience == kIdentified ? id.str().size() == plain.size() && id.str().substr(kTime) == plain.substr(kTime) : id.str() == plain;
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
