#include "adapters/pars/activity_sheet.hpp"

#include "adapters/report_files/words.hpp"
#include "core/report/cell_text.hpp"

namespace preceptor::pars {
namespace {

using report::SheetFacts;
using report::SheetField;

// One field after the other under the section that was named last.
class SheetMaker {
 public:
  std::vector<SheetField> fields;
  void section(std::string name) { section_ = std::move(name); }
  void add(std::string field, std::string value) {
    if (!value.empty()) fields.push_back({section_, std::move(field), std::move(value), false});
  }
  void decide(std::string field, std::string hint) { fields.push_back({section_, std::move(field), std::move(hint), true}); }
  void add_or_decide(std::string field, std::string value, std::string hint) {
    if (value.empty()) decide(std::move(field), std::move(hint));
    else add(std::move(field), std::move(value));
  }

 private:
  std::string section_;
};

std::string list_text(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : "; ") + one;
  return text;
}

std::string professions_text(const std::vector<std::string>& codes) {
  std::vector<std::string> names;
  for (const auto& code : codes) {
    const auto name = credit::pars_profession(code);
    names.push_back(name.empty() ? code : std::string(name));
  }
  return list_text(names);
}

void add_identity(SheetMaker& sheet, const credit::Activity& activity, const SheetFacts& facts) {
  const credit::FormatName* format = credit::activity_format(activity.format);
  const bool real_time = format && format->in_real_time;
  sheet.section("Activity");
  sheet.add("Activity type", format ? std::string(format->name) : activity.format);
  sheet.add("Title", activity.title);
  sheet.add_or_decide("Provider activity ID", activity.provider_activity_id, "your own number; needed for MOC, batch upload and web services");
  sheet.add("ACCME activity ID", activity.accme_activity_id);
  sheet.add("Start date", report_files::us_date(activity.starts));
  sheet.add("End date", report_files::us_date(activity.ends));
  if (real_time) sheet.decide("Location", "city, state or province, country");
  sheet.decide("Delivery method", real_time ? "In-Person or Live-Streamed" : "Online");
  sheet.section("Providership");
  sheet.add("Provider", facts.provider_name);
  sheet.add("Providership", activity.joint ? "Joint" : "Direct");
  sheet.add("Joint providers", list_text(activity.nonaccredited_providers));
  sheet.section("Description");
  sheet.add("Description of content", activity.description);
}

void add_credit(SheetMaker& sheet, const credit::Activity& activity, const SheetFacts& facts) {
  sheet.section("Credit");
  for (const auto& one : activity.designations) {
    const credit::CreditSystem* system = facts.rules ? facts.rules->system(one.system) : nullptr;
    if (system && system->pars_certification.empty()) continue;   // not reported there
    sheet.add(system ? system->name : one.system, credit::format(one.max));
  }
  sheet.section("Commercial support");
  const bool supported = !activity.commercial_support.empty() && activity.commercial_support != "none";
  sheet.add("Commercial support received", supported ? "Yes" : "No");
  if (!supported) return;
  sheet.add("Source", activity.commercial_support);
  sheet.add_or_decide("Amount (USD, whole dollars)", facts.commercial_support_dollars > 0 ? std::to_string(facts.commercial_support_dollars) : "",
                      "of each supporter");
}

void add_boards(SheetMaker& sheet, const credit::Activity& activity) {
  sheet.section("Audience");
  sheet.add("Professions", professions_text(activity.professions));
  sheet.add("Specialties", list_text(activity.specialties));
  for (const auto& board : activity.boards) {
    sheet.section("MOC: " + board.board);
    credit::Amount total;
    std::string types;
    for (const auto& one : board.points) {
      total += one.points;
      types += (types.empty() ? "" : "; ") + one.type + " " + credit::format(one.points);
    }
    sheet.add("Points", credit::format(total));
    sheet.add("Credit types", types);
    sheet.add("Learner's last day to claim", board.claim_by ? report_files::us_date(*board.claim_by) : "");
    sheet.add("Content outline", list_text(board.content_areas));
  }
}

void add_counts(SheetMaker& sheet, const SheetFacts& facts) {
  if (facts.year == 0) return;
  for (const auto& [name, counts] : {std::pair{"Learners in " + std::to_string(facts.year), facts.counts.in_year},
                                     std::pair{"Learners until 12/31/" + std::to_string(facts.year), facts.counts.so_far}}) {
    sheet.section(name);
    sheet.add("Physicians", std::to_string(counts.physicians));
    sheet.add("Non-physicians", std::to_string(counts.others));
    if (counts.untold > 0) sheet.decide("Profession not told", std::to_string(counts.untold) + ": add them where they belong");
  }
}

}  // namespace

std::vector<SheetField> activity_sheet(const credit::Activity& activity, const SheetFacts& facts) {
  SheetMaker sheet;
  add_identity(sheet, activity, facts);
  add_credit(sheet, activity, facts);
  add_boards(sheet, activity);
  sheet.section("Outcomes");
  sheet.add("Outcomes measured", list_text(activity.outcomes));
  sheet.add("Commendation tags", list_text(activity.commendation_tags));
  sheet.add("Keywords", list_text(activity.keywords));
  sheet.section("On CME Passport");
  sheet.decide("Show the activity", "yes or no; boards ask for yes");
  sheet.decide("Fee for participation", "Yes, No or Variable");
  sheet.decide("Registration", "Open to all or Limited");
  sheet.decide("MIPS improvement activity", "yes or no");
  add_counts(sheet, facts);
  return std::move(sheet.fields);
}

base::Result<std::string> sheet_csv(const std::vector<SheetField>& sheet) {
  std::string text = "\xEF\xBB\xBFsection,field,value\r\n";
  const auto quoted = [](std::string_view value) {
    std::string cell = "\"";
    for (const char c : value) {
      if (c == '"') cell += '"';
      cell += c;
    }
    return cell + "\"";
  };
  for (const auto& one : sheet) {
    const std::string value = report_files::on_one_line(one.value);
    for (const auto& cell : {one.section, one.field, value})
      if (const auto why = report::unsafe_text(cell)) return report_files::row_error(one.field, *why);
    text += quoted(one.section) + "," + quoted(one.field) + "," + quoted(value) + "\r\n";
  }
  return text;
}

}  // namespace preceptor::pars
