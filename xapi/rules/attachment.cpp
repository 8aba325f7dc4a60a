// Rules 88 to 95 and 99: attachments as they are declared. Their bodies travel in multipart requests, which the delivery rules cover.
#include "core/base/json.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"
#include "xapi/signed_statement.hpp"

namespace preceptor::xapi::checks {
using base::Json;
namespace {

void check_one(Check& check, const Json& value, const Path& path) {
  if (!is_object(check, value, path, 88)) return;
  only_members(check, value, path, {"usageType", "display", "description", "contentType", "length", "sha2", "fileUrl"});
  constexpr std::pair<const char*, int> kRequired[] = {
      {"usageType", 89}, {"display", 90}, {"contentType", 91}, {"length", 92}, {"sha2", 93}};
  for (const auto& [name, rule] : kRequired) {
    if (!value.contains(name)) check.add(rule, path / name, "is missing: every attachment has it");
  }
  formatted(check, value, "usageType", path, 89, is_iri, "an IRI");
  for (const char* name : {"display", "description"}) {
    if (const Json* map = member(value, name)) check_language_map(check, *map, path / name, 90);
  }
  formatted(check, value, "contentType", path, 91, is_media_type, "a media type such as application/pdf");
  const Json* length = member(value, "length");
  if (length != nullptr && (!length->is_number_integer() || *length < 0)) check.add(92, path / "length", "must be a whole number of bytes");
  formatted(check, value, "sha2", path, 93, is_hex, "hex digits");
  formatted(check, value, "fileUrl", path, 94, is_irl, "an IRL");
  const Json* usage = member(value, "usageType");
  const bool signature = usage != nullptr && *usage == kSignatureUsage;
  if (signature && value.contains("contentType") && value["contentType"] != kSignatureContent) {
    check.add(99, path / "contentType", "must be application/octet-stream: this is a signature");
  }
  // A signature is never fetched from elsewhere: its body goes along in a multipart request.
  if (!value.contains("fileUrl") && !signature) {
    check.add(95, Severity::house, path / "fileUrl", "is missing: the statement cannot travel without the attachment's body beside it");
  }
}

}  // namespace

void check_attachments(Check& check, const Json& statement, const Path& path) {
  const Json* attachments = member(statement, "attachments");
  if (attachments == nullptr) return;
  const Path here = path / "attachments";
  if (!attachments->is_array()) return check.add(88, here, "must be an array of objects");
  int index = 0;
  for (const Json& one : *attachments) check_one(check, one, here[index++]);
}

}  // namespace preceptor::xapi::checks
