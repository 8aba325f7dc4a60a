// application/x-www-form-urlencoded bodies (WHATWG URL, section 5), read strictly.
#include <algorithm>

#include "core/base/encoding.hpp"
#include "core/base/url.hpp"

namespace preceptor::base {
namespace {

Result<std::string> read_component(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  auto decoded = percent_decode(spaced);
  if (!decoded) return fail(Code::request_malformed, "a form field has a broken percent escape");
  if (decoded->find('\0') != std::string::npos) return fail(Code::request_malformed, "a form field holds a NUL");
  if (!is_utf8(*decoded)) return fail(Code::request_malformed, "a form field is not UTF-8");
  return std::move(*decoded);
}

std::string write_component(std::string_view text) {
  std::string encoded;
  for (char c : text) {
    if (c == ' ') {
      encoded += '+';
    } else {
      encoded += percent_encode(std::string_view(&c, 1));
    }
  }
  return encoded;
}

}  // namespace

Result<Fields> parse_form(std::string_view body, std::size_t max_fields) {
  Fields fields;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (pair.empty()) continue;
    if (fields.size() == max_fields) {
      return fail(Code::request_malformed, "more than " + std::to_string(max_fields) + " form fields");
    }
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = read_component(pair.substr(0, equals));
    if (!name) return fail(name.error());
    auto value = read_component(pair.substr(std::min(equals + 1, pair.size())));
    if (!value) return fail(value.error());
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

std::string format_form(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    body += write_component(name) + "=" + write_component(value);
  }
  return body;
}

const std::string* field(const Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.first == name; });
  return found == fields.end() ? nullptr : &found->second;
}

std::vector<std::string> field_values(const Fields& fields, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& one : fields) {
    if (one.first == name) values.push_back(one.second);
  }
  return values;
}

}  // namespace preceptor::base
