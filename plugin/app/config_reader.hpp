// Reads typed members of one JSON object by path and names what is wrong with them. For .cpp files of this folder only.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/secret.hpp"

// Takes the value out of a Result or passes its error on.
#define PRECEPTOR_TAKE(target, expression)                 \
  do {                                                     \
    auto taken = (expression);                             \
    if (!taken) return ::preceptor::base::fail(taken.error()); \
    (target) = std::move(*taken);                          \
  } while (false)

namespace preceptor::app {

struct Config;

// The content of a secret's file without the last line breaks. Error config_secret: unreadable, empty, or over 64 KiB.
base::Result<base::Secret> read_secret_file(const std::string& path);

class ObjectReader {
 public:
  // `path`: of the object, "" for the whole file; `pattern`: the same with "[]" for indices, as in config_keys().
  ObjectReader(const base::Json& object, std::string path, std::string pattern);

  // Members that config_keys() does not list: config_unknown_key with the nearest one.
  base::Status check_known() const;

  base::Result<std::string> text(const char* key, std::string fallback) const;
  base::Result<std::string> required_text(const char* key) const;
  base::Result<std::vector<std::string>> texts(const char* key) const;
  // Names that config_keys() does not list, each with a text. Error config_value: no object, or something that is no text.
  base::Result<std::map<std::string, std::string>> texts_by_name(const char* key) const;
  base::Result<bool> flag(const char* key, bool fallback) const;
  base::Result<int> number(const char* key, int fallback, int least, int most) const;
  // `<key>`, or the content of the file `<key>_file`, or the variable `<key>_env`. Empty when none is given.
  base::Result<base::Secret> secret(const char* key) const;
  // An absent member gives an empty optional; one that is no object is an error.
  base::Result<std::optional<ObjectReader>> object(const char* key) const;
  base::Result<std::vector<ObjectReader>> objects(const char* key) const;

  std::string path_of(std::string_view key) const;
  bool has(const char* key) const { return object_->contains(key); }

 private:
  std::string pattern_of(std::string_view key) const;
  const base::Json* object_;
  std::string path_, pattern_;
};

// The object "provider": names, zones and accreditations. Errors as parse_config's.
base::Status read_provider(const ObjectReader& root, Config& config);

// "sending" of one accreditation, if it is there; the part "outbound" was read before. Errors as parse_config's.
base::Status read_sending(const ObjectReader& accreditation, const std::string& provider, Config& config);

// The known key nearest to `key` among siblings; empty when none is near.
std::string nearest(std::string_view key, const std::vector<std::string>& known);

}  // namespace preceptor::app
