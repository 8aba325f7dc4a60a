// Results (AGS 2.0 3.3): what the platform holds as a learner's grade, with whatever a teacher changed.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lti/services/link_services.hpp"

namespace preceptor::lti {

struct GradeResult {
  std::string user_id;
  std::optional<double> score;   // absent: no grade, or it was cleared
  double maximum = 1;
  std::string comment;
};

// Of every learner, or of one. Never with `limit`, which breaks Moodle. Errors: service_*, token_*, outbound_*.
base::Result<std::vector<GradeResult>> read_results(const LinkServices& at, const std::string& lineitem, const std::string& user_id = {});

base::Result<std::vector<GradeResult>> parse_results(std::string_view json);

}  // namespace preceptor::lti
