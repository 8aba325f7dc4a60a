// The little JSON the program writes (arguments, configuration) and reads (status, errors, the first line of a demo server).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace host {

// `text` in quotes, escaped.
std::string json_string(std::string_view text);

// An object written member by member, in that order.
class JsonObject {
 public:
  JsonObject& text(std::string_view name, std::string_view value) { return raw(name, json_string(value)); }
  JsonObject& list(std::string_view name, const std::vector<std::string>& values);
  JsonObject& flag(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
  // `json` is taken as it is.
  JsonObject& raw(std::string_view name, std::string_view json);
  bool empty() const { return members_.empty(); }
  // One member a line when `pretty`.
  std::string str(bool pretty = false) const;

 private:
  std::vector<std::string> members_;
};

// The members of one JSON object: strings unescaped, everything else (numbers, nested values) as its JSON text. nullopt when `json` is not an
// object or is deeper than 32.
std::optional<std::map<std::string, std::string>> read_members(std::string_view json);

}  // namespace host
