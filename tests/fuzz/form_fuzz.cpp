// Form bodies, URLs, percent encoding and Accept-Language: what is accepted is written and read back as the same value.
#include <cstdint>
#include <cstdlib>

#include "core/base/encoding.hpp"
#include "core/base/language.hpp"
#include "core/base/url.hpp"

using namespace preceptor::base;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto fields = parse_form(text, 100)) {
    require(fields->size() <= 100);
    for (const auto& [name, value] : *fields)
      require(is_utf8(name) && is_utf8(value) && value.find('\0') == std::string::npos);
    // A field with neither name nor value is written "=", which is read back alike.
    require(parse_form(format_form(*fields), 100) == *fields);
  }
  if (const auto url = parse_url(text)) {
    const auto again = parse_url(url->text());
    require(again && again->text() == url->text() && again->origin() == url->origin());
    require(url->host.find_first_of("@/\\ ?#") == std::string::npos && url->path.front() == '/');
  }
  require(percent_decode(percent_encode(text)) == text);
  for (const std::string& tag : parse_accept_language(text))
    require(is_language_tag(tag) && normalize_language(tag) == tag);
  require(utf8_prefix(text, size / 2).size() <= size / 2);
  return 0;
}
