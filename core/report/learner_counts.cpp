#include "core/report/learner_counts.hpp"

#include <map>
#include <set>

namespace preceptor::report {
namespace {

void add_learner(Counts& counts, const std::string& profession) {
  if (profession.empty()) ++counts.untold;
  else if (profession == "physician") ++counts.physicians;
  else ++counts.others;
}

Counts count_learners(const std::string& format, const std::vector<Participation>& all, const std::map<std::string, std::string>& told, int first, int last) {
  std::set<std::pair<std::string, std::string>> seen;   // of a series (person, day)
  Counts counts;
  for (const auto& one : all) {
    const int year = static_cast<int>(one.date.year());
    if (year < first || year > last) continue;
    if (seen.emplace(one.person.str(), format == "rss" ? base::format_date(one.date) : "").second) add_learner(counts, told.at(one.person.str()));
  }
  return counts;
}

}  // namespace

YearCounts learner_counts(const std::string& format, const std::vector<Participation>& all, int year) {
  std::map<std::string, std::string> told;
  std::map<std::string, base::Date> told_on;
  for (const auto& one : all) {
    auto& profession = told[one.person.str()];
    auto& day = told_on[one.person.str()];
    if (one.profession.empty() || (!profession.empty() && one.date < day)) continue;
    profession = one.profession;
    day = one.date;
  }
  return {count_learners(format, all, told, year, year), count_learners(format, all, told, 0, year)};
}

}  // namespace preceptor::report
