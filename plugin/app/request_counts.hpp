// What was answered, counted by part of the site and by status: for monitoring.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace preceptor::app {

class RequestCounts {
 public:
  RequestCounts();
  ~RequestCounts();
  RequestCounts(const RequestCounts&) = delete;
  RequestCounts& operator=(const RequestCounts&) = delete;

  // One answer. `path`: without prefix; only which part of the site it belongs to is kept. Any thread.
  void answered(std::string_view path, int status, std::chrono::duration<double> took);
  // The counts as Prometheus text (exposition format 0.0.4).
  std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::app
