#include "web/onward/question_watch.hpp"

#include "web/burden/question_life.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kVersionsMost = 512;           // beyond it we begin anew rather than grow
constexpr base::Milliseconds kExpiredKept{1500};     // another node may have written meanwhile

}  // namespace

base::Result<std::vector<std::string>> QuestionWatch::expired(const activity::Unit& unit) {
  const auto now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(unit.hash);
    if (found != kept_.end() && now - found->second.read_at < kExpiredKept && now >= found->second.read_at) return found->second.expired;
  }
  auto read = expired_questions(rows_, unit, now);
  if (!read) return read;
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kVersionsMost) kept_.clear();
  kept_[unit.hash] = {*read, now};
  return read;
}

base::Status QuestionWatch::note_asked(const activity::Unit& unit) {
  {
    const std::lock_guard lock(mutex_);
    if (noted_.contains(unit.hash)) return {};
  }
  if (auto noted = web::note_asked(rows_, records_, unit, clock_.now()); !noted) return noted;
  const std::lock_guard lock(mutex_);
  if (noted_.size() >= kVersionsMost) noted_.clear();
  noted_.insert(unit.hash);
  return {};
}

}  // namespace preceptor::web
