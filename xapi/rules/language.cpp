// Rules 84 to 87: language maps and extensions.
#include "core/base/json.hpp"
#include "core/base/language.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"

namespace preceptor::xapi::checks {
using base::Json;

void check_language_map(Check& check, const Json& value, const Path& path, int rule) {
  if (!is_object(check, value, path, rule)) return;
  if (value.empty()) check.add(86, path, "is an empty language map; give a text or leave it out");
  for (const auto& [tag, text] : value.items()) {
    if (!base::is_language_tag(tag)) check.add(84, path / tag, "is no RFC 5646 language tag, such as en or pt-BR");
    if (!text.is_string() && !text.is_null()) check.add(85, path / tag, "must be a string");
  }
}

void check_extensions(Check& check, const Json& value, const Path& path, int rule) {
  if (!is_object(check, value, path, rule)) return;
  for (const auto& [key, ignored] : value.items()) {
    if (!is_iri(key)) check.add(87, path / key, "must be named by an absolute IRI");
  }
}

}  // namespace preceptor::xapi::checks
