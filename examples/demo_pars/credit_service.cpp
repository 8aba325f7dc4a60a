#include "examples/demo_pars/credit_service.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

namespace {

using base::Json;

constexpr std::size_t kMostRefused = 50;
constexpr const char* kSavePath = "/learner-activities";
constexpr const char* kStatusPath = "/learner-activities/status";

base::Instant wall_clock() { return std::chrono::floor<base::Milliseconds>(std::chrono::system_clock::now()); }

ports::HttpResponse failure(int status, const std::string& code, const std::string& message, const std::string& id = {}) {
  Json body{{"Result", "Failure"}, {"Code", code}, {"Message", message}};
  if (!id.empty()) body["CreditID"] = id;
  return json(status, body.dump());
}

bool all_digits(const std::string& text, std::size_t count) {
  return text.size() == count && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// A record as the draft's tree has it; throws Json::exception where a member is missing or another kind, std::string where a value is wrong.
CreditRecord read_record(const Json& report) {
  const Json& name = report.at("Member").at("Name");
  const Json& module = report.at("Activity").at("Module");
  const Json& credit = module.at("CreditCertificate").at(0);
  CreditRecord record;
  record.given = name.at("GivenName").get<std::string>();
  record.family = name.at("FamilyName").get<std::string>();
  record.activity = module.at("ModuleName").at("moduleID").get<std::string>();
  record.title = module.at("ModuleName").at("value").get<std::string>();
  record.number = credit.at("UniqueID").at("value").get<std::string>();
  record.domain = credit.at("UniqueID").at("domain").get<std::string>();
  record.certification = credit.at("CreditReceived").at("activityCertification").get<std::string>();
  record.credits = credit.at("CreditReceived").at("numberOfCredits").dump();
  record.id = credit.at("CreditID").get<std::string>();
  const auto birth = report.at("Member").at("PersonalInfo").at("BirthDate").get<std::string>();
  if (record.given.empty() || record.family.empty()) throw std::string("a name is empty");
  if (!all_digits(record.activity, 9)) throw std::string("moduleID has not nine digits");
  if (!all_digits(report.at("Activity").at("ProviderOrganization").get<std::string>(), 7)) throw std::string("ProviderOrganization has not seven digits");
  if (birth.size() != 10) throw std::string("BirthDate is no date");
  if (module.at("Status") != "Completed") throw std::string("Status is not Completed");
  if (!record.id.starts_with("ccid:") || std::ranges::count(record.id, ':') != 2) throw std::string("CreditID is none");
  return record;
}

}  // namespace

ports::HttpResponse CreditService::handle(const ports::HttpRequest& request) {
  const bool get = request.method == "GET" || request.method == "HEAD";
  if (request.path == "/healthz" && get) return text(200, "ok\n");
  if (request.path == "/" && get) return html(200, page());
  if (request.path == "/events" && get) return json(200, state_json());
  if (settings_.test_hooks && request.path == "/_next" && request.method == "POST") return hook(request);
  if (request.path == kSavePath || request.path == kStatusPath) return service(request);
  return text(404, "There is no page at this address.\n");
}

ports::HttpResponse CreditService::service(const ports::HttpRequest& request) {
  const auto* authorization = ports::header(request.headers, "Authorization");
  const std::string expected = "Basic " + base::base64_encode(settings_.user + ":" + settings_.password);
  if (!authorization || !base::equal_constant_time(*authorization, expected)) {
    auto answer = failure(401, "Operation not supported", "these credentials are not known");
    answer.headers.emplace_back("WWW-Authenticate", "Basic realm=\"demo-pars\"");
    return answer;
  }
  if (request.path == kSavePath && request.method == "POST") return save(request.body);
  if (request.path == kStatusPath && request.method == "GET") {
    const auto fields = base::parse_form(request.query);
    const auto* id = fields ? base::field(*fields, "CreditId") : nullptr;
    return id ? status(*id) : failure(400, "Missing data", "CreditId is missing");
  }
  return failure(405, "Operation not supported", "records take POST, their status GET");
}

ports::HttpResponse CreditService::save(const std::string& body) {
  const auto document = base::parse_json(body);
  if (!document) return failure(400, "Invalid data", "this is no JSON");
  try {
    const Json& reports = document->at("ACCMELearnerReports").at("ActivityReports").at("ActivityReport");
    if (reports.size() != 1) return failure(400, "Operation not supported", "one record at a time");
    const Json& report = reports.at(0);
    const auto record = read_record(report);
    const auto action = report.at("XtensibleInfo").at("LearnerRecordAction").get<std::string>();
    if (action == "add") return add(record);
    if (action != "delete") return failure(400, "Invalid data", "LearnerRecordAction is neither add nor delete", record.id);
    if (shelf_.remove(record.id)) return json(200, Json{{"Result", "Success"}, {"CreditID", record.id}}.dump());
    return json(404, Json{{"Result", "Failure"}, {"Status", "Not found"}, {"CreditID", record.id}}.dump());
  } catch (const Json::exception& e) {
    return failure(400, "Missing data", e.what());
  } catch (const std::string& wrong) {
    return failure(400, "Invalid data", wrong);
  }
}

ports::HttpResponse CreditService::refuse(const CreditRecord& record, int status, const std::string& code, const std::string& message) {
  const std::lock_guard lock(mutex_);
  refused_.insert(refused_.begin(), {record.given, record.family, record.number, code + ": " + message, wall_clock()});
  if (refused_.size() > kMostRefused) refused_.pop_back();
  return failure(status, code, message, record.id);
}

ports::HttpResponse CreditService::add(CreditRecord record) {
  ++saved_;
  const auto known = std::ranges::find(settings_.known, record.family, &std::pair<std::string, std::string>::first);
  if (known != settings_.known.end() && known->second != record.number) return refuse(record, 422, "No match", "nobody of this name has this number");
  const bool late = std::ranges::find(settings_.late, record.family) != settings_.late.end();
  record.at = wall_clock();
  record.final_at = record.at + (late ? settings_.late_for : base::Milliseconds{0});
  if (!shelf_.add(record)) return refuse(record, 409, "Report already exists", "there is a record with this CreditID");
  return after_saving(json(200, Json{{"Result", "Success"}, {"Status", late ? "Pending" : "Accepted"}, {"CreditID", record.id}}.dump()));
}

// What a test asked for: the record is kept, and its answer is not.
ports::HttpResponse CreditService::after_saving(ports::HttpResponse answer) {
  std::string next;
  {
    const std::lock_guard lock(mutex_);
    next.swap(next_);
  }
  if (next == "die") std::_Exit(1);
  if (next == "hang") std::this_thread::sleep_for(std::chrono::seconds(4));
  if (next == "garble") return text(200, "<html>so sorry</html>");
  return answer;
}

ports::HttpResponse CreditService::status(const std::string& id) {
  ++asked_;
  const auto record = shelf_.find(id);
  if (!record) return json(404, Json{{"Status", "Not found"}, {"CreditID", id}}.dump());
  return json(200, Json{{"Status", wall_clock() < record->final_at ? "Pending" : "Accepted"}, {"CreditID", id}}.dump());
}

ports::HttpResponse CreditService::hook(const ports::HttpRequest& request) {
  if (request.body != "die" && request.body != "hang" && request.body != "garble") return text(400, "die, hang or garble\n");
  const std::lock_guard lock(mutex_);
  next_ = request.body;
  return text(200, "ok\n");
}

std::string CreditService::state_json() const {
  Json list = Json::array();
  const auto now = wall_clock();
  for (const auto& one : shelf_.all())
    list.push_back({{"id", one.id}, {"family", one.family}, {"number", one.number}, {"state", now < one.final_at ? "Pending" : "Accepted"}});
  const std::lock_guard lock(mutex_);
  return Json{{"records", list}, {"refused", refused_.size()}, {"saved", saved_.load()}, {"asked", asked_.load()}}.dump();
}

std::string CreditService::page() const {
  std::vector<RefusedRecord> refused;
  {
    const std::lock_guard lock(mutex_);
    refused = refused_;
  }
  return records_page(settings_, shelf_.all(), refused, wall_clock());
}

}  // namespace preceptor::demo
