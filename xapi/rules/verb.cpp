// Rules 37 to 39 and 104: verbs, and the one that is reserved.
#include "core/base/json.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"

namespace preceptor::xapi::checks {
using base::Json;

void check_verb(Check& check, const Json& value, const Path& path) {
  if (!is_object(check, value, path, 7)) return;
  only_members(check, value, path, {"id", "display"});
  if (!value.contains("id")) check.add(37, path / "id", "is missing: a verb is an IRI");
  formatted(check, value, "id", path, 37, is_iri, "an IRI with a scheme and without spaces");
  if (const Json* display = member(value, "display")) {
    check_language_map(check, *display, path / "display", 38);
  } else {
    check.add(38, Severity::house, path / "display", "is missing: give the verb in words");
  }
}

void check_voiding(Check& check, const Json& statement, const Path& path, bool nested) {
  const Json* verb = member(statement, "verb");
  const Json* id = verb == nullptr ? nullptr : member(*verb, "id");
  if (id == nullptr || *id != kVoided) return;
  const Json* object = member(statement, "object");
  const Json* type = object == nullptr ? nullptr : member(*object, "objectType");
  if (type != nullptr && *type == "StatementRef") return;
  if (nested) {
    check.add(39, path / "verb", "is reserved for voiding; use another verb in a SubStatement");
  } else {
    check.add(104, path / "object", "must be a StatementRef: the verb voids a statement");
  }
}

}  // namespace preceptor::xapi::checks
