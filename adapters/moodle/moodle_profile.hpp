// Moodle's own ways (observed with 4.5).
#pragma once
#include "lti/lms_profile.hpp"

namespace preceptor::moodle {

class MoodleProfile : public lti::LmsProfile {
 public:
  std::string_view kind() const override { return "moodle"; }
  std::string_view label() const override { return "Moodle"; }

  lti::PlatformEndpoints endpoints(std::string issuer) const override;   // moodle_endpoints.cpp
  std::string usual_deployment() const override { return "1"; }
  std::string page_of(lti::LmsPage page, const lti::LinkPlace& place) const override;   // moodle_pages.cpp
  // moodle_items.cpp
  void shape_item(nlohmann::json& item) const override;
  // moodle_registration.cpp
  std::vector<std::string> connect_steps() const override;
  std::vector<std::string> next_steps() const override;

  // moodle_grades.cpp
  base::Milliseconds timestamp_step() const override { return base::Milliseconds{1000}; }   // compared in whole seconds
  lti::Verdict judge_score(const ports::OutboundResponse& answer) const override;
};

}  // namespace preceptor::moodle
