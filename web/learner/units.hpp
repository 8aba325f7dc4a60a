// Compiled units by hash, read from the store once: a version never changes.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "core/ports/content_store.hpp"

namespace preceptor::web {

class Units {
 public:
  explicit Units(ports::ContentStore& content) : content_(content) {}
  // Null when the store does not have the hash. Errors: store_*, content_invalid.
  base::Result<std::shared_ptr<const activity::Unit>> by_hash(const base::ContentHash& hash);
  // The current version in the best of `wanted` languages, else in English, else in any. Errors: launch_content_missing,
  // launch_content_withdrawn, store_*, content_invalid.
  base::Result<std::shared_ptr<const activity::Unit>> current(const std::string& id, const std::vector<std::string>& wanted);
  // One current version an id, in order of the ids, each in the language that current() would choose. Errors: store_*.
  base::Result<std::vector<std::shared_ptr<const activity::Unit>>> current_of_each(const std::vector<std::string>& wanted);
  // Every current version, one a language; what cannot be read is left out. Errors: store_*.
  base::Result<std::vector<std::shared_ptr<const activity::Unit>>> all_current();

 private:
  base::Result<std::shared_ptr<const activity::Unit>> keep(const ports::ContentVersion& version);
  std::shared_ptr<const activity::Unit> kept(const base::ContentHash& hash);

  ports::ContentStore& content_;
  std::mutex mutex_;
  std::map<base::ContentHash, std::shared_ptr<const activity::Unit>> units_;
};

}  // namespace preceptor::web
