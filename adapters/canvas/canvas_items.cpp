// Deep-linked items as Canvas takes them (canvas.md 6).
#include "adapters/canvas/canvas_profile.hpp"
#include "core/base/json.hpp"

namespace preceptor::canvas {

void CanvasProfile::shape_item(nlohmann::json& item) const {
  if (!item.contains("lineItem")) return;
  auto& column = item["lineItem"];
  // Without a number here Canvas marks the whole item as wrong.
  if (!column.contains("scoreMaximum") || !column["scoreMaximum"].is_number() || column["scoreMaximum"] <= 0) column["scoreMaximum"] = 1;
  // The label replaces the title: a link called differently from what was chosen would only confuse.
  if (item.contains("title")) column["label"] = item["title"];
  column.erase("submissionReview");   // Canvas reviews by the URL sent with a score
}

}  // namespace preceptor::canvas
