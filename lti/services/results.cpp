#include "lti/services/results.hpp"

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/services/line_items.hpp"
#include "lti/services/paging.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;

constexpr std::string_view kResultsType = "application/vnd.ims.lis.v2.resultcontainer+json";
constexpr std::size_t kMostResults = 50000;

std::optional<double> number_in(const Json& one, const char* name) {
  const auto found = one.find(name);
  return found != one.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

}  // namespace

base::Result<std::vector<GradeResult>> parse_results(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json || !json->is_array()) return fail(Code::service_unreadable, "the results are no JSON array");
  std::vector<GradeResult> results;
  for (const Json& one : *json) {
    if (!one.is_object()) return fail(Code::service_unreadable, "a result is no JSON object");
    GradeResult result;
    if (const auto* user = base::string_member(one, "userId")) result.user_id = *user;
    if (const auto* comment = base::string_member(one, "comment")) result.comment = *comment;
    result.score = number_in(one, "resultScore");
    result.maximum = number_in(one, "resultMaximum").value_or(1);
    results.push_back(std::move(result));
  }
  return results;
}

base::Result<std::vector<GradeResult>> read_results(const LinkServices& at, const std::string& lineitem, const std::string& user_id) {
  std::string url = with_path(lineitem, "/results");
  if (!user_id.empty()) url = base::add_query(url, "user_id", user_id);
  std::vector<GradeResult> results;
  const auto ask = [&](const std::string& page) {
    ServiceCall call;
    call.url = page;
    call.accept = kResultsType;
    return call_grades(at, kScopeResult, std::move(call));
  };
  const auto read = [&](const std::string& body) -> base::Status {
    auto page = parse_results(body);
    if (!page) return fail(page.error());
    for (GradeResult& one : *page)
      if (user_id.empty() || one.user_id == user_id) results.push_back(std::move(one));
    if (results.size() > kMostResults) return fail(Code::service_unreadable, "more than " + std::to_string(kMostResults) + " results");
    return {};
  };
  if (auto done = each_page(ask, url, read); !done) return fail(done.error());
  return results;
}

}  // namespace preceptor::lti
