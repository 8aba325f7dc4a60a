#include "lti/services/paging.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "core/base/url.hpp"
#include "lti/services/link_services.hpp"
#include "lti/shown.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {
namespace {

constexpr int kMaxPages = 200;
constexpr std::size_t kMaxHeader = 16 * 1024;

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

struct WebLink { std::string target, parameters; };

// "<target>; parameters, <target>; parameters". A comma inside quotes or a target separates nothing.
std::vector<WebLink> links_of(std::string_view text) {
  std::vector<WebLink> links;
  while (true) {
    const auto open = text.find('<');
    if (open == std::string_view::npos) return links;
    const auto close = text.find('>', open);
    if (close == std::string_view::npos) return links;
    bool quoted = false;
    auto end = close + 1;
    for (; end < text.size() && (quoted || text[end] != ','); ++end) {
      if (quoted && text[end] == '\\') ++end;
      else if (text[end] == '"') quoted = !quoted;
    }
    end = std::min(end, text.size());
    links.push_back({std::string(text.substr(open + 1, close - open - 1)), std::string(text.substr(close + 1, end - close - 1))});
    text.remove_prefix(end);
  }
}

// rel holds names separated by spaces.
bool has_relation(std::string_view parameters, std::string_view relation) {
  while (!parameters.empty()) {
    const auto end = std::min(parameters.find(';'), parameters.size());
    const auto parameter = parameters.substr(0, end);
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos || !same_name(trimmed(parameter.substr(0, equals)), "rel")) continue;
    std::string_view value = trimmed(parameter.substr(equals + 1));
    if (value.starts_with('"')) value.remove_prefix(1);
    if (value.ends_with('"')) value.remove_suffix(1);
    while (!value.empty()) {
      const auto space = std::min(value.find(' '), value.size());
      if (same_name(value.substr(0, space), relation)) return true;
      value.remove_prefix(std::min(space + 1, value.size()));
    }
  }
  return false;
}

// RFC 8288 3.1, RFC 3986 5.2, as far as pages of a list need it: "?query" and "/path". Other references are left as they are, and refused: a bare word is
// mostly no address at all ("null").
std::string resolved(const base::Url& page, const std::string& page_url, const std::string& target) {
  if (target.starts_with("//")) return target;
  if (target.starts_with('/')) return page.origin() + target;
  if (target.starts_with('?')) return page_url.substr(0, page_url.find_first_of("?#")) + target;
  return target;
}

}  // namespace

base::Result<std::optional<std::string>> next_page(const ports::Headers& headers, const std::string& page_url) {
  for (const auto& [name, value] : headers) {
    if (!same_name(name, "link") || value.size() > kMaxHeader) continue;
    std::string plain = value;
    replace_all(plain, "\xE2\x80\x9C", "\"");
    replace_all(plain, "\xE2\x80\x9D", "\"");
    for (WebLink& link : links_of(plain)) {
      if (!has_relation(link.parameters, "next")) continue;
      replace_all(link.target, "&amp;", "&");
      const auto here = base::parse_url(page_url);
      if (here) link.target = resolved(*here, page_url, link.target);
      const auto there = base::parse_url(link.target);
      if (!there) return base::fail(base::Code::service_unreadable, "the next page is no address: " + shown(link.target));
      if (!here || here->origin() != there->origin())
        return base::fail(base::Code::service_unreadable, "the next page is on another site: " + shown(there->origin()));
      return std::optional(std::move(link.target));
    }
  }
  return std::optional<std::string>();
}

base::Status each_page(const std::function<base::Result<ports::OutboundResponse>(const std::string& url)>& ask, std::string url,
                       const std::function<base::Status(const std::string& body)>& read) {
  std::set<std::string> seen;
  for (int page = 0; page < kMaxPages; ++page) {
    if (!seen.insert(url).second) return base::fail(base::Code::service_unreadable, "the pages lead in a circle");
    const auto answer = ask(url);
    if (!answer) return base::fail(answer.error());
    if (answer->status != 200) return base::fail(refused(*answer));
    if (auto done = read(answer->body); !done) return done;
    auto next = next_page(answer->headers, url);
    if (!next) return base::fail(next.error());
    if (!*next) return {};
    url = std::move(**next);
  }
  return base::fail(base::Code::service_unreadable, "more than " + std::to_string(kMaxPages) + " pages");
}

}  // namespace preceptor::lti
