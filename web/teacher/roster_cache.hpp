// Names in memory for a minute: a reload or the download asks no platform again, and nothing is ever written down. Also what "Test now" found.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/ports/clock.hpp"
#include "web/teacher/check_list.hpp"

namespace preceptor::web {

using Roster = std::shared_ptr<const ClassList>;

class RosterCache {
 public:
  explicit RosterCache(const ports::Clock& clock) : clock_(clock) {}

  // What is kept, else what `fetch` answers. At most two callers fetch at once: a platform that hangs must not take every handler thread.
  // Error request_overloaded: two others are asking; a failure is kept for a minute too.
  base::Result<Roster> get(const ports::LinkKey& link, const std::function<base::Result<ClassList>()>& fetch, bool anew = false);
  // When the roster in memory was read; absent when there is none.
  std::optional<base::Instant> read_at(const ports::LinkKey& link);

  void keep_test(const ports::LinkKey& link, LinkTest test);
  // Of the last ten minutes.
  std::optional<LinkTest> test_of(const ports::LinkKey& link);

 private:
  struct Key {
    std::string text;   // the link's parts, which cannot run into each other
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Entry {
    base::Instant at{};
    base::Result<Roster> roster;
  };
  static Key key_of(const ports::LinkKey& link);
  void forget_old();

  const ports::Clock& clock_;
  std::mutex mutex_;
  int fetching_ = 0;
  std::map<Key, Entry> rosters_;
  std::map<Key, LinkTest> tests_;
};

}  // namespace preceptor::web
