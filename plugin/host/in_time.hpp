// Ends the program where an orderly end does not come in time. What was accepted is on the disk before it is answered, so nothing is lost by it.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "plugin/host/signals.hpp"

namespace host {

// Made before whatever may hang, so that it is gone after it.
class InTime {
 public:
  InTime();
  ~InTime();   // the orderly end came first
  InTime(const InTime&) = delete;
  InTime& operator=(const InTime&) = delete;

  // Unless this object is gone by then: `problem` on stderr, and the program ends with Exit::failed. Again: the later call counts. Any thread.
  void end_within(std::chrono::milliseconds time, std::string problem);

 private:
  void watch();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::chrono::steady_clock::time_point> until_;
  std::string problem_;
  bool over_ = false;
  std::thread thread_;
};

// While the program starts nobody waits for signals: SIGINT and SIGTERM are taken here, and the start has a few seconds to come to its end.
class SignalsAtStart {
 public:
  SignalsAtStart(const Signals& signals, InTime& in_time);
  ~SignalsAtStart();
  SignalsAtStart(const SignalsAtStart&) = delete;
  SignalsAtStart& operator=(const SignalsAtStart&) = delete;

  // The start is over: from now on signals are somebody else's. True when the program was asked to stop meanwhile.
  bool over();

 private:
  void listen();
  const Signals& signals_;
  InTime& in_time_;
  std::mutex mutex_;
  bool over_ = false, asked_ = false;
  std::thread thread_;
};

}  // namespace host
