#include "web/teacher/roster_cache.hpp"

namespace preceptor::web {
namespace {

constexpr base::Milliseconds kRosterKept{60 * 1000};
constexpr base::Milliseconds kTestKept{10 * 60 * 1000};
constexpr int kMostFetching = 2;

// Counted down whatever becomes of the call.
class Turn {
 public:
  Turn(std::mutex& mutex, int& count) : mutex_(mutex), count_(count) {}
  ~Turn() {
    const std::lock_guard lock(mutex_);
    --count_;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::mutex& mutex_;
  int& count_;
};

}  // namespace

RosterCache::Key RosterCache::key_of(const ports::LinkKey& link) {
  Key key;
  for (const std::string* part : {&link.registration.str(), &link.deployment_id, &link.context_id, &link.resource_link_id})
    key.text += std::to_string(part->size()) + ":" + *part;
  return key;
}

void RosterCache::forget_old() {
  const auto now = clock_.now();
  std::erase_if(rosters_, [&](const auto& one) { return !base::is_young(one.second.at, now, kRosterKept); });
  std::erase_if(tests_, [&](const auto& one) { return !base::is_young(one.second.at, now, kTestKept); });
}

base::Result<Roster> RosterCache::get(const ports::LinkKey& link, const std::function<base::Result<ClassList>()>& fetch, bool anew) {
  const auto key = key_of(link);
  {
    const std::lock_guard lock(mutex_);
    forget_old();
    if (const auto found = rosters_.find(key); found != rosters_.end() && !anew) return found->second.roster;
    if (fetching_ >= kMostFetching) return base::fail(base::Code::request_overloaded, "two rosters are being read");
    ++fetching_;
  }
  const Turn turn(mutex_, fetching_);
  auto fetched = fetch();
  base::Result<Roster> roster = fetched ? base::Result<Roster>(std::make_shared<const ClassList>(std::move(*fetched)))
                                        : base::Result<Roster>(base::fail(fetched.error()));
  const std::lock_guard lock(mutex_);
  rosters_.insert_or_assign(key, Entry{clock_.now(), roster});
  return roster;
}

std::optional<base::Instant> RosterCache::read_at(const ports::LinkKey& link) {
  const std::lock_guard lock(mutex_);
  forget_old();
  const auto found = rosters_.find(key_of(link));
  return found != rosters_.end() && found->second.roster ? std::optional(found->second.at) : std::nullopt;
}

void RosterCache::keep_test(const ports::LinkKey& link, LinkTest test) {
  const std::lock_guard lock(mutex_);
  tests_.insert_or_assign(key_of(link), std::move(test));
}

std::optional<LinkTest> RosterCache::test_of(const ports::LinkKey& link) {
  const std::lock_guard lock(mutex_);
  forget_old();
  const auto found = tests_.find(key_of(link));
  return found == tests_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace preceptor::web
