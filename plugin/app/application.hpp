// The wiring: configuration -> store, protocol, pages, workers. What the C ABI drives.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/http.hpp"
#include "core/ports/log.hpp"

namespace preceptor::app {

struct CommandIo {
  // stream 1 = result, 2 = for people; false cancels.
  std::function<bool(int stream, std::string_view bytes)> write;
  std::function<bool(std::string_view what, std::uint64_t done, std::uint64_t total)> progress;
};

class Application {
 public:
  static base::Result<std::unique_ptr<Application>> open(std::string_view config_json, std::shared_ptr<ports::Log> log,
                                                         std::shared_ptr<ports::Clock> clock);
  ~Application();
  base::Status start();
  ports::HttpResponse handle(const ports::HttpRequest& request);   // path still with the prefix of public_url
  base::Status subscribe(const std::string& name, const std::string& topic, const std::string& from,
                         std::function<int(const std::string& item)> callback);
  base::Status unsubscribe(const std::string& name);
  // The exit code: 0 good, 1 red findings, 2 wrong arguments, 3 failed (the error is in the Result when it could not run at all).
  base::Result<int> command(const std::string& name, std::string_view args_json, const CommandIo& io);
  std::string status_json();
  base::Status reload(std::string_view config_json);
  base::Status stop(std::chrono::milliseconds deadline);

 private:
  struct Impl;
  explicit Application(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::app
