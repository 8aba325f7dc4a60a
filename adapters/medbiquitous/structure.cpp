#include "adapters/medbiquitous/structure.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/medbiquitous/report_writer.hpp"
#include "adapters/report_files/words.hpp"

namespace preceptor::medbiquitous {
namespace {

using report_files::XmlPiece;

struct Child {
  std::string_view name;
  bool required = false, many = false;
};
struct Rule {
  std::string_view parent, space;
  std::vector<Child> children;            // in order
};

// credit.md 7, "Activity Report v2 order": the elements that are written here.
const std::vector<Rule>& rules() {
  static const std::vector<Rule> all{
      {"ActivityReports", kReportSpace, {{"DateTimeCreated", true}, {"ReportingStartDate", true}, {"ReportingEndDate", true}, {"ActivityReport", true, true}}},
      {"ActivityReport", kReportSpace, {{"ReportingOrganization", true}, {"Member", true}, {"Activity", true, true}}},
      {"Member", kReportSpace, {{"UniqueID", false, true}, {"Name"}, {"LicenseInfo"}, {"PersonalInfo"}}},
      {"Activity", kReportSpace,
       {{"ProviderOrganization", true}, {"ActivityName", true}, {"Status"}, {"Module", true, true}, {"PointOfCareLearningData"}}},
      {"Module", kReportSpace, {{"ModuleName", true}, {"Status"}, {"CompletedDateTime", true}, {"TimeEngaged"}, {"CreditCertificate", true}}},
      {"CreditCertificate", kReportSpace, {{"CreditReceived", true}, {"CreditID", true}}},
      {"CreditReceived", kReportSpace,
       {{"activityCertification", true}, {"creditUnit"}, {"accreditedProvider"}, {"numberOfCredits", true}, {"CreditFocus", false, true}}},
      {"CreditFocus", kReportSpace, {{"Description", true}, {"NumberOfCredits", true}}},
      {"PointOfCareLearningData", kReportSpace, {{"ClinicalQuestionOrTopic", true}, {"ResourceUsed", true, true}, {"ApplicationToPractice", true}}},
  };
  return all;
}

// How far the children of one open element have come.
struct Open {
  std::string name;
  const Rule* rule = nullptr;
  std::size_t at = 0;                     // the rule's child seen last, one-based
  std::uint64_t seen = 0;                 // a bit for each of the rule's children that was there: the outermost element has one for each row
};

class StructureCheck {
 public:
  report::ReadBack read;

  void take(const XmlPiece& piece) {
    if (piece.opens) {
      if (!open_.empty() && open_.back().rule) enter(piece.name, open_.back());
      if (open_.empty() && (piece.name != "ActivityReports" || piece.space != kReportSpace)) note("the outermost element is not ActivityReports");
      if (piece.name == "ActivityReport") ++read.rows;
      if (piece.name == "BirthDate" && piece.attribute("accuracy") != "DayMonth") note("a birth date without accuracy DayMonth");
      if (piece.name == "UniqueID" && !piece.attribute("domain").starts_with("idd:")) note("an identifier without domain");
      open_.push_back({piece.name, rule_of(piece), 0, 0});
      return;
    }
    leave(open_.back());
    open_.pop_back();
    value(piece);
  }

 private:
  static const Rule* rule_of(const XmlPiece& piece) {
    const auto it = std::ranges::find_if(rules(), [&](const Rule& rule) { return rule.parent == piece.name && rule.space == piece.space; });
    return it == rules().end() ? nullptr : &*it;
  }
  void enter(const std::string& name, Open& parent) {
    const auto& children = parent.rule->children;
    const auto it = std::ranges::find(children, name, &Child::name);
    if (it == children.end()) return note(name + " does not belong into " + parent.name);
    const auto place = static_cast<std::size_t>(it - children.begin()) + 1;
    if (place < parent.at || (place == parent.at && !it->many)) note(name + " stands in the wrong place of " + parent.name);
    parent.at = std::max(parent.at, place);
    parent.seen |= std::uint64_t{1} << (place - 1);
  }
  void leave(const Open& element) {
    if (!element.rule) return;
    const auto& children = element.rule->children;
    for (std::size_t i = 0; i < children.size(); ++i)
      if (children[i].required && (element.seen >> i & 1) == 0) note(element.name + " has no " + std::string(children[i].name));
  }
  void value(const XmlPiece& piece) {
    if (piece.name == "numberOfCredits") {
      const auto amount = credit::parse_amount(piece.text);
      if (!amount) return note("a number of credits is no number");
      read.total += *amount;
    }
    if (piece.name == "BirthDate" && !piece.text.starts_with(std::string(report_files::kPlaceholderYear) + "-")) note("a birth date with a year");
    if (piece.name == "TimeEngaged" && !base::parse_iso_duration(piece.text)) note("the time engaged is no duration");
    if (piece.name == "CreditID" && !piece.text.starts_with("ccid:")) note("a credit without its id");
    if (piece.name == "DateTimeCreated" && !base::parse_rfc3339(piece.text)) note("the time of creation is none");
  }
  void note(const std::string& what) { read.note((read.rows ? "report " + std::to_string(read.rows) + ": " : std::string()) + what); }

  std::vector<Open> open_;
};

}  // namespace

base::Result<report::ReadBack> check_structure(report_files::XmlIn xml) {
  StructureCheck check;
  while (true) {
    const auto piece = xml.next();
    if (!piece) return base::fail(piece.error());
    if (!*piece) return check.read;
    check.take(**piece);
  }
}

}  // namespace preceptor::medbiquitous
