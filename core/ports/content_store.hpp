// Published content versions, immutable by hash.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::ports {

struct ContentVersion {
  std::string kind;      // "unit"
  std::string id, language;
  base::ContentHash hash;
  std::string json;      // canonical
  std::string source;    // "folder" or "editor"
  base::Instant published_at{};
  std::string title;
};

class ContentStore {
 public:
  virtual ~ContentStore() = default;
  // Publishes what the folders hold now, in one transaction: a hash new to the store becomes current for its (kind, id, language); a
  // known hash changes nothing, except that a version removed earlier becomes current again if its file is back; an (id, language)
  // of source "folder" that is no longer there is removed for new attempts; a hash withdrawn by staff is never published again.
  // `complete` false: some file could not be read or has errors, so what is missing may only be broken, and nothing is removed.
  virtual base::Status publish_folder(const std::vector<ContentVersion>& versions, bool complete = true) = 0;
  // One version written in the browser; it becomes current for its (kind, id, language). A known hash is current again; published twice it is there once.
  // Errors: content_duplicate_id (the id belongs to a folder), launch_content_withdrawn (staff withdrew that very hash), store_*.
  virtual base::Status publish_edited(const ContentVersion& version) = 0;
  // What a new attempt gets: every language of that id, current and not withdrawn.
  virtual base::Result<std::vector<ContentVersion>> current(const std::string& kind, const std::string& id) = 0;
  virtual base::Result<std::vector<ContentVersion>> list_current(const std::string& kind) = 0;
  virtual base::Result<std::optional<ContentVersion>> by_hash(const base::ContentHash& hash) = 0;
  // True when the id was published once and is not current now.
  virtual base::Result<bool> was_withdrawn(const std::string& kind, const std::string& id) = 0;
  // Staff withdraw a version: no new attempt gets it, and no folder publishes it again. False when the hash is unknown.
  virtual base::Result<bool> withdraw_content(const base::ContentHash& hash) = 0;
};

}  // namespace preceptor::ports
