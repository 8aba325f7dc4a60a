#include "xapi/profile/published.hpp"

#include <cstddef>

#include "core/base/json.hpp"
#include "xapi/vocabulary.hpp"
#include "xapi_profile_embedded.hpp"

namespace preceptor::xapi {
namespace {

constexpr std::string_view kBaseMark = "{base}";
constexpr std::string_view kBelow = "/xapi/profile/";
constexpr std::size_t kLongestBase = 2000;   // it is written into the document some 150 times

}  // namespace

std::string profile_version_id(std::string_view activity_base) { return std::string(activity_base) + std::string(kBelow) + std::string(kProfileVersion); }

std::string base_of_profile(std::string_view version_id) {
  const std::string ending = profile_version_id("");
  if (!version_id.ends_with(ending) || version_id.size() > kLongestBase + ending.size()) return {};
  return std::string(version_id.substr(0, version_id.size() - ending.size()));
}

std::string profile_document(std::string_view activity_base) {
  const std::string quoted = base::Json(std::string(activity_base)).dump();
  const std::string_view base = std::string_view(quoted).substr(1, quoted.size() - 2);   // as it stands inside a JSON text
  std::string_view rest = xapi_profile::embedded(std::string(kProfileVersion) + ".jsonld");
  std::string out;
  for (std::size_t mark = rest.find(kBaseMark); mark != std::string_view::npos; mark = rest.find(kBaseMark)) {
    out += rest.substr(0, mark);
    out += base;
    rest.remove_prefix(mark + kBaseMark.size());
  }
  out += rest;
  return out;
}

base::Json profile_category(std::string_view activity_base) {
  return base::Json::array({base::Json{{"objectType", "Activity"}, {"id", profile_version_id(activity_base)}, {"definition", base::Json{{"type", kProfileType}}}}});
}

}  // namespace preceptor::xapi
