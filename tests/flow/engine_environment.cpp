// Where the engine that PRECEPTOR_TEST_STORE asks for cannot be tried, every test of the program says so and none runs.
#include <gtest/gtest.h>

#include "tests/fakes/site_store.hpp"

namespace preceptor::flow {
namespace {

class EngineEnvironment : public testing::Environment {
 public:
  void SetUp() override {
    if (const std::string why = fakes::SiteStore::why_not(); !why.empty()) GTEST_SKIP() << "not run: " << why;
  }
};

[[maybe_unused]] const testing::Environment* const engine_environment = testing::AddGlobalTestEnvironment(new EngineEnvironment);   // GoogleTest deletes it

}  // namespace
}  // namespace preceptor::flow
