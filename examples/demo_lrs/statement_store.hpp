// The statements this record store holds, in memory and, with a file, as JSON Lines on disk.
#pragma once
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::demo {

struct Stored {
  std::string id;
  std::string text;        // the statement as it is given back, JSON
  std::string same_as;     // what an identical statement is recognised by: without stored, authority and version
  std::string actor, verb, activity, registration;   // for filters; actor is its identifier as JSON
  base::Instant stored{};
};

struct Filter {
  std::optional<base::Instant> since, until;   // stored > since, stored <= until
  std::string actor, verb, activity, registration;   // empty: any
  bool ascending = false;
  std::size_t limit = 50;
  std::size_t skip = 0;    // how many matches came before; what `more` carries
};

enum class Outcome { stored, bad_request, conflict };
struct Answer {
  Outcome outcome = Outcome::stored;
  std::vector<std::string> ids;   // in the order sent
  std::string problem;
};

class StatementStore {
 public:
  // `file` may be empty. Error: config_unreadable when it cannot be read or written.
  static base::Result<std::unique_ptr<StatementStore>> open(const std::string& file);
  // All or nothing. `body`: one statement or an array; `required_id`: of a PUT, else empty; `version`: of the request.
  Answer add(const std::string& body, const std::string& required_id, const std::string& version, base::Instant now);
  // nullopt when there is none; `voided` asks for voided ones only, else they are absent.
  std::optional<Stored> find(const std::string& id, bool voided) const;
  // Newest first unless ascending. `more`: whether others follow.
  std::vector<Stored> list(const Filter& filter, bool& more) const;
  std::size_t size() const;

 private:
  StatementStore() = default;
  base::Status load(const std::string& file);
  void keep(Stored stored, const std::string& voids);
  struct FileCloser {
    void operator()(std::FILE* f) const { std::fclose(f); }
  };

  mutable std::mutex mutex_;
  std::vector<Stored> statements_;             // in the order stored
  std::map<std::string, std::size_t> by_id_;
  std::set<std::string> voided_;
  base::Instant last_stored_{};
  std::unique_ptr<std::FILE, FileCloser> file_;
};

}  // namespace preceptor::demo
