// Reads a JSON object member by member and remembers the first thing that is wrong, with its path. For .cpp files only.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"

namespace preceptor::base {

// Every reading function answers an empty value once something is wrong, so callers read straight through and look at
// the problem once at the end. `problem` is shared by the readers of nested objects; the first entry stands.
class JsonReader {
 public:
  // `path` names the object in messages, e.g. "sections[0]"; empty for the outermost.
  JsonReader(const Json& value, std::string path, std::optional<std::string>& problem);

  std::string text(const char* name);
  std::string text_or_empty(const char* name);  // empty when absent
  bool boolean(const char* name);
  std::optional<bool> optional_boolean(const char* name);
  std::int64_t integer(const char* name, std::int64_t min, std::int64_t max);
  std::optional<std::int64_t> optional_integer(const char* name, std::int64_t min, std::int64_t max);
  std::optional<double> optional_number(const char* name);
  std::vector<std::string> texts(const char* name);           // an array of strings
  std::vector<std::string> texts_or_empty(const char* name);  // none when absent
  // The member itself, an object or array; an empty object or array when it is missing or something else.
  const Json& object(const char* name);
  const Json& array(const char* name);
  bool has(const char* name) const;
  // Path of a member, for messages and nested readers.
  std::string path_of(const char* name) const;
  // Records a problem of this object's member.
  void refuse(const char* name, std::string_view what);
  // Call last: members nobody asked for are a problem too.
  void finish();

 private:
  const Json* find(const char* name, bool required);

  const Json& value_;
  std::string path_;
  std::optional<std::string>& problem_;
  std::set<std::string, std::less<>> seen_;
};

}  // namespace preceptor::base
