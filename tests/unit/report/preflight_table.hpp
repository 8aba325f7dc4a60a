// The pre-flight by tables: one change to a row that leaves, and what is said of it.
#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/report/preflight.hpp"
#include "sample_row.hpp"

namespace preceptor::report {

using Told = std::set<std::string>;
using Change = std::function<void(LearnerRow&, PreflightFacts&)>;

inline credit::BoardRegistration points(const char* board, std::vector<credit::TypePoints> of) { return {board, std::move(of), {}, {}}; }

inline Told told_of(const Change& change) {
  SampleFacts sample;
  auto row = sample_row();
  change(row, sample.facts);
  return told(Preflight().check(row, sample.facts));
}

// A row that was right, one thing changed in it, and what the pre-flight then says.
struct Case {
  const char* what;
  Change change;
  Told expected;
};

inline void expect_all(const std::vector<Case>& cases) {
  for (const auto& one : cases) EXPECT_EQ(told_of(one.change), one.expected) << one.what;
}

}  // namespace preceptor::report
