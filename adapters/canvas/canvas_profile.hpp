// Canvas's own ways (read from its documentation and source, not tried on a live site).
#pragma once
#include "lti/lms_profile.hpp"

namespace preceptor::canvas {

class CanvasProfile : public lti::LmsProfile {
 public:
  std::string_view kind() const override { return "canvas"; }
  std::string_view label() const override { return "Canvas"; }

  // canvas_items.cpp
  void shape_item(nlohmann::json& item) const override;
  // canvas_registration.cpp
  void shape_registration(const nlohmann::json& platform, nlohmann::json& request) const override;
  std::map<std::string, std::string> custom_parameters() const override;
  std::vector<std::string> next_steps() const override;
};

}  // namespace preceptor::canvas
