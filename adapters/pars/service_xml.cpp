#include "adapters/pars/credits.hpp"
#include "adapters/pars/service_formats.hpp"
#include "adapters/report_files/words.hpp"
#include "adapters/report_files/xml_in.hpp"
#include "adapters/report_files/xml_out.hpp"

namespace preceptor::pars {
namespace {

void write_credit(report_files::XmlOut& out, const ServiceCredit& one) {
  out.open("CreditCertificate");
  out.open("UniqueID").attribute("domain", one.domain).text(one.id).close();
  out.open("CreditReceived").leaf("activityCertification", one.certification).leaf("creditUnit", "Point");
  out.leaf("numberOfCredits", credit::format(one.amount)).close().leaf("CreditID", one.credit_id).close();
}

// The tree of credit.md 4.1. Root and namespace of the service were not seen: none is claimed.
class ServiceXmlWriter final : public report::Writer {
 public:
  ServiceXmlWriter(report_files::XmlOut out, const report::Report& report) : out_(std::move(out)), report_(report) {
    out_.open("ActivityReports").leaf("DateTimeCreated", base::format_rfc3339(report.as_of));
  }
  base::Status row(const report::LearnerRow& row) override {
    const auto made = service_row(row, report_);
    if (!made) return base::fail(made.error());
    out_.open("ActivityReport").leaf("ReportingOrganization", made->organization);
    out_.open("Member").open("Name").leaf("GivenName", made->given_name).leaf("FamilyName", made->family_name).close();
    out_.open("PersonalInfo").open("BirthDate").attribute("accuracy", "DayMonth").text(made->birth_date).close().close().close();
    out_.open("Activity").leaf("ProviderOrganization", made->provider);
    out_.open("Module").open("ModuleName").attribute("moduleID", made->activity_id).text(made->title).close();
    out_.leaf("Status", "Completed").leaf("CompletedDateTime", made->completed);
    for (const auto& one : made->credits) write_credit(out_, one);
    out_.close().close();
    out_.open("XtensibleInfo").leaf_unless_empty("ProviderID", report_files::setting(report_, "pars.provider_id"));
    out_.leaf("LearnerRecordAction", made->action).close().close();
    ++written_.rows;
    ++written_.records;
    if (made->action == "add") written_.total += made->total;
    return out_.flush();
  }
  base::Status finish() override {
    if (const auto done = out_.finish(); !done) return base::fail(done.error());
    return {};
  }
  report::Written written() const override { return written_; }

 private:
  report_files::XmlOut out_;
  const report::Report report_;
  report::Written written_;
};

// Collects what one ActivityReport says until it closes.
class ServiceXmlCheck {
 public:
  report::ReadBack read;

  void take(const report_files::XmlPiece& piece) {
    if (piece.opens) {
      if (piece.name == "ActivityReport") {
        ++read.rows;
        credits_ = {};
        seen_action_ = false;
      }
      if (piece.name == "BirthDate" && piece.attribute("accuracy") != "DayMonth") note("a birth date without accuracy DayMonth");
      if (piece.name == "ModuleName" && !report_files::digits(piece.attribute("moduleID"), 9)) note("the activity's id has not nine digits");
      return;
    }
    if (piece.name == "numberOfCredits") take_amount(piece.text);
    if (piece.name == "CreditID" && !is_credit_id(piece.text)) note("a credit's id is none");
    if (piece.name == "Status" && piece.text != "Completed") note("the status is not Completed");
    if (piece.name == "LearnerRecordAction") take_action(piece.text);
    if (piece.name == "ActivityReport" && !seen_action_) note("the action is missing");
  }

 private:
  void take_amount(const std::string& text) {
    const auto amount = credit::parse_amount(text);
    if (!amount || amount->hundredths % 25 != 0) return note("a number of credits is no multiple of 0.25");
    // The first is the whole; boards' parts follow.
    if (credits_.hundredths == 0) credits_ = *amount;
  }
  void take_action(const std::string& text) {
    seen_action_ = true;
    if (text == "add") read.total += credits_;
    else if (text != "delete") note("the action is neither add nor delete");
  }
  void note(const std::string& what) { read.note("report " + std::to_string(read.rows) + ": " + what); }

  credit::Amount credits_;
  bool seen_action_ = false;
};

}  // namespace

base::Result<std::unique_ptr<report::Writer>> ParsLearnerXml::begin(const std::string& path, const report::Report& report) const {
  auto out = report_files::XmlOut::to_file(path);
  if (!out) return base::fail(out.error());
  return std::make_unique<ServiceXmlWriter>(std::move(*out), report);
}

base::Result<report::ReadBack> ParsLearnerXml::read_back(const std::string& path) const {
  auto xml = report_files::XmlIn::from_file(path);
  if (!xml) return base::fail(xml.error());
  ServiceXmlCheck check;
  while (true) {
    const auto piece = xml->next();
    if (!piece) return base::fail(piece.error());
    if (!*piece) return check.read;
    check.take(**piece);
  }
}

}  // namespace preceptor::pars
