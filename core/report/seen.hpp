// What came before in the file that is being made, so that nothing is in it twice. The file may have millions of rows, so where the keys are kept is an adapter's question.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace preceptor::report {

enum class Came { first, again, with_another };   // new; before with this value; before with another value, which stays

class Seen {
 public:
  virtual ~Seen() = default;
  // Remembers a new key with its value. Where that fails it answers `first`, and `state` says so from then on: who makes a file asks before it is used.
  virtual Came note(std::string_view key, std::string_view value) = 0;
  virtual void forget() = 0;                  // all of it
  virtual base::Status state() const = 0;     // errors: store_failed, store_full
};

// For a few rows, in memory.
class SeenInMemory : public Seen {
 public:
  Came note(std::string_view key, std::string_view value) override {
    const auto [place, fresh] = keys_.emplace(key, value);
    return fresh ? Came::first : place->second == value ? Came::again : Came::with_another;
  }
  void forget() override { keys_.clear(); }
  base::Status state() const override { return {}; }

 private:
  std::map<std::string, std::string> keys_;
};

}  // namespace preceptor::report
