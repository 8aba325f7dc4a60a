// Our public keys (Security Framework 6): one set a registration, and the union of them all.
#include <set>

#include "plugin/app/site.hpp"
#include "web/error_page.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using base::Status;
using ports::HttpRequest;
using ports::HttpResponse;

namespace {

constexpr std::string_view kPrefix = "/lti/jwks/", kEnding = ".json";

HttpResponse refuse(const base::Error& error, const HttpRequest& request) { return web::error_page(error, "", web::wanted_languages(request)); }

HttpResponse answer_with(const std::vector<lti::SigningKey>& keys,
                         const std::string& caching = "public, max-age=" + std::to_string(lti::kKeySetMaxAge)) {
  HttpResponse response;
  response.headers = {{"Content-Type", "application/json"}, {"X-Content-Type-Options", "nosniff"},
                      {"Cache-Control", caching}};
  response.body = lti::key_set_json(keys);
  return response;
}

// A platform may fetch the set before anything was signed: a registration never shows an empty one.
Status make_missing(lti::RegistrationStore& store, lti::SigningKeys& signing_keys) {
  const auto registrations = store.list_registrations();
  if (!registrations) return fail(registrations.error());
  const auto published = signing_keys.all_published();
  if (!published) return fail(published.error());
  std::set<base::RegistrationId> with_key;
  for (const lti::SigningKey& key : *published) with_key.insert(key.registration);
  for (const lti::Registration& registration : *registrations) {
    if (!registration.enabled || with_key.contains(registration.id)) continue;
    if (const auto made = signing_keys.published(registration.id); !made) return fail(made.error());
  }
  return {};
}

}  // namespace

HttpResponse Site::key_set(const HttpRequest& request) {
  if (!request.path.starts_with(kPrefix)) {
    if (const Status made = make_missing(*store_, *signing_keys_); !made) return refuse(made.error(), request);
    const auto keys = signing_keys_->all_published();
    return keys ? answer_with(*keys) : refuse(keys.error(), request);
  }
  const std::string id = request.path.substr(kPrefix.size(), request.path.size() - kPrefix.size() - kEnding.size());
  const auto registration = store_->load_registration(base::RegistrationId(id));
  if (!registration) return refuse(registration.error(), request);
  if (!*registration) return early_key_set(request, base::RegistrationId(id));
  if (!(*registration)->enabled) return refuse({Code::request_not_found, {}, {}, {}}, request);
  const auto keys = signing_keys_->published((*registration)->id);
  return keys ? answer_with(*keys) : refuse(keys.error(), request);
}

// An LMS that fetches our key set while it is still registering us: the key is there, the registration is not. Nothing that comes of it may be
// kept, since the attempt may fail.
HttpResponse Site::early_key_set(const HttpRequest& request, const base::RegistrationId& id) {
  const auto under_way = store_->is_being_registered(id, clock_->now());
  if (!under_way) return refuse(under_way.error(), request);
  const auto keys = *under_way ? store_->list_keys(id) : Result<std::vector<lti::SigningKey>>();
  if (!keys) return refuse(keys.error(), request);
  if (keys->empty()) return refuse({Code::request_not_found, {}, {}, {}}, request);
  return answer_with(*keys, "no-store");
}

Status Site::tend_keys() {
  if (const Status done = signing_keys_->finish_due(); !done) return done;
  return make_missing(*store_, *signing_keys_);
}

}  // namespace preceptor::app
