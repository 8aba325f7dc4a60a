#include "plugin/app/config_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <numeric>

#include "plugin/app/config.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

constexpr std::size_t kLongestSecret = 64 * 1024;

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// The members of `pattern`'s object, secrets with their two other spellings.
std::vector<std::string> known_members(const std::string& pattern) {
  const std::string prefix = pattern.empty() ? "" : pattern + ".";
  std::vector<std::string> names;
  for (const ConfigKey& key : config_keys()) {
    if (!key.path.starts_with(prefix)) continue;
    const std::string_view rest = key.path.substr(prefix.size());
    if (rest.find('.') != std::string_view::npos || rest.find('[') != std::string_view::npos) continue;
    names.emplace_back(rest);
    if (key.secret) {
      names.push_back(std::string(rest) + "_file");
      names.push_back(std::string(rest) + "_env");
    }
  }
  return names;
}

std::string trimmed_end(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

}  // namespace

std::string nearest(std::string_view key, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(3, key.size() / 2);
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(key, name);
    if (distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

Result<base::Secret> read_secret_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Code::config_secret, path + " cannot be read");
  std::string content(kLongestSecret + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (in.bad()) return fail(Code::config_secret, path + " cannot be read: is it a file?");
  content.resize(static_cast<std::size_t>(in.gcount()));
  if (content.size() > kLongestSecret) return fail(Code::config_secret, path + " is too large for a secret");
  content = trimmed_end(std::move(content));
  if (content.empty()) return fail(Code::config_secret, path + " is empty");
  return base::Secret(std::move(content));
}

ObjectReader::ObjectReader(const Json& object, std::string path, std::string pattern)
    : object_(&object), path_(std::move(path)), pattern_(std::move(pattern)) {}

std::string ObjectReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}
std::string ObjectReader::pattern_of(std::string_view key) const {
  return pattern_.empty() ? std::string(key) : pattern_ + "." + std::string(key);
}

base::Status ObjectReader::check_known() const {
  const std::vector<std::string> known = known_members(pattern_);
  for (const auto& [name, value] : object_->items()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = nearest(name, known);
    const std::string hint = near.empty() ? "docs/config.md lists the keys" : "did you mean \"" + near + "\"?";
    return fail(Code::config_unknown_key, path_of(name) + ": " + hint);
  }
  return {};
}

Result<std::string> ObjectReader::text(const char* key, std::string fallback) const {
  const auto found = object_->find(key);
  if (found == object_->end()) return fallback;
  if (!found->is_string()) return fail(Code::config_value, path_of(key) + " must be text in quotes");
  return found->get<std::string>();
}

Result<std::string> ObjectReader::required_text(const char* key) const {
  Result<std::string> value = text(key, {});
  if (value && value->empty()) return fail(Code::config_value, path_of(key) + " is required");
  return value;
}

Result<std::vector<std::string>> ObjectReader::texts(const char* key) const {
  std::vector<std::string> values;
  const auto found = object_->find(key);
  if (found == object_->end()) return values;
  if (!found->is_array()) return fail(Code::config_value, path_of(key) + " must be a list of texts: [\"...\"]");
  for (const Json& item : *found) {
    if (!item.is_string()) return fail(Code::config_value, path_of(key) + " must hold only texts");
    values.push_back(item.get<std::string>());
  }
  return values;
}

Result<std::map<std::string, std::string>> ObjectReader::texts_by_name(const char* key) const {
  std::map<std::string, std::string> values;
  const auto found = object_->find(key);
  if (found == object_->end()) return values;
  if (!found->is_object()) return fail(Code::config_value, path_of(key) + " must be an object: {\"name\": \"text\"}");
  for (const auto& [name, value] : found->items()) {
    if (!value.is_string()) return fail(Code::config_value, path_of(key) + "[\"" + name + "\"] must be text in quotes");
    values[name] = value.get<std::string>();
  }
  return values;
}

Result<bool> ObjectReader::flag(const char* key, bool fallback) const {
  const auto found = object_->find(key);
  if (found == object_->end()) return fallback;
  if (!found->is_boolean()) return fail(Code::config_value, path_of(key) + " must be true or false");
  return found->get<bool>();
}

Result<int> ObjectReader::number(const char* key, int fallback, int least, int most) const {
  const auto found = object_->find(key);
  if (found == object_->end()) return fallback;
  const std::string range = std::to_string(least) + " to " + std::to_string(most);
  if (!found->is_number_integer()) return fail(Code::config_value, path_of(key) + " must be a whole number, " + range);
  const auto value = found->get<std::int64_t>();
  if (value < least || value > most) return fail(Code::config_value, path_of(key) + " must be " + range);
  return static_cast<int>(value);
}

Result<base::Secret> ObjectReader::secret(const char* key) const {
  const std::string file_key = std::string(key) + "_file";
  const std::string env_key = std::string(key) + "_env";
  const int given = int(has(key)) + int(has(file_key.c_str())) + int(has(env_key.c_str()));
  if (given > 1) return fail(Code::config_value, path_of(key) + " is given in more than one way; keep one");
  if (has(file_key.c_str())) {
    Result<std::string> path = text(file_key.c_str(), {});
    if (!path) return fail(path.error());
    auto content = read_secret_file(*path);
    if (!content) return fail(Code::config_secret, path_of(file_key) + ": " + content.error().detail);
    return content;
  }
  if (has(env_key.c_str())) {
    Result<std::string> name = text(env_key.c_str(), {});
    if (!name) return fail(name.error());
    const char* value = std::getenv(name->c_str());
    if (value == nullptr) return fail(Code::config_secret, path_of(env_key) + ": the variable " + *name + " is not set");
    return base::Secret(value);
  }
  Result<std::string> value = text(key, {});
  if (!value) return fail(value.error());
  return base::Secret(std::move(*value));
}

Result<std::optional<ObjectReader>> ObjectReader::object(const char* key) const {
  const auto found = object_->find(key);
  if (found == object_->end()) return std::optional<ObjectReader>{};
  if (!found->is_object()) return fail(Code::config_value, path_of(key) + " must be an object: {...}");
  ObjectReader reader(*found, path_of(key), pattern_of(key));
  if (base::Status known = reader.check_known(); !known) return fail(known.error());
  return std::optional<ObjectReader>(std::move(reader));
}

Result<std::vector<ObjectReader>> ObjectReader::objects(const char* key) const {
  std::vector<ObjectReader> readers;
  const auto found = object_->find(key);
  if (found == object_->end()) return readers;
  if (!found->is_array()) return fail(Code::config_value, path_of(key) + " must be a list: [{...}]");
  for (std::size_t i = 0; i < found->size(); ++i) {
    const std::string path = path_of(key) + "[" + std::to_string(i) + "]";
    if (!(*found)[i].is_object()) return fail(Code::config_value, path + " must be an object: {...}");
    readers.emplace_back((*found)[i], path, pattern_of(key) + "[]");
    if (base::Status known = readers.back().check_known(); !known) return fail(known.error());
  }
  return readers;
}

}  // namespace preceptor::app
