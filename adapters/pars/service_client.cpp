#include "adapters/pars/service_client.hpp"

#include "adapters/pars/credits.hpp"
#include "adapters/pars/service_formats.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/ascii.hpp"
#include "core/base/url.hpp"

namespace preceptor::pars {
namespace {

using base::Json;
using report::ResultCode;
using report::SendAnswer;
using What = SendAnswer::What;

constexpr std::chrono::milliseconds kServiceTimeout{15000};
constexpr std::size_t kMostAnswer = 64 << 10;
constexpr int kWrappings = 3;   // an envelope, a list, the answer

SendAnswer not_understood(const std::string& why) { return {What::unreachable, ResultCode::none, why}; }

// A text or number under that name, whatever its case.
std::string member(const Json& object, std::string_view name) {
  for (const auto& [key, value] : object.items()) {
    if (base::lower(key) != name) continue;
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number()) return value.dump();
  }
  return {};
}

const Json* answer_object(const Json& body) {
  const Json* here = &body;
  for (int depth = 0; depth < kWrappings; ++depth) {
    if (here->is_object() && (!member(*here, "status").empty() || !member(*here, "result").empty())) return here;
    if ((!here->is_object() && !here->is_array()) || here->size() != 1) return nullptr;
    here = &here->begin().value();
  }
  return here->is_object() && (!member(*here, "status").empty() || !member(*here, "result").empty()) ? here : nullptr;
}

std::optional<What> meaning(const std::string& status, const std::string& result, bool asked) {
  struct Word {
    std::string_view text;
    What what;
  };
  constexpr Word kWords[] = {{"accepted", What::accepted}, {"pending", What::pending}, {"rejected", What::rejected}, {"not found", What::unknown}, {"notfound", What::unknown}};
  const std::string wanted = base::lower(status);
  for (const auto& one : kWords)
    if (one.text == wanted) return one.what;
  // How the call went says nothing of a record that was asked for; of one that was given, a success says that it was taken, not what its board says.
  if (!status.empty() || asked) return std::nullopt;
  const std::string outcome = base::lower(result);
  if (outcome == "failure") return What::rejected;
  return outcome == "success" ? std::optional(What::pending) : std::nullopt;
}

std::string http_words(int status) { return "the service answered HTTP " + std::to_string(status); }

// A 404 is no word about the record by itself: a path that the service does not have answers the same, and the record would be sent again and again.
std::optional<SendAnswer> told_by_status(int status) {
  if (status == 401 || status == 403) return SendAnswer{What::refused, ResultCode::none, http_words(status)};
  const bool readable = (status >= 200 && status < 300) || status == 400 || status == 404 || status == 409 || status == 422;
  if (!readable) return not_understood(http_words(status));
  return std::nullopt;
}

}  // namespace

SendAnswer read_service_answer(const ports::OutboundResponse& answer, const std::string& ccid, bool asked) {
  if (auto told = told_by_status(answer.status)) return *told;
  const bool good = answer.status < 300;
  if (good && answer.body.empty() && !asked) return {What::pending, ResultCode::none, {}};
  const auto body = base::parse_json(answer.body, {.max_bytes = kMostAnswer, .max_depth = 16});
  const Json* object = body ? answer_object(*body) : nullptr;
  if (object == nullptr) return not_understood(http_words(answer.status) + " with a body that says neither Status nor Result");
  const std::string id = member(*object, "creditid");
  if (!id.empty() && id != ccid) return not_understood("the service answered about another record");
  const auto what = meaning(member(*object, "status"), member(*object, "result"), asked);
  if (!what) return not_understood(http_words(answer.status) + " with a word for the record's state that is not known");
  if (!good && (*what == What::accepted || *what == What::pending)) return not_understood(http_words(answer.status) + " and yet that the record was taken");
  SendAnswer read{*what, report::result_code_named(member(*object, "code")), {}};
  if (read.what == What::rejected && read.code == ResultCode::none) read.code = ResultCode::unspecified;
  return read;
}

SendAnswer ServiceClient::call(ports::OutboundRequest request, const std::string& ccid, bool asked) const {
  request.timeout = kServiceTimeout;
  request.max_response_bytes = kMostAnswer;
  request.headers.emplace_back("Accept", "application/json");
  if (!settings_.secret.empty()) {
    const std::string& secret = settings_.secret.reveal();
    request.headers.emplace_back(settings_.header, settings_.user.empty() ? secret : "Basic " + base::base64_encode(settings_.user + ":" + secret));
  }
  const auto answer = http_.send(request);
  if (!answer) return not_understood(base::describe(answer.error()));
  return read_service_answer(*answer, ccid, asked);
}

SendAnswer ServiceClient::send(const report::LearnerRow& row, const report::Report& report) {
  report::Report whole = report;
  whole.settings.insert(settings_.report.begin(), settings_.report.end());
  auto document = learner_document(row, whole);
  if (!document) return {What::unsaid, ResultCode::missing_data, document.error().detail};   // names the field, not its value
  ports::OutboundRequest request;
  request.method = "POST";
  request.url = settings_.url + settings_.save_path;
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(*document);
  auto answer = call(std::move(request), row.grant.ccid, false);
  // A removal that was taken needs no board.
  if (row.action == report::Action::remove && answer.what == What::pending) answer.what = What::accepted;
  return answer;
}

SendAnswer ServiceClient::ask(const std::string& ccid) {
  ports::OutboundRequest request;
  request.url = settings_.url + settings_.status_path + "?" + base::format_form({{settings_.id_parameter, ccid}});
  return call(std::move(request), ccid, true);
}

}  // namespace preceptor::pars
