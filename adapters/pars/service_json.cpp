#include "adapters/pars/credits.hpp"
#include "adapters/pars/service_formats.hpp"
#include "adapters/report_files/text_file.hpp"
#include "adapters/report_files/words.hpp"
#include "core/base/json.hpp"

namespace preceptor::pars {
namespace {

using base::Json;

// A JSON number with exactly the digits of the amount; quarters are exact in binary.
Json amount_number(credit::Amount amount) {
  if (amount.hundredths % 100 == 0) return amount.hundredths / 100;
  return static_cast<double>(amount.hundredths) / 100;
}

Json credit_certificate(const ServiceCredit& one) {
  return {{"UniqueID", {{"value", one.id}, {"domain", one.domain}}},
          {"CreditReceived", {{"activityCertification", one.certification}, {"creditUnit", "Point"}, {"numberOfCredits", amount_number(one.amount)}}},
          {"CreditID", one.credit_id}};
}

Json activity_report_json(const ServiceRow& row, std::string_view provider_id) {
  Json credits = Json::array();
  for (const auto& one : row.credits) credits.push_back(credit_certificate(one));
  Json info{{"LearnerRecordAction", row.action}};
  if (!provider_id.empty()) info["ProviderID"] = provider_id;
  return {{"ReportingOrganization", row.organization},
          {"Member", {{"Name", {{"GivenName", row.given_name}, {"FamilyName", row.family_name}}}, {"PersonalInfo", {{"BirthDate", row.birth_date}}}}},
          {"Activity",
           {{"ProviderOrganization", row.provider},
            {"Module",
             {{"ModuleName", {{"value", row.title}, {"moduleID", row.activity_id}}},
              {"Status", "Completed"},
              {"CompletedDateTime", row.completed},
              {"CreditCertificate", credits}}}}},
          {"XtensibleInfo", info}};
}

constexpr std::string_view kHead = R"({"ACCMELearnerReports":{"ActivityReports":{"DateTimeCreated":")";
constexpr std::string_view kReports = R"(","ActivityReport":[)";
constexpr std::string_view kTail = "]}}}";

// With its zone: a time without one would be read as Central (credit.md 4.1).
std::string head_line(const report::Report& report) {
  return std::string(kHead) + base::format_rfc3339(report.as_of).substr(0, 19) + "Z" + std::string(kReports) + "\n";
}

std::string record_line(const ServiceRow& row, const report::Report& report) {
  return base::canonical_json(activity_report_json(row, report_files::setting(report, "pars.provider_id")));
}

// One document, a record on a line of its own: so it is written and read again without being held.
class ServiceJsonWriter final : public report::Writer {
 public:
  ServiceJsonWriter(report_files::TextFile file, const report::Report& report) : file_(std::move(file)), report_(report) {}
  base::Status start() { return file_.write(head_line(report_)); }
  base::Status row(const report::LearnerRow& row) override {
    const auto made = service_row(row, report_);
    if (!made) return base::fail(made.error());
    if (const auto put = file_.write((written_.records ? ",\n" : "") + record_line(*made, report_)); !put) return put;
    ++written_.rows;
    ++written_.records;
    if (made->action == "add") written_.total += made->total;
    return {};
  }
  base::Status finish() override {
    if (const auto put = file_.write(std::string(written_.records ? "\n" : "") + std::string(kTail) + "\n"); !put) return put;
    return file_.close();
  }
  report::Written written() const override { return written_; }

 private:
  report_files::TextFile file_;
  const report::Report report_;
  report::Written written_;
};

// A member by its path; null when a step is missing.
const Json& at_path(const Json& from, std::initializer_list<const char*> path) {
  static const Json kNothing;
  const Json* here = &from;
  for (const char* step : path) {
    if (!here->is_object()) return kNothing;
    const auto it = here->find(step);
    if (it == here->end()) return kNothing;
    here = &*it;
  }
  return *here;
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : std::string(); }

std::optional<credit::Amount> amount_of(const Json& value) {
  if (!value.is_number()) return std::nullopt;
  const auto amount = credit::parse_amount(value.dump());
  return amount && amount->hundredths % 25 == 0 ? std::optional(*amount) : std::nullopt;
}

void count_report(const std::string& line, report::ReadBack& read) {
  const std::string where = "report " + std::to_string(++read.rows) + ": ";
  const auto record = base::parse_json(line);
  if (!record) {
    read.note(where + "no JSON");
    return;
  }
  const Json& module = at_path(*record, {"Activity", "Module"});
  if (!report_files::digits(text_of(at_path(module, {"ModuleName", "moduleID"})), 9)) read.note(where + "the activity's id has not nine digits");
  if (!report_files::digits(text_of(at_path(*record, {"Activity", "ProviderOrganization"})), 7))
    read.note(where + "the provider's id has not seven digits");
  const std::string action = text_of(at_path(*record, {"XtensibleInfo", "LearnerRecordAction"}));
  if (action != "add" && action != "delete") read.note(where + "the action is neither add nor delete");
  const Json& credits = at_path(module, {"CreditCertificate"});
  if (!credits.is_array() || credits.empty()) read.note(where + "no credit");
  for (std::size_t i = 0; credits.is_array() && i < credits.size(); ++i) {
    const Json& one = credits[i];
    const auto amount = amount_of(at_path(one, {"CreditReceived", "numberOfCredits"}));
    if (!amount) read.note(where + "a number of credits is no multiple of 0.25");
    if (!is_credit_id(text_of(at_path(one, {"CreditID"})))) read.note(where + "a credit's id is none");
    if (amount && action == "add" && i == 0) read.total += *amount;   // boards' parts follow the whole
  }
}

}  // namespace

base::Result<std::string> learner_document(const report::LearnerRow& row, const report::Report& report) {
  const auto made = service_row(row, report);
  if (!made) return base::fail(made.error());
  return head_line(report) + record_line(*made, report) + "\n" + std::string(kTail) + "\n";
}

base::Result<std::unique_ptr<report::Writer>> ParsLearnerJson::begin(const std::string& path, const report::Report& report) const {
  auto file = report_files::TextFile::create(path);
  if (!file) return base::fail(file.error());
  auto writer = std::make_unique<ServiceJsonWriter>(std::move(*file), report);
  if (const auto started = writer->start(); !started) return base::fail(started.error());
  return writer;
}

base::Result<report::ReadBack> ParsLearnerJson::read_back(const std::string& path) const {
  auto lines = report_files::LineReader::open(path);
  if (!lines) return base::fail(lines.error());
  report::ReadBack read;
  bool headed = false, closed = false;
  while (true) {
    auto line = lines->next();
    if (!line) return base::fail(line.error());
    if (!*line) break;
    if (!std::exchange(headed, true)) {
      if (!(*line)->starts_with(kHead) || !(*line)->ends_with(kReports)) read.note("the document does not begin as it should");
      continue;
    }
    if (**line == kTail) {
      closed = true;
      continue;
    }
    if ((*line)->ends_with(',')) (*line)->pop_back();
    count_report(**line, read);
  }
  if (!closed) read.note("the document does not end");
  return read;
}

}  // namespace preceptor::pars
