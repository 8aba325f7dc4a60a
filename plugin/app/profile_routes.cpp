// The published xAPI profile, at the address that statements name (docs/xapi-profile.md).
#include <string_view>

#include "core/base/digest.hpp"
#include "plugin/app/site.hpp"
#include "web/error_page.hpp"
#include "xapi/profile/profile.hpp"
#include "xapi/profile/published.hpp"

namespace preceptor::app {

using base::Status;
using ports::HttpRequest;
using ports::HttpResponse;

namespace {

constexpr std::string_view kProfilePath = "/xapi/profile";

// Whether the caller has it already. A list of quoted tags holds ours as a piece of text, and no other tag does.
bool has_tag(const HttpRequest& request, const std::string& tag) {
  const std::string* known = ports::header(request.headers, "If-None-Match");
  return known && (*known == "*" || known->find(tag) != std::string::npos);
}

}  // namespace

// Read as any consumer would: a document that cannot be used is not served.
Status Site::open_profile() {
  profile_text_ = xapi::profile_document(activity_base_);
  profile_etag_ = '"' + base::sha256_hex(profile_text_).substr(0, 32) + '"';
  const auto read = xapi::Profile::read(profile_text_);
  return read ? Status() : base::fail(read.error());
}

// The bare address is the profile itself, which is its newest version.
HttpResponse Site::profile(const HttpRequest& request) {
  const std::string_view rest = std::string_view(request.path).substr(kProfilePath.size());
  if (!rest.empty() && rest.substr(1) != xapi::kProfileVersion) return web::error_page(base::Error{base::Code::request_not_found, {}, {}, {}}, "", web::wanted_languages(request));
  HttpResponse response;
  response.status = has_tag(request, profile_etag_) ? 304 : 200;
  response.headers = {{"Cache-Control", "public, max-age=86400"}, {"ETag", profile_etag_}};
  if (response.status == 304) return response;
  response.headers.emplace_back("Content-Type", "application/ld+json");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.body = profile_text_;
  return response;
}

}  // namespace preceptor::app
