// Rules 58 to 70: results and scores.
#include <cmath>

#include "core/base/json.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"

namespace preceptor::xapi::checks {
using base::Json;
namespace {

constexpr const char* kMastery = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
constexpr std::string_view kPassed = "http://adlnet.gov/expapi/verbs/passed";
constexpr std::string_view kFailed = "http://adlnet.gov/expapi/verbs/failed";
constexpr double kClose = 1e-4;  // cmi5 gives scores with four decimals

std::optional<double> number(Check& check, const Json& score, const char* name, const Path& path) {
  const Json* value = member(score, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    check.add(7, path / name, "must be a number");
    return std::nullopt;
  }
  const double read = value->get<double>();
  if (!std::isfinite(read)) {
    check.add(67, path / name, "must be a finite number");
    return std::nullopt;
  }
  return read;
}

void check_score(Check& check, const Json& score, const Path& path) {
  if (!is_object(check, score, path, 63)) return;
  only_members(check, score, path, {"scaled", "raw", "min", "max"});
  const auto scaled = number(check, score, "scaled", path), raw = number(check, score, "raw", path);
  const auto min = number(check, score, "min", path), max = number(check, score, "max", path);
  if (scaled && (*scaled < -1 || *scaled > 1)) {
    check.add(64, path / "scaled", "must lie between -1 and 1");
  } else if (scaled && *scaled < 0) {
    check.add(68, path / "scaled", "is below 0, which cmi5 does not allow");
  }
  if (raw && ((min && *raw < *min) || (max && *raw > *max))) check.add(65, path / "raw", "must lie between min and max");
  if (raw && (!min || !max)) check.add(68, path / "raw", "needs min and max beside it (cmi5)");
  if (min && max && *min >= *max) return check.add(66, path / "min", "must be less than max");
  if (!scaled || !raw || !min || !max) return;
  const double zero_based = (*raw - *min) / (*max - *min);
  const double by_max = *max > 0 ? *raw / *max : zero_based;  // both readings are in use
  if (std::abs(*scaled - zero_based) > kClose && std::abs(*scaled - by_max) > kClose) {
    check.add(69, path / "scaled", "does not agree with raw, min and max");
  }
}

void check_duration(Check& check, const Json& result, const Path& path) {
  const Json* value = member(result, "duration");
  if (value == nullptr) return;
  const Path here = path / "duration";
  if (!value->is_string()) return check.add(7, here, "must be a string: an ISO 8601 duration");
  const auto& text = value->get_ref<const std::string&>();
  if (text.empty()) return check.add(8, here, "is empty; must be an ISO 8601 duration");
  switch (duration_fault(text)) {
    case 60: return check.add(60, here, "must be PnYnMnDTnHnMnS or PnW, with fractions on seconds only");
    case 61: return check.add(61, here, "is signed or has a decimal comma, which some record stores refuse");
    case 62: return check.add(62, here, "is finer than 0.01 s, which is not compared");
    default: return;
  }
}

void check_mastery(Check& check, const Json& statement, const Json& result, const Path& path) {
  const Json* success = member(result, "success");
  if (success == nullptr || !success->is_boolean()) return;
  const Json* verb = member(statement, "verb");
  const Json* id = verb == nullptr ? nullptr : member(*verb, "id");
  const Path here = path / "success";
  if (id != nullptr && ((*id == kPassed && *success == false) || (*id == kFailed && *success == true))) {
    return check.add(70, here, "contradicts the verb");
  }
  const Json* context = member(statement, "context");
  const Json* extensions = context == nullptr ? nullptr : member(*context, "extensions");
  const Json* mastery = extensions == nullptr ? nullptr : member(*extensions, kMastery);
  const Json* score = member(result, "score");
  const Json* scaled = score == nullptr ? nullptr : member(*score, "scaled");
  if (mastery == nullptr || !mastery->is_number() || scaled == nullptr || !scaled->is_number()) return;
  if ((scaled->get<double>() >= mastery->get<double>()) != success->get<bool>()) {
    check.add(70, here, "contradicts the score and the mastery score");
  }
}

}  // namespace

void check_result(Check& check, const Json& statement, const Path& path) {
  const Json* result = member(statement, "result");
  if (result == nullptr) return;
  const Path here = path / "result";
  if (!is_object(check, *result, here, 7)) return;
  only_members(check, *result, here, {"score", "success", "completion", "response", "duration", "extensions"});
  for (const char* name : {"success", "completion"}) {
    if (const Json* value = member(*result, name); value != nullptr && !value->is_boolean()) check.add(58, here / name, "must be true or false");
  }
  if (const Json* value = member(*result, "response"); value != nullptr && !value->is_string()) check.add(59, here / "response", "must be a string");
  check_duration(check, *result, here);
  if (const Json* score = member(*result, "score")) check_score(check, *score, here / "score");
  if (const Json* extensions = member(*result, "extensions")) check_extensions(check, *extensions, here / "extensions", 7);
  check_mastery(check, statement, *result, here);
}

}  // namespace preceptor::xapi::checks
