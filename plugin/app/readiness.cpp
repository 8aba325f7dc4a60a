#include "plugin/app/readiness.hpp"

#include <exception>

namespace preceptor::app {

Readiness::Readiness(Look look, std::chrono::milliseconds patience) : look_(std::move(look)), patience_(patience) {}

Readiness::~Readiness() { stop(); }

void Readiness::start() {
  const std::lock_guard lock(mutex_);
  if (started_) return;
  started_ = true;
  stopping_ = false;
  thread_ = std::thread([this] { run(); });
}

void Readiness::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (!started_) return;
    started_ = false;
    stopping_ = true;
  }
  wanted_change_.notify_all();
  looked_.notify_all();
  thread_.join();
}

base::Status Readiness::ask() {
  std::unique_lock lock(mutex_);
  if (!started_) {
    lock.unlock();
    return look_();
  }
  const auto now = std::chrono::steady_clock::now();
  if (!looking_ || now < looking_since_ + patience_) {
    if (!looking_) {
      wanted_ = true;
      wanted_change_.notify_one();
    }
    const std::uint64_t before = looks_;
    looked_.wait_until(lock, now + patience_, [&] { return stopping_ || looks_ != before; });
    if (looks_ != before) return found_;
  }
  return base::fail(base::Code::store_failed, "the store has not answered a look within " + std::to_string(patience_.count()) + " ms");
}

void Readiness::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_change_.wait(lock, [&] { return stopping_ || wanted_; });
    if (stopping_) return;
    wanted_ = false;
    looking_ = true;
    looking_since_ = std::chrono::steady_clock::now();
    lock.unlock();
    base::Status found;
    try {
      found = look_();
    } catch (const std::exception&) {
      found = base::fail(base::Code::internal, "a look at the store met an unexpected exception");   // told to whoever asked
    }
    lock.lock();
    looking_ = false;
    found_ = std::move(found);
    ++looks_;
    looked_.notify_all();
  }
}

}  // namespace preceptor::app
