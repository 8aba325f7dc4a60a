#include "web/claims/claim_pages.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "web/claims/impl.hpp"
#include "web/error_page.hpp"
#include "web/format.hpp"
#include "web/learner/handle.hpp"

namespace preceptor::web {
namespace {

using base::Code;

struct ClaimTarget {
  std::string_view token, place;
};

std::optional<ClaimTarget> claim_target(std::string_view path) {
  constexpr std::string_view start = "/c/";
  if (!path.starts_with(start)) return std::nullopt;
  path.remove_prefix(start.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return ClaimTarget{path, {}};
  return ClaimTarget{path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

base::Result<ClaimGuest> ClaimPages::Impl::guest(ClaimHandle handle, std::string token, const std::vector<std::string>& wanted) {
  ClaimGuest guest;
  auto registration = deps.registrations.load_registration(handle.link.registration);
  if (!registration) return base::fail(registration.error());
  if (!*registration) return base::fail(Code::session_handle_invalid, "the registration is not in the store");
  auto person = deps.records.load_person(handle.person);
  if (!person) return base::fail(person.error());
  if (!*person) return base::fail(Code::session_handle_invalid, "the person is not in the store");
  guest.registration = std::move(**registration);
  guest.person = std::move(**person);
  guest.facts = facts_from_json(handle.facts);
  guest.words = &choose_messages(languages_for(guest.facts.locale, wanted), "en");
  guest.handle = std::move(handle);
  guest.token = std::move(token);
  return guest;
}

// The receipt is the attempt's: this handle opens it, the other way round nothing opens.
std::string ClaimPages::Impl::receipt_path(const ClaimGuest& guest) const {
  if (guest.handle.attempt.empty()) return {};
  Handle handle;
  handle.registration = guest.handle.link.registration;
  handle.attempt = guest.handle.attempt;
  handle.issued = guest.handle.issued;
  handle.renewed = deps.clock.now();
  return urls.prefix() + "/u/" + seal_handle(deps.sealer, handle) + "/receipt";
}

std::string ClaimPages::Impl::back_path(const ClaimGuest& guest, const std::string& from) const {
  const std::string receipt = from == "receipt" ? receipt_path(guest) : std::string();
  return receipt.empty() ? path(guest, {}) : receipt;
}

ports::HttpResponse ClaimPages::Impl::page(const ClaimGuest& guest, const char* name, const View& view, const std::string& title, int status) const {
  Page page;
  page.status = status;
  page.title = title;
  page.body_html = render(name, *guest.words, view);
  page.frame_ancestors = frame_ancestors(guest.registration, guest.facts.return_url);
  page.script = true;
  page.style_asset = "assets/credit.css";
  if (std::string_view(name) == "profile") page.added_script = "assets/profile.js";
  return respond(*guest.words, std::move(page));
}

base::Result<ports::HttpResponse> ClaimPages::Impl::show(const ClaimGuest& guest, const ports::HttpRequest& request, std::string_view place) {
  constexpr std::string_view kCertificate = "certificate/", kTranscript = "transcript.";
  if (place.empty()) return credits(guest, {});
  if (place == "profile") return show_profile(guest, request);
  if (place == "transcript") return transcript(guest, request, {});
  if (place.starts_with(kTranscript)) return transcript(guest, request, place.substr(kTranscript.size()));
  if (place.starts_with(kCertificate)) return certificate(guest, plain_code(place.substr(kCertificate.size())));
  if (place == "privacy") return privacy(guest);
  if (place == "mine.json") return everything(guest);
  return base::fail(Code::request_not_found, std::string(place));
}

base::Result<ports::HttpResponse> ClaimPages::Impl::act(const ClaimGuest& guest, const ports::HttpRequest& request, std::string_view place) {
  const auto form = base::parse_form(request.body);
  if (!form) return base::fail(form.error());
  if (place == "profession") return tell_profession(guest, *form);
  if (place == "claim") return claim(guest, *form);
  if (place == "profile") return save_profile(guest, *form);
  if (place == "privacy") return withdraw(guest);
  return base::fail(Code::request_not_found, std::string(place));
}

ClaimPages::ClaimPages(ClaimDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
ClaimPages::~ClaimPages() = default;

ports::HttpResponse ClaimPages::answer(const ports::HttpRequest& request) {
  const auto wanted = wanted_languages(request);
  if (request.method != "GET" && request.method != "POST") {
    auto response = error_page({Code::request_method, {}, {}, {}}, "", wanted);
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
  }
  const auto target = claim_target(request.path);
  auto handle = target ? open_claim(impl_->deps.sealer, target->token) : std::nullopt;
  if (!handle) return error_page({Code::session_handle_invalid, {}, {}, {}}, "", wanted);
  if (is_expired(*handle, impl_->deps.clock.now())) return error_page({Code::session_handle_expired, {}, {}, {}}, "", wanted);
  const auto guest = impl_->guest(std::move(*handle), std::string(target->token), wanted);
  auto page = !guest                      ? base::Result<ports::HttpResponse>(base::fail(guest.error()))
              : request.method == "POST" ? impl_->act(*guest, request, target->place)
                                         : impl_->show(*guest, request, target->place);
  return page ? std::move(*page) : error_page(page.error(), impl_->diary.failed("credit", page.error()), wanted);
}

std::string day_text(base::Date date, const Messages& words) { return format_date(base::Instant(std::chrono::sys_days(date)), words); }

std::string number_text(credit::Amount amount, const Messages& words) { return format_decimal(credit::format(amount), words); }

std::string spaced_code(const std::string& code) {
  std::string text;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    text += std::string(at > 0 && at % 4 == 0 ? "-" : "") + (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return text;
}

// Codes are of base32's letters: whoever reads a zero, one or eight means the letter that looks like it.
std::string plain_code(std::string_view typed) {
  std::string code;
  for (const char c : typed.substr(0, 64)) {
    if (c >= 'A' && c <= 'Z') code += static_cast<char>(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7')) code += c;
    else if (c == '0') code += 'o';
    else if (c == '1') code += 'l';
    else if (c == '8') code += 'b';
  }
  return code;
}

std::string typed(const base::Fields& form, std::string_view name) {
  const auto* value = base::field(form, name);
  if (!value) return {};
  constexpr const char* kBlanks = " \t\r\n";
  const auto from = value->find_first_not_of(kBlanks);
  return from == std::string::npos ? std::string() : value->substr(from, value->find_last_not_of(kBlanks) - from + 1);
}

std::string fresh_key() { return base::base64url_encode(base::random_bytes(12)); }

std::string text_or(const Messages& words, const std::string& key, const char* otherwise) {
  return words.has(key) || Messages::in("en").has(key) ? words.text(key) : words.text(otherwise);
}

}  // namespace preceptor::web
