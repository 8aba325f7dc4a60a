// A request the host hands over, answered on its own thread by the same router as the embedded server's.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/uuid.hpp"
#include "core/ports/http.hpp"
#include "plugin/abi/instance.hpp"

namespace preceptor::abi {
namespace {

// The largest body any route takes, over HTTP too; routes refuse less by themselves.
constexpr std::size_t kLargestBody = 1 << 20;
constexpr std::size_t kMostHeaders = 256;

base::Status check_shape(const preceptor_request* request, preceptor_response_sink sink) {
  if (request == nullptr || sink == nullptr) return base::fail(base::Code::abi_misuse, "preceptor_handle: request or sink is NULL");
  if (request->struct_size < offsetof(preceptor_request, client_address))
    return base::fail(base::Code::abi_misuse, "request.struct_size must be sizeof(preceptor_request)");
  if (request->method == nullptr || request->target == nullptr)
    return base::fail(base::Code::abi_misuse, "request.method and request.target must not be NULL");
  if (request->header_count > 0 && request->headers == nullptr) return base::fail(base::Code::abi_misuse, "request.headers is NULL");
  if (request->body_size > 0 && request->body == nullptr) return base::fail(base::Code::abi_misuse, "request.body is NULL");
  for (std::size_t i = 0; i < std::min(request->header_count, kMostHeaders); ++i)
    if (request->headers[i].name == nullptr || request->headers[i].value == nullptr)
      return base::fail(base::Code::abi_misuse, "a request header's name or value is NULL");
  return {};
}

// RFC 9110, 5.6.2: what a method may be made of.
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  const auto good = [&](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || kMarks.find(c) != kMarks.npos; };
  return !text.empty() && std::all_of(text.begin(), text.end(), good);
}

// What the browser sent wrong, as opposed to the host: answered, not refused.
std::optional<base::Code> check_content(const preceptor_request& request) {
  const std::string_view target = request.target;
  const bool printable = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
  if (!is_token(request.method) || !target.starts_with('/') || !printable || request.header_count > kMostHeaders) return base::Code::request_malformed;
  if (request.body_size > kLargestBody) return base::Code::request_too_large;
  return std::nullopt;
}

ports::HttpRequest read_request(const preceptor_request& given) {
  ports::HttpRequest request;
  request.method = given.method;
  const std::string_view target = given.target;
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  request.headers.reserve(given.header_count);
  for (std::size_t i = 0; i < given.header_count; ++i) request.headers.emplace_back(given.headers[i].name, given.headers[i].value);
  if (given.body_size > 0) request.body.assign(given.body, given.body_size);
  const bool has_address = given.struct_size >= offsetof(preceptor_request, client_address) + sizeof given.client_address;
  if (has_address && given.client_address != nullptr) request.client_address = given.client_address;
  request.id = base::uuid_v4();
  return request;
}

ports::HttpResponse plain(base::Code code) {
  const base::CodeInfo& info = base::info(code);
  return {info.status, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}, std::string(info.user) + "\n"};
}

void give(const ports::HttpResponse& response, preceptor_response_sink sink, void* user) {
  std::vector<preceptor_header> headers;
  headers.reserve(response.headers.size());
  for (const auto& [name, value] : response.headers) headers.push_back({name.c_str(), value.c_str()});
  sink(user, response.status, headers.data(), headers.size(), response.body.data(), response.body.size());
}

}  // namespace
}  // namespace preceptor::abi

using namespace preceptor;

extern "C" int preceptor_handle(preceptor_instance* p, const preceptor_request* request, preceptor_response_sink sink, void* user) {
  return abi::guard(p, "preceptor_handle", [&](app::Application& app) -> base::Status {
    if (auto shape = abi::check_shape(request, sink); !shape) return shape;
    const auto wrong = abi::check_content(*request);
    abi::give(wrong ? abi::plain(*wrong) : app.handle(abi::read_request(*request)), sink, user);
    return {};
  });
}
