// Open, start, reload, stop, close; version, last error and free.
#include <chrono>
#include <cstdlib>
#include <memory>
#include <new>

#include "plugin/abi/host_ports.hpp"
#include "plugin/abi/instance.hpp"

namespace preceptor::abi {
namespace {

using Phase = preceptor_instance::Phase;

base::Status open_into(preceptor_instance& instance, const char* config_json, const preceptor_callbacks* given) {
  const auto callbacks = read_callbacks(given);
  if (!callbacks) return base::fail(callbacks.error());
  instance.clock = make_clock(*callbacks);
  instance.log = make_log(*callbacks, instance.clock);
  if (config_json == nullptr) return base::fail(base::Code::abi_misuse, "preceptor_open: config_json is NULL");
  auto opened = app::Application::open(config_json, instance.log, instance.clock);
  if (!opened) return base::fail(opened.error());
  instance.app = std::move(*opened);
  return {};
}

base::Status start(preceptor_instance& instance, app::Application& app) {
  if (instance.gate.inside()) return base::fail(base::Code::abi_misuse, "preceptor_start was called from a subscriber");
  const std::lock_guard lock(instance.lifecycle);
  if (instance.phase != Phase::opened)
    return base::fail(base::Code::abi_misuse, "preceptor_start: this instance was started before; open a new one");
  // A start that failed (a taken port) left nothing running and may be tried again.
  auto started = app.start();
  if (started) instance.phase = Phase::started;
  return started;
}

base::Status stop(preceptor_instance& instance, app::Application& app, std::chrono::milliseconds deadline) {
  if (instance.gate.inside()) return base::fail(base::Code::abi_misuse, "preceptor_stop was called from a subscriber");
  const std::lock_guard lock(instance.lifecycle);
  if (instance.phase != Phase::started) return {};  // nothing runs: what was asked for
  instance.phase = Phase::stopped;
  return app.stop(deadline);
}

}  // namespace
}  // namespace preceptor::abi

using namespace preceptor;

extern "C" {

uint32_t preceptor_abi_version(void) { return PRECEPTOR_ABI_VERSION; }

int preceptor_open(const char* config_json, const preceptor_callbacks* callbacks, preceptor_instance** out) {
  if (out == nullptr) return abi::kFailed;
  *out = new (std::nothrow) preceptor_instance;
  if (*out == nullptr) return abi::kFailed;
  try {
    return abi::answer(**out, abi::open_into(**out, config_json, callbacks));
  } catch (const std::exception& e) {
    return abi::answer_broken(**out, "preceptor_open", typeid(e).name());
  } catch (...) {
    return abi::answer_broken(**out, "preceptor_open", "unknown");
  }
}

int preceptor_start(preceptor_instance* p) {
  return abi::guard(p, "preceptor_start", [&](app::Application& app) { return abi::start(*p, app); });
}

int preceptor_reload(preceptor_instance* p, const char* config_json) {
  return abi::guard(p, "preceptor_reload", [&](app::Application& app) -> base::Status {
    if (config_json == nullptr) return base::fail(base::Code::abi_misuse, "preceptor_reload: config_json is NULL");
    // A stop that waits for the subscriber would be waited for.
    if (p->gate.inside()) return base::fail(base::Code::abi_misuse, "preceptor_reload was called from a subscriber");
    const std::lock_guard lock(p->lifecycle);
    return app.reload(config_json);
  });
}

int preceptor_stop(preceptor_instance* p, uint32_t deadline_ms) {
  return abi::guard(p, "preceptor_stop", [&](app::Application& app) { return abi::stop(*p, app, std::chrono::milliseconds(deadline_ms)); });
}

void preceptor_close(preceptor_instance* p) {
  if (p == nullptr) return;
  preceptor_stop(p, 5000);
  // The application goes first: its threads may still log, and the log calls the host.
  const auto destroy = [&](app::Application&) -> base::Status {
    p->app.reset();
    return {};
  };
  if (p->app) abi::guard(p, "preceptor_close", destroy);
  delete p;
}

const char* preceptor_last_error(const preceptor_instance* p) { return p == nullptr ? "" : p->error.text(); }

void preceptor_free(char* text) { std::free(text); }

}  // extern "C"
