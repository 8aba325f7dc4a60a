// One learner's completion as a report tells it: a grant, the activity, and who it is, joined for the time of one export and never stored in clear.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/date.hpp"
#include "core/base/time.hpp"
#include "core/credit/activity.hpp"
#include "core/credit/grant.hpp"
#include "core/credit/profile.hpp"

namespace preceptor::report {

enum class Action { add, remove };

struct LearnerRow {
  Action action = Action::add;
  credit::Grant grant;
  credit::Profile profile;                // empty members where nothing is known
  bool has_profile = false;
  std::string launch_name;                // of the newest launch; empty when the platform gives none
  std::string accme_activity_id, accme_provider_id, provider_name, activity_title, activity_format;
  std::optional<base::Milliseconds> time_engaged;   // observed; absent = not measured
  struct PointOfCare {                    // of an internet search cycle
    std::string question, application;
    std::vector<std::string> resources;
  };
  std::optional<PointOfCare> point_of_care;
  std::string replaces;                   // ccid of the record that this one stands in for; its removal goes before (V15). Empty for most
};

// The whole of one report.
struct Report {
  std::string provider_name, accme_provider_id;
  base::Date from{}, to{};
  base::Instant as_of{};                  // of the export: what is printed as created
  const credit::Rulebook* rules = nullptr;        // names of systems, how boards split; null = codes are written as they are
  std::map<std::string, std::string> settings;    // what a format asks beside the rows; its README lists them ("cebroker.provider")
};

}  // namespace preceptor::report
