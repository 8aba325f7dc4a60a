#include "core/base/json_reader.hpp"

#include <cmath>

namespace preceptor::base {
namespace {
const Json kEmptyObject = Json::object();
const Json kEmptyArray = Json::array();
}  // namespace

JsonReader::JsonReader(const Json& value, std::string path, std::optional<std::string>& problem)
    : value_(value.is_object() ? value : kEmptyObject), path_(std::move(path)), problem_(problem) {
  if (!value.is_object() && !problem_) problem_ = (path_.empty() ? "the value" : path_) + ": not an object";
}

std::string JsonReader::path_of(const char* name) const {
  return path_.empty() ? name : path_ + "." + name;
}

void JsonReader::refuse(const char* name, std::string_view what) {
  if (!problem_) problem_ = path_of(name) + ": " + std::string(what);
}

bool JsonReader::has(const char* name) const {
  return value_.contains(name);
}

const Json* JsonReader::find(const char* name, bool required) {
  seen_.insert(name);
  const auto it = value_.find(name);
  if (it != value_.end()) return &*it;
  if (required) refuse(name, "missing");
  return nullptr;
}

std::string JsonReader::text(const char* name) {
  const Json* member = find(name, true);
  if (!member) return {};
  if (const auto* text = member->get_ptr<const std::string*>()) return *text;
  refuse(name, "not a string");
  return {};
}

std::string JsonReader::text_or_empty(const char* name) {
  return has(name) ? text(name) : (find(name, false), "");
}

bool JsonReader::boolean(const char* name) {
  const Json* member = find(name, true);
  if (member && !member->is_boolean()) refuse(name, "not true or false");
  return member && member->is_boolean() && member->get<bool>();
}

std::optional<bool> JsonReader::optional_boolean(const char* name) {
  if (!find(name, false)) return std::nullopt;
  return boolean(name);
}

std::int64_t JsonReader::integer(const char* name, std::int64_t min, std::int64_t max) {
  const Json* member = find(name, true);
  if (!member) return min;
  const bool fits =
      member->is_number_integer() &&
      (!member->is_number_unsigned() ||
       member->get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  const std::int64_t value = fits ? member->get<std::int64_t>() : min;
  if (!fits || value < min || value > max) {
    refuse(name, "not a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    return min;
  }
  return value;
}

std::optional<std::int64_t> JsonReader::optional_integer(const char* name, std::int64_t min, std::int64_t max) {
  if (!find(name, false)) return std::nullopt;
  return integer(name, min, max);
}

std::optional<double> JsonReader::optional_number(const char* name) {
  const Json* member = find(name, false);
  if (!member) return std::nullopt;
  if (!member->is_number() || !std::isfinite(member->get<double>())) {
    refuse(name, "not a number");
    return std::nullopt;
  }
  return member->get<double>();
}

std::vector<std::string> JsonReader::texts(const char* name) {
  std::vector<std::string> result;
  for (const Json& entry : array(name)) {
    const auto* text = entry.get_ptr<const std::string*>();
    if (!text) {
      refuse(name, "not a list of strings");
      return {};
    }
    result.push_back(*text);
  }
  return result;
}

std::vector<std::string> JsonReader::texts_or_empty(const char* name) {
  if (!find(name, false)) return {};
  return texts(name);
}

const Json& JsonReader::object(const char* name) {
  const Json* member = find(name, true);
  if (member && member->is_object()) return *member;
  if (member) refuse(name, "not an object");
  return kEmptyObject;
}

const Json& JsonReader::array(const char* name) {
  const Json* member = find(name, true);
  if (member && member->is_array()) return *member;
  if (member) refuse(name, "not a list");
  return kEmptyArray;
}

void JsonReader::finish() {
  for (auto it = value_.begin(); it != value_.end(); ++it)
    if (!seen_.contains(it.key())) refuse(it.key().c_str(), "not known here");
}

}  // namespace preceptor::base
