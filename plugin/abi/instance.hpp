// What a preceptor* points to, and the wall behind which every entry point works.
#pragma once
#include <exception>
#include <memory>
#include <mutex>
#include <typeinfo>

#include "core/base/result.hpp"
#include "plugin/abi/c_api.hpp"
#include "plugin/abi/last_error.hpp"
#include "plugin/abi/subscription_gate.hpp"
#include "plugin/app/application.hpp"

struct preceptor_instance {
  enum class Phase { opened, started, stopped };

  std::shared_ptr<preceptor::ports::Clock> clock;
  std::shared_ptr<preceptor::ports::Log> log;
  std::unique_ptr<preceptor::app::Application> app;  // empty: open failed, only last_error and close answer
  std::mutex lifecycle;                              // start, reload and stop, one at a time; guards phase
  Phase phase = Phase::opened;
  preceptor::abi::LastError error;
  preceptor::abi::SubscriptionGate gate;
};

namespace preceptor::abi {

constexpr int kFailed = -1;

// Keep the reason and answer what the C function returns.
int answer(preceptor_instance& instance, const base::Status& status);
int answer(preceptor_instance& instance, const base::Result<int>& result);
// An exception reached the wall: logs and keeps `function` and the exception's type. Never its text, which can hold bound values.
int answer_broken(preceptor_instance& instance, const char* function, const char* exception_type) noexcept;

// Runs `body(app::Application&)`, which gives a Status or a Result<int>. Refuses a NULL instance and one whose open failed.
template <class Body>
int guard(preceptor_instance* instance, const char* function, Body&& body) noexcept {
  if (instance == nullptr) return kFailed;
  try {
    if (!instance->app) {
      // The reason open gave is worth more to the caller than "open failed", so it stays.
      return kFailed;
    }
    return answer(*instance, body(*instance->app));
  } catch (const std::exception& e) {
    return answer_broken(*instance, function, typeid(e).name());
  } catch (...) {
    return answer_broken(*instance, function, "unknown");
  }
}

}  // namespace preceptor::abi
