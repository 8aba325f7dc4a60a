// A certificate as a page to print, and the public page that tells whether one is genuine.
#include <algorithm>

#include "core/base/encoding.hpp"
#include "web/claims/impl.hpp"
#include "web/error_page.hpp"
#include "web/onward/qr.hpp"

namespace preceptor::web {
namespace {

using base::Code;
using credit::GrantState;

// "R. Example": all that is told to anybody who holds the code.
std::string short_name(const credit::Profile& profile) {
  if (profile.given_name.empty() || profile.family_name.empty()) return {};
  auto initial = std::string(base::utf8_prefix(profile.given_name, 1));
  for (std::size_t bytes = 2; initial.empty() && bytes <= 4; ++bytes) initial = std::string(base::utf8_prefix(profile.given_name, bytes));
  return initial + ". " + profile.family_name;
}

// What became of it since: the end of a message key "certificate.<...>"; empty while it stands.
std::string fate_of(const credit::Grant& grant) {
  if (grant.state == GrantState::superseded) return "superseded";
  return credit::holds(grant) ? "" : "withdrawn";
}

ports::HttpResponse public_page(const Messages& words, const char* name, const View& view, int status) {
  Page page;
  page.status = status;
  page.title = words.text("verify.title");
  page.body_html = render(name, words, view);
  page.style_asset = "assets/credit.css";
  return respond(words, std::move(page));
}

View verify_form(const std::string& action, const std::string& typed_code) {
  View view;
  view.text("action", action).text("typed", typed_code).flag("unknown", false).flag("found", false);
  return view;
}

}  // namespace

const credit::Provider* ClaimPages::Impl::provider(const std::string& id) const {
  const auto found = std::ranges::find(deps.providers, id, &credit::Provider::id);
  return found == deps.providers.end() ? nullptr : &*found;
}

// The version it was granted under: a certificate says what stood then.
base::Result<std::shared_ptr<const credit::Activity>> ClaimPages::Impl::version_of(const credit::Grant& grant) {
  const auto version = deps.content.by_hash(grant.activity);
  if (!version) return base::fail(version.error());
  if (!*version) return std::shared_ptr<const credit::Activity>();
  auto activity = credit::activity_from_json((*version)->json);
  if (!activity) return base::fail(activity.error());
  return std::make_shared<const credit::Activity>(std::move(*activity));
}

base::Result<credit::Profile> ClaimPages::Impl::name_of(const base::PersonId& person, const char* why) {
  const auto kept = deps.vault.load_profile(person, {"learner", why});
  if (!kept) return base::fail(kept.error());
  if (*kept && !(*kept)->family_name.empty()) return **kept;
  const auto told = prefill.identity(person);
  if (!told) return base::fail(told.error());
  credit::Profile profile;
  if (!*told) return profile;
  profile.given_name = (*told)->given_name;
  profile.family_name = (*told)->family_name;
  if (profile.given_name.empty() && profile.family_name.empty()) profile.family_name = (*told)->full_name;
  return profile;
}

base::Result<ports::HttpResponse> ClaimPages::Impl::certificate(const ClaimGuest& guest, const std::string& code) {
  const auto& words = *guest.words;
  const auto grant = deps.grants.grant_of_certificate(code);
  if (!grant) return base::fail(grant.error());
  if (!*grant || (*grant)->person != guest.person.id) return base::fail(Code::credit_certificate_unknown, "asked with a personal handle");
  const auto version = version_of(**grant);
  if (!version) return base::fail(version.error());
  const auto profile = name_of(guest.person.id, "certificate");
  if (!profile) return base::fail(profile.error());
  const auto* activity = version->get();
  const auto* by = provider((*grant)->provider);
  const bool participation = (*grant)->system == "participation";
  const std::string fate = fate_of(**grant), url = verify_url(code);
  View view;
  view.text_if("name", profile->given_name + (profile->given_name.empty() ? "" : " ") + profile->family_name).text("profile_url", path(guest, "profile"));
  view.text("verb", words.text(participation ? "certificate.took_part" : "certificate.was_awarded"))
      .text_if("amount", participation ? "" : amount_text(**grant, words));
  view.text("activity", activity ? activity->title : (*grant)->activity_id).text("activity_lang", activity ? activity->language : words.language());
  view.text("provider", by ? by->name : (*grant)->provider).text("day", day_text((*grant)->date, words)).text("code", spaced_code(code));
  view.text_if("format", activity && credit::activity_format(activity->format) ? std::string(credit::activity_format(activity->format)->name) : "");
  view.text_if("accreditation", activity ? activity->accreditation_statement : "").text_if("designation", activity ? activity->designation_statement : "");
  view.text_if("fate", fate.empty() ? "" : words.text("certificate." + fate)).text("state", state_text(**grant, words));
  view.text_if("aoa", aoa_text(**grant, activity, words));
  view.text("verify_url", url).text_if("qr_html", qr_svg(url)).text("credits_url", path(guest, {}));
  const std::string title = words.text(participation ? "certificate.title_part" : "certificate.title");
  return page(guest, "certificate", view.text("title", title), title);
}

base::Result<ports::HttpResponse> ClaimPages::Impl::verified(const Messages& words, const std::string& code) {
  auto view = verify_form(urls.prefix() + "/verify", spaced_code(code));
  const auto grant = deps.grants.grant_of_certificate(code);
  if (!grant) return base::fail(grant.error());
  if (!*grant) {
    view.flag("unknown", true);
    return public_page(words, "verify", view, base::info(Code::credit_certificate_unknown).status);
  }
  const auto profile = name_of((*grant)->person, "verify page");
  if (!profile) return base::fail(profile.error());
  const std::string fate = fate_of(**grant);
  view.flag("found", true).text_if("name", short_name(*profile)).text("amount", amount_text(**grant, words)).text("day", day_text((*grant)->date, words));
  view.flag("valid", fate.empty()).text("verdict", words.text("certificate." + (fate.empty() ? std::string("valid") : fate)));
  return public_page(words, "verify", view, 200);
}

ports::HttpResponse ClaimPages::verify(const ports::HttpRequest& request) {
  const auto wanted = wanted_languages(request);
  if (request.method != "GET") {
    auto response = error_page({Code::request_method, {}, {}, {}}, "", wanted);
    response.headers.emplace_back("Allow", "GET");
    return response;
  }
  constexpr std::string_view start = "/verify/";
  const auto asked = base::parse_form(request.query);
  const auto* from_form = asked ? base::field(*asked, "code") : nullptr;
  if (from_form && !plain_code(*from_form).empty()) return see_other(impl_->urls.prefix() + "/verify/" + plain_code(*from_form));
  const auto& words = choose_messages(wanted, "en");
  const std::string code = request.path.starts_with(start) ? plain_code(std::string_view(request.path).substr(start.size())) : std::string();
  if (code.empty()) return public_page(words, "verify", verify_form(impl_->urls.prefix() + "/verify", {}), 200);
  // 80 bits and more cannot be tried out; the limit keeps whoever tries from being a load.
  if (impl_->deps.may_guess && !impl_->deps.may_guess(request.client_address)) return error_page({Code::request_rate_limited, {}, {}, {}}, "", wanted);
  auto page = impl_->verified(words, code);
  return page ? std::move(*page) : error_page(page.error(), impl_->diary.failed("verify", page.error()), wanted);
}

}  // namespace preceptor::web
