#include "xapi/evidence/comparing.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "core/base/digest.hpp"
#include "xapi/evidence/rows.hpp"

namespace preceptor::xapi::evidence {
namespace {

constexpr std::size_t kLookAhead = 256;
constexpr std::size_t kMostHeldBack = 4096;   // that may still turn out to have moved

struct Mark {
  std::int64_t line = 0;
  std::string id, sha256;
};

// What the record says should stand there, in order.
class ExpectedMarks {
 public:
  explicit ExpectedMarks(const BundleFile& record) : lines_(record) {}
  std::optional<Mark> next() {
    for (std::string line; waiting_.empty() && lines_.next(line);) {
      const auto row = read_record_line(line);
      if (!row) continue;   // told by check_seals
      for (const StatementMark& one : row->statements)
        if (one.line > 0) waiting_.push_back({one.line, one.id, one.sha256});
    }
    if (waiting_.empty()) return std::nullopt;
    Mark one = std::move(waiting_.front());
    waiting_.pop_front();
    return one;
  }

 private:
  Lines lines_;
  std::deque<Mark> waiting_;
};

class FoundMarks {
 public:
  explicit FoundMarks(const BundleFile& statements) : lines_(statements) {}
  std::optional<Mark> next() {
    std::string line;
    if (!lines_.next(line)) return std::nullopt;
    // A last line without its end is none that was written.
    return Mark{++number_, "", lines_.whole() ? base::sha256_hex(line) : ""};
  }

 private:
  Lines lines_;
  std::int64_t number_ = 0;
};

template <class Source>
void fill_window(std::deque<Mark>& window, Source& source) {
  while (window.size() < kLookAhead) {
    auto one = source.next();
    if (!one) return;
    window.push_back(std::move(*one));
  }
}

class Comparison {
 public:
  Comparison(const BundleFile& record, const BundleFile& statements, const Tell& tell) : expected_(record), found_(statements), tell_(tell) {}

  void run() {
    while (true) {
      fill_window(due_, expected_);
      fill_window(there_, found_);
      if (due_.empty() && there_.empty()) break;
      step();
    }
    release();
  }

 private:
  static std::size_t place_of(const std::deque<Mark>& window, const std::string& sha256) {
    return static_cast<std::size_t>(std::ranges::find(window, sha256, &Mark::sha256) - window.begin());
  }

  void step() {
    if (due_.empty()) return extra();
    if (there_.empty()) return lack();
    if (due_.front().sha256 == there_.front().sha256) {
      due_.pop_front();
      there_.pop_front();
      return;
    }
    // The other end of a move whose first end was met before.
    if (lacking_.contains(there_.front().sha256)) return extra();
    if (extra_.contains(due_.front().sha256)) return lack();
    const std::size_t ahead_due = place_of(due_, there_.front().sha256), ahead_there = place_of(there_, due_.front().sha256);
    const bool in_due = ahead_due < due_.size(), in_there = ahead_there < there_.size();
    if (!in_due && !in_there) {
      tell_({Fault::changed, kStatementsFile, there_.front().line, due_.front().id, ""});
      due_.pop_front();
      there_.pop_front();
    } else if (in_due && in_there && ahead_due == ahead_there) {   // two that changed places: what stands between them stays
      lack();
      extra();
    } else if (in_due && (!in_there || ahead_due < ahead_there)) {
      for (std::size_t i = 0; i < ahead_due; ++i) lack();
    } else {
      for (std::size_t i = 0; i < ahead_there; ++i) extra();
    }
  }

  void lack() {
    const Mark one = std::move(due_.front());
    due_.pop_front();
    if (const auto seen = extra_.find(one.sha256); seen != extra_.end()) {
      moved(one, seen->second.line);
      extra_.erase(seen);
    } else if (lacking_.size() < kMostHeldBack) lacking_.emplace(one.sha256, one);
    else missing(one);
  }

  void extra() {
    const Mark one = std::move(there_.front());
    there_.pop_front();
    if (const auto due = lacking_.find(one.sha256); due != lacking_.end()) {
      moved(due->second, one.line);
      lacking_.erase(due);
    } else if (extra_.size() < kMostHeldBack) extra_.emplace(one.sha256, one);
    else added(one);
  }

  void moved(const Mark& one, std::int64_t to) { tell_({Fault::moved, kStatementsFile, to, one.id, "it stood in line " + std::to_string(one.line)}); }
  void missing(const Mark& one) { tell_({Fault::missing, kStatementsFile, one.line, one.id, ""}); }
  void added(const Mark& one) { tell_({Fault::added, kStatementsFile, one.line, "", ""}); }

  static std::vector<Mark> by_line(const std::multimap<std::string, Mark>& held) {
    std::vector<Mark> marks;
    for (const auto& [hash, one] : held) marks.push_back(one);
    std::ranges::sort(marks, {}, &Mark::line);
    return marks;
  }

  void release() {
    for (const Mark& one : by_line(lacking_)) missing(one);
    for (const Mark& one : by_line(extra_)) added(one);
  }

  ExpectedMarks expected_;
  FoundMarks found_;
  const Tell& tell_;
  std::deque<Mark> due_, there_;
  std::multimap<std::string, Mark> lacking_, extra_;
};

}  // namespace

void compare_statements(const BundleFile& record, const BundleFile& statements, const Tell& tell) { Comparison(record, statements, tell).run(); }

}  // namespace preceptor::xapi::evidence
