#include "lti/services/token_answer.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "lti/shown.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

constexpr std::size_t kLongestAccessToken = 8 * 1024;
constexpr std::size_t kLongRun = 32;   // Moodle's tokens; other people's are longer, words are shorter
constexpr base::Milliseconds kUnsaidLife{5L * 60 * 1000};
constexpr base::Milliseconds kLongestLife{60L * 60 * 1000};   // Canvas refuses a token after an hour whatever it said

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Where the text after the element that begins at `open` goes on: scripts and styles are no words.
std::size_t after_tag(std::string_view text, std::size_t open) {
  for (const std::string_view hidden : {"script", "style"}) {
    if (!text.substr(open + 1).starts_with(hidden)) continue;
    const std::size_t end = text.find("</" + std::string(hidden), open);
    if (end == std::string_view::npos) return text.size();
    open = end;
  }
  const std::size_t close = text.find('>', open);
  return close == std::string_view::npos ? text.size() : close + 1;
}

std::string without_tags(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find('<', at), text.size());
    plain.append(text.substr(at, open - at)).append(" ");
    at = open == text.size() ? open : after_tag(text, open);
  }
  return plain;
}

bool stands_in_tokens(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

// One word; what may be a token in it is left out.
std::string harmless(std::string_view word) {
  std::string text;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t end = at;
    while (end < word.size() && stands_in_tokens(word[end])) ++end;
    if (end == at) text += word[at++];
    else text += end - at >= kLongRun ? "..." : word.substr(at, end - at);
    at = std::max(at, end);
  }
  return text;
}

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool same_without_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string> split_scopes(std::string_view text) {
  std::vector<std::string> scopes;
  while (!(text = trimmed(text)).empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    scopes.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return scopes;
}

// A number of seconds, also as text. Nothing sensible: a short life, so that the token is asked for again soon.
base::Milliseconds life_of(const Json& answer) {
  const auto member = answer.find("expires_in");
  if (member == answer.end()) return kUnsaidLife;
  long long seconds = 0;
  if (member->is_number()) {
    const double value = member->get<double>();
    seconds = value >= 0 && value < 1e9 ? static_cast<long long>(value) : 0;
  } else if (member->is_string()) {
    const std::string& text = member->get_ref<const std::string&>();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return kUnsaidLife;
  } else {
    return kUnsaidLife;
  }
  return std::clamp(base::Milliseconds(std::min(seconds, 86'400LL) * 1000), base::Milliseconds(0), kLongestLife);
}

std::string status_text(const ports::OutboundResponse& answer) { return "status " + std::to_string(answer.status); }

// RFC 6749 5.2, also where it is not quite JSON (Moodle: {"error" : ""kid" invalid, ..."}): nullopt when it is no error body at all.
std::optional<std::string> error_words(const std::string& body, const std::optional<Json>& json) {
  if (json) {
    const std::string* error = base::string_member(*json, "error");
    const std::string* description = base::string_member(*json, "error_description");
    if (error == nullptr && description == nullptr) return std::nullopt;
    std::string words = error != nullptr ? words_of(*error) : std::string();
    if (description != nullptr) words += (words.empty() ? "" : ": ") + words_of(*description);
    return words;
  }
  const std::string_view text = trimmed(body);
  const std::size_t at = text.find("\"error\"");
  if (!text.starts_with('{') || at == std::string_view::npos) return std::nullopt;
  std::string_view rest = trimmed(text.substr(at + 7));
  while (!rest.empty() && (rest.front() == ':' || rest.front() == '"' || is_space(rest.front()))) rest.remove_prefix(1);
  while (!rest.empty() && (rest.back() == '}' || rest.back() == '"' || is_space(rest.back()))) rest.remove_suffix(1);
  return words_of(rest);
}

bool looks_like_a_page(const ports::OutboundResponse& answer) {
  const std::string_view body = trimmed(answer.body);
  return body.starts_with('<') || body.find("<html") != std::string_view::npos;
}

base::Error refusal(const ports::OutboundResponse& answer, const std::optional<Json>& json, const std::vector<std::string>& asked) {
  const auto words = error_words(answer.body, json);
  if (words && words->starts_with("invalid_scope")) {
    std::string scopes;
    for (const std::string& scope : asked) scopes += (scopes.empty() ? "" : ", ") + short_scope(scope);
    return {Code::service_not_offered, "the LMS grants none of the scopes " + scopes + " (" + status_text(answer) + ", " + *words + ")", {}, {}};
  }
  if (words) return {Code::token_refused, status_text(answer) + ": " + (words->empty() ? "no reason given" : *words), {}, {}};
  if (answer.status >= 300 && answer.status < 400) return {Code::token_unreadable, status_text(answer) + ": the token endpoint's address leads elsewhere", {}, {}};
  if (looks_like_a_page(answer)) {
    // moodle.md 6: a key set that Moodle cannot fetch ends its token endpoint with a page.
    return {Code::token_unreadable, status_text(answer) + ", a page instead of a token (\"" + words_of(answer.body) + "\"): the LMS cannot reach our key set, or this is not its token endpoint", {}, {}};
  }
  const std::string said = words_of(answer.body);
  if (answer.status >= 400 && answer.status < 500 && !said.empty()) return {Code::token_refused, status_text(answer) + ": " + said, {}, {}};
  return {Code::token_unreadable, status_text(answer) + (said.empty() ? ", empty" : ": " + said), {}, {}};
}

}  // namespace

std::string words_of(std::string_view body) {
  const std::string_view start = base::utf8_prefix(body, 16 * 1024);   // a page's message may come after its head
  if (!base::is_utf8(start)) return "(not UTF-8)";
  const std::string plain = without_tags(start);
  std::string words;
  for (std::string_view rest = trimmed(plain); !rest.empty(); rest = trimmed(rest)) {
    const std::size_t end = static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_space) - rest.begin());
    words += (words.empty() ? "" : " ") + harmless(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  return shown(words);
}

std::string short_scope(const std::string& scope) {
  const std::size_t slash = scope.rfind('/');
  return shown(slash == std::string::npos ? scope : scope.substr(slash + 1));
}

Result<TokenAnswer> read_token_answer(const ports::OutboundResponse& answer, const std::vector<std::string>& asked) {
  auto parsed = base::parse_json(answer.body);   // whatever the content type says
  std::optional<Json> json;
  if (parsed && parsed->is_object()) json = std::move(*parsed);
  const std::string* token = json ? base::string_member(*json, "access_token") : nullptr;
  if (answer.status < 200 || answer.status > 299 || token == nullptr) return fail(refusal(answer, json, asked));
  if (token->empty() || token->size() > kLongestAccessToken || !is_visible(*token)) return fail(Code::token_unreadable, "the access token is empty, over 8 KiB, or not plain ASCII");
  const std::string* type = base::string_member(*json, "token_type");
  if (type != nullptr && !same_without_case(*type, "bearer")) return fail(base::Error{Code::token_unreadable, "token_type", "Bearer", shown(*type)});
  TokenAnswer result;
  result.token = base::Secret(*token);
  result.life = life_of(*json);
  const std::string* scope = base::string_member(*json, "scope");
  result.scopes = scope != nullptr ? split_scopes(*scope) : asked;
  for (const std::string& needed : asked) {
    if (std::find(result.scopes.begin(), result.scopes.end(), needed) != result.scopes.end()) continue;
    return fail(Code::service_not_offered, "the LMS did not grant the scope " + short_scope(needed));
  }
  return result;
}

}  // namespace preceptor::lti
