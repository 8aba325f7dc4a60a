#include <array>

#include "adapters/cebroker/cebroker_format.hpp"
#include "adapters/report_files/words.hpp"
#include "adapters/report_files/xml_in.hpp"
#include "adapters/report_files/xml_out.hpp"

namespace preceptor::cebroker {
namespace {

using report_files::row_error;
using report_files::setting;

// Rows of one activity and day that follow each other share a roster.
class RosterWriter final : public report::Writer {
 public:
  RosterWriter(report_files::XmlOut out, const report::Report& report) : out_(std::move(out)), report_(report) {
    out_.open("rosters").attribute("id_parent_provider", setting(report, "cebroker.parent")).attribute("upload_key", "");
    out_.attribute("test", setting(report, "cebroker.test") == "false" ? "false" : "true");
  }
  base::Status row(const report::LearnerRow& row) override {
    const auto profession = setting(report_, "cebroker.profession." + row.grant.profession);
    if (const auto good = check(row, profession); !good) return good;
    const std::string roster = row.grant.activity_id + " " + base::format_date(row.grant.date);
    if (roster != roster_) start_roster(row);
    roster_ = roster;
    const credit::Licence& licence = row.profile.licences.front();
    out_.open("attendee").leaf("licensee_profession", profession).leaf("license", licence.number);
    out_.leaf("first_name", row.profile.given_name).leaf("last_name", row.profile.family_name).leaf("cebroker_state", licence.state);
    out_.leaf("date_completed", report_files::us_date(row.grant.date)).leaf("ce_credit_hours", credit::format(row.grant.amount)).close();
    ++written_.rows;
    ++written_.records;
    written_.total += row.grant.amount;
    return out_.flush();
  }
  base::Status finish() override {
    if (const auto done = out_.finish(); !done) return base::fail(done.error());
    return {};
  }
  report::Written written() const override { return written_; }

 private:
  base::Status check(const report::LearnerRow& row, std::string_view profession) const {
    if (row.action == report::Action::remove) return row_error("action", "this format has no deletion");
    if (const auto safe = report_files::check_texts(row); !safe) return safe;
    if (profession.empty()) return row_error("profession", "has no code in the settings");
    if (setting(report_, "cebroker.parent").empty() && setting(report_, "cebroker.provider").empty())
      return row_error("provider", "has no id in the settings: cebroker.provider, or cebroker.parent");
    const std::string& activity = row.grant.activity_id;
    if (setting(report_, "cebroker.course_code:" + activity).empty() && setting(report_, "cebroker.course:" + activity).empty())
      return row_error("course", "has no id in the settings: cebroker.course_code:" + activity + ", or cebroker.course:" + activity);
    if (row.profile.given_name.empty()) return row_error("given_name", "is missing");
    if (row.profile.family_name.empty()) return row_error("family_name", "is missing");
    if (row.profile.licences.empty() || row.profile.licences.front().number.empty()) return row_error("licences", "is missing");
    if (row.grant.amount.hundredths <= 0) return row_error("amount", "is nothing");
    return {};
  }
  void start_roster(const report::LearnerRow& row) {
    if (!roster_.empty()) out_.close().close();   // attendees, roster
    const std::string& activity = row.grant.activity_id;
    out_.open("roster")
        .leaf("id_provider", setting(report_, "cebroker.provider"))
        .leaf("provider_course_code", setting(report_, "cebroker.course_code:" + activity));
    out_.leaf("id_course", setting(report_, "cebroker.course:" + activity)).leaf("id_publishing", setting(report_, "cebroker.publishing:" + activity));
    out_.leaf("end_date", report_files::us_date(row.grant.date)).open("attendees");
  }

  report_files::XmlOut out_;
  const report::Report report_;
  report::Written written_;
  std::string roster_;
};

constexpr std::array<std::string_view, 7> kAttendee{"licensee_profession", "license",        "first_name",     "last_name",
                                                    "cebroker_state",      "date_completed", "ce_credit_hours"};

}  // namespace

std::vector<report::Setting> CeBrokerRoster::settings() const {
  return {{"cebroker.parent", {}},
          {"cebroker.provider", {}},
          {"cebroker.test", {"true", "false"}},
          {"cebroker.course_code:<activity>", {}},
          {"cebroker.course:<activity>", {}},
          {"cebroker.publishing:<activity>", {}},
          {"cebroker.profession.<profession>", {}}};
}

base::Result<std::unique_ptr<report::Writer>> CeBrokerRoster::begin(const std::string& path, const report::Report& report) const {
  auto out = report_files::XmlOut::to_file(path);
  if (!out) return base::fail(out.error());
  return std::make_unique<RosterWriter>(std::move(*out), report);
}

base::Result<report::ReadBack> CeBrokerRoster::read_back(const std::string& path) const {
  auto xml = report_files::XmlIn::from_file(path);
  if (!xml) return base::fail(xml.error());
  report::ReadBack read;
  std::size_t member = 0;
  const auto note = [&](const std::string& what) { read.note("attendee " + std::to_string(read.rows) + ": " + what); };
  while (true) {
    const auto piece = xml->next();
    if (!piece) return base::fail(piece.error());
    if (!*piece) return read;
    const auto& one = **piece;
    if (one.depth == 0 && one.name != "rosters") note("the outermost element is not rosters");
    if (one.opens && one.name == "attendee") {
      ++read.rows;
      member = 0;
    }
    if (one.opens || one.depth != 4) {
      if (!one.opens && one.name == "attendee" && member != kAttendee.size()) note("a member is missing");
      continue;
    }
    if (member >= kAttendee.size() || kAttendee[member++] != one.name || one.text.empty()) note(one.name + " is empty or in the wrong place");
    if (one.name != "ce_credit_hours") continue;
    if (const auto hours = credit::parse_amount(one.text)) read.total += *hours;
    else note("the hours are no number");
  }
}

}  // namespace preceptor::cebroker
