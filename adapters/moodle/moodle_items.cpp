// Deep-linked items as Moodle keeps them (moodle.md 5.2).
#include <algorithm>

#include "adapters/moodle/moodle_profile.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::moodle {
namespace {

using base::Json;

constexpr std::size_t kLongestTag = 255, kLongestResourceId = 512;

// Custom values are stored as lines "key=value", and a key with a capital or a sign is sent twice.
Json plain_custom(const Json& custom) {
  Json kept = Json::object();
  for (const auto& [name, value] : custom.items()) {
    std::string key = name;
    std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : static_cast<char>(c); });
    std::erase_if(key, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'); });
    if (key.empty() || !value.is_string()) continue;
    std::string text = value.get<std::string>();
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    kept[key] = std::move(text);
  }
  return kept;
}

void cut(Json& object, const char* name, std::size_t bytes) {
  if (const auto* text = base::string_member(object, name)) object[name] = std::string(base::utf8_prefix(*text, bytes));
}

}  // namespace

void MoodleProfile::shape_item(Json& item) const {
  if (item.contains("custom")) item["custom"] = plain_custom(item["custom"]);
  // Ignored since 4.3: the administrator's setting of the tool decides.
  item.erase("iframe");
  item.erase("window");
  if (!item.contains("lineItem")) return;
  Json& column = item["lineItem"];
  column.erase("label");   // ignored: the column is called like the activity
  cut(column, "tag", kLongestTag);
  cut(column, "resourceId", kLongestResourceId);
  if (column.contains("submissionReview") && column["submissionReview"].contains("custom"))
    column["submissionReview"]["custom"] = plain_custom(column["submissionReview"]["custom"]);
}

}  // namespace preceptor::moodle
