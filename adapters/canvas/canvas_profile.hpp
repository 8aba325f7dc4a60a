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
};

}  // namespace preceptor::canvas
