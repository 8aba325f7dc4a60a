// Canvas's own ways (read from its documentation and source, not tried on a live site).
#pragma once
#include "lti/lms_profile.hpp"

namespace preceptor::canvas {

class CanvasProfile : public lti::LmsProfile {
 public:
  std::string_view kind() const override { return "canvas"; }
  std::string_view label() const override { return "Canvas"; }

  lti::PlatformEndpoints endpoints(std::string issuer) const override;   // canvas_endpoints.cpp
  std::string page_of(lti::LmsPage page, const lti::LinkPlace& place) const override;   // canvas_pages.cpp
  // canvas_items.cpp
  void shape_item(nlohmann::json& item) const override;
  // canvas_registration.cpp
  bool answers_for(std::string_view issuer_host, std::string_view other_host) const override;
  lti::PlatformAccount account(const nlohmann::json& member) const override;
  std::vector<std::string> connect_steps() const override;
  bool takes_configuration() const override { return true; }
  std::string configuration(const lti::ToolFacts& tool) const override;   // canvas_configuration.cpp
  std::string usual_issuer() const override { return "https://canvas.instructure.com"; }
  void shape_registration(const nlohmann::json& platform, nlohmann::json& request) const override;
  std::map<std::string, std::string> custom_parameters() const override;
  std::vector<std::string> next_steps() const override;
  bool page_listens() const override { return true; }          // canvas.md: its post messages

  // canvas_launches.cpp
  void refine(lti::Launch& launch) const override;
  bool grades_without_names(const lti::Launch& launch) const override;
  bool reviews_by_message() const override { return false; }   // SpeedGrader opens the URL submitted with the score

  // canvas_grades.cpp
  bool takes_progress() const override { return true; }        // with preserve_score
  void shape_score(nlohmann::json& score, const lti::ScoreFacts& facts) const override;
  lti::Verdict judge_score(const ports::OutboundResponse& answer) const override;
};

}  // namespace preceptor::canvas
