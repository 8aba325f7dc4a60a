#include "examples/demo_lrs/record_store.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "core/base/uuid.hpp"
#include "examples/demo_lrs/attachments.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

namespace {

using base::Json;

base::Instant now() { return std::chrono::floor<base::Milliseconds>(std::chrono::system_clock::now()); }

ports::HttpResponse problem(int status, const std::string& why) { return json(status, Json{{"error", why}}.dump()); }

// The version header (xAPI Communication 3.3): 1.0, 1.0.x or 2.0, 2.0.x. Empty when missing or not known.
std::string version_of(const ports::HttpRequest& request) {
  const auto* header = ports::header(request.headers, "X-Experience-API-Version");
  if (!header) return {};
  const std::string& v = *header;
  const bool known = v == "1.0" || v == "2.0" || (v.rfind("1.0.", 0) == 0 && v.size() > 4) || (v.rfind("2.0.", 0) == 0 && v.size() > 4);
  return known ? v : std::string();
}

void mark_version(ports::HttpResponse& answer, const std::string& version) {
  answer.headers.emplace_back("X-Experience-API-Version", version.rfind("1", 0) == 0 ? "1.0.3" : "2.0.0");
}

std::string value(const base::Fields& fields, std::string_view name) {
  const auto* found = base::field(fields, name);
  return found ? *found : std::string();
}

std::string identifier_of(const Json& agent) {
  for (const char* name : {"mbox", "mbox_sha1sum", "openid", "account"})
    if (agent.contains(name)) return base::canonical_json(Json{{name, agent[name]}});
  return {};
}

const std::set<std::string>& known_parameters() {
  static const std::set<std::string> names{"statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities", "related_agents",
                                           "since", "until", "limit", "format", "attachments", "ascending", "skip"};
  return names;
}

// A filter from the query; the problem in `why` otherwise.
std::optional<Filter> read_filter(const base::Fields& fields, std::string& why) {
  Filter filter;
  for (auto [name, target] : {std::pair{"since", &filter.since}, std::pair{"until", &filter.until}}) {
    if (!base::field(fields, name)) continue;
    const auto at = base::parse_rfc3339(value(fields, name));
    if (!at) return why = std::string(name) + " is not a time", std::nullopt;
    *target = *at;
  }
  if (const auto agent = value(fields, "agent"); !agent.empty()) {
    const auto parsed = base::parse_json(agent);
    if (!parsed || !parsed->is_object() || (filter.actor = identifier_of(*parsed)).empty()) return why = "agent is not an agent", std::nullopt;
  }
  filter.verb = value(fields, "verb");
  filter.activity = value(fields, "activity");
  filter.registration = value(fields, "registration");
  if (!filter.registration.empty() && !base::is_uuid(filter.registration)) return why = "registration is not a UUID", std::nullopt;
  filter.ascending = value(fields, "ascending") == "true";
  const auto number = [&](const char* name, std::size_t& out) {
    const auto text = value(fields, name);
    if (text.empty()) return true;
    if (text.size() > 6 || !std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); })) return false;
    out = std::stoul(text);
    return true;
  };
  std::size_t limit = 0;
  if (!number("limit", limit) || !number("skip", filter.skip)) return why = "limit is not a number", std::nullopt;
  if (limit > 0) filter.limit = std::min<std::size_t>(limit, 500);
  return filter;
}

// The rest of a list: the same question about the same moment, further on.
std::string more_link(base::Fields fields, const Filter& filter, base::Instant until) {
  std::erase_if(fields, [](const auto& f) { return f.first == "skip" || f.first == "until"; });
  fields.emplace_back("until", base::format_rfc3339(until));
  fields.emplace_back("skip", std::to_string(filter.skip + filter.limit));
  return "/xAPI/statements?" + base::format_form(fields);
}

void mark_fault(ports::HttpResponse& answer, const std::string& fault) { answer.headers.emplace_back(kFaultHeader, fault); }

}  // namespace

ports::HttpResponse RecordStore::handle(const ports::HttpRequest& request) {
  const bool get = request.method == "GET" || request.method == "HEAD";
  if (request.path == "/healthz" && get) return text(200, "ok\n");
  if (request.path == "/" && get) return html(200, statements_page(statements_));
  if (request.path == "/events" && get) return json(200, Json{{"count", statements_.size()}}.dump());
  if (settings_.test_hooks && request.path == "/_faults") return faults(request);
  if (request.path.rfind("/xAPI/", 0) == 0) return resource(request);
  return text(404, "There is no page at this address. The xAPI endpoint is /xAPI/.\n");
}

ports::HttpResponse RecordStore::resource(const ports::HttpRequest& request) {
  const bool get = request.method == "GET" || request.method == "HEAD";
  if (request.path == "/xAPI/about" && get) {
    auto answer = json(200, Json{{"version", {"1.0.3", "2.0.0"}}}.dump());
    mark_version(answer, "2.0.0");
    return answer;
  }
  if (request.path != "/xAPI/statements") return problem(404, "this store has /xAPI/about and /xAPI/statements only");
  const std::string version = version_of(request);
  if (version.empty()) return problem(400, "X-Experience-API-Version must be 1.0.x or 2.0.x");
  const auto* authorization = ports::header(request.headers, "Authorization");
  const std::string expected = "Basic " + base::base64_encode(settings_.username + ":" + settings_.password);
  ports::HttpResponse answer;
  const auto fields = base::parse_form(request.query);
  if (!authorization || !base::equal_constant_time(*authorization, expected)) {
    answer = problem(401, "these credentials are not known");
    answer.headers.emplace_back("WWW-Authenticate", "Basic realm=\"demo-lrs\"");
  } else if (!fields) {
    answer = problem(400, "the query could not be read");
  } else if (get) {
    answer = read(*fields);
  } else if (request.method == "POST") {
    answer = fields->empty() ? write(request, "", version) : problem(400, "POST takes no parameters");
  } else if (request.method == "PUT") {
    const auto id = value(*fields, "statementId");
    answer = fields->size() == 1 && base::is_uuid(id) ? write(request, id, version) : problem(400, "PUT takes exactly statementId");
  } else {
    answer = problem(405, "statements take GET, POST and PUT");
  }
  mark_version(answer, version);
  return answer;
}

ports::HttpResponse RecordStore::write(const ports::HttpRequest& request, const std::string& id, const std::string& version) {
  const Fault fault = settings_.test_hooks ? faults_.next() : Fault{};
  if (fault.kind == "status") {
    auto answer = problem(fault.status, "told to by a test");
    if (fault.retry_after >= 0) answer.headers.emplace_back("Retry-After", std::to_string(fault.retry_after));
    return answer;
  }
  if (fault.kind == "reset_before" || fault.kind == "hang") {
    auto answer = problem(500, "told to by a test");
    mark_fault(answer, fault.kind + " " + std::to_string(fault.ms));
    return answer;
  }
  const auto* type = ports::header(request.headers, "Content-Type");
  const Sent sent = read_sent(type ? *type : std::string(), request.body);
  if (!sent.problem.empty()) return problem(400, sent.problem);
  if (const int refused = faults_.refused(sent.statements)) return problem(refused, "a statement of this batch is refused");
  if (const auto wrong = attachment_problem(sent); !wrong.empty()) return problem(400, wrong);

  auto result = statements_.add(sent.statements, id, version, now());
  if (result.outcome == Outcome::conflict) faults_.count_conflict();
  if (result.outcome != Outcome::stored) return problem(result.outcome == Outcome::conflict ? 409 : 400, result.problem);
  if (fault.kind == "wrong_ids")
    for (auto& each : result.ids) each = base::uuid_v4();
  ports::HttpResponse answer = id.empty() ? json(200, Json(result.ids).dump()) : ports::HttpResponse{204, {}, ""};
  if (fault.kind == "reset_after" || fault.kind == "half") mark_fault(answer, fault.kind);
  return answer;
}

ports::HttpResponse RecordStore::read(const base::Fields& fields) {
  for (const auto& [name, unused] : fields)
    if (!known_parameters().count(name)) return problem(400, name + " is not a parameter of the specification");
  ports::HttpResponse answer;
  if (base::field(fields, "statementId") || base::field(fields, "voidedStatementId")) {
    answer = read_one(fields);
  } else {
    std::string why;
    const auto filter = read_filter(fields, why);
    if (!filter) return problem(400, why);
    bool more = false;
    const auto until = filter->until.value_or(now());
    std::string body = "{\"statements\":[";
    for (const auto& statement : statements_.list(*filter, more)) body += (body.back() == '[' ? "" : ",") + statement.text;
    body += "],\"more\":" + Json(more ? more_link(fields, *filter, until) : std::string()).dump() + "}";
    answer = json(200, body);
  }
  answer.headers.emplace_back("X-Experience-API-Consistent-Through", base::format_rfc3339(now()));
  return answer;
}

ports::HttpResponse RecordStore::read_one(const base::Fields& fields) {
  const bool voided = base::field(fields, "voidedStatementId") != nullptr;
  for (const auto& [name, unused] : fields)
    if (name != (voided ? "voidedStatementId" : "statementId") && name != "format" && name != "attachments")
      return problem(400, name + " does not go with an id");
  const auto id = value(fields, voided ? "voidedStatementId" : "statementId");
  if (!base::is_uuid(id)) return problem(400, "the id is not a UUID");
  const auto found = statements_.find(id, voided);
  if (!found) return problem(404, "there is no such statement");
  auto answer = json(200, found->text);
  answer.headers.emplace_back("Last-Modified", base::format_rfc3339(found->stored));
  return answer;
}

ports::HttpResponse RecordStore::faults(const ports::HttpRequest& request) {
  if (request.method == "DELETE") faults_.clear();
  if (request.method == "POST") {
    if (auto scripted = faults_.script(request.body); !scripted) return problem(400, base::describe(scripted.error()));
  }
  return json(200, faults_.state());
}

}  // namespace preceptor::demo
