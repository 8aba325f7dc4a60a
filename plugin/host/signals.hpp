// Signals as values: blocked everywhere, fetched by the main thread. The library's threads inherit the mask.
#pragma once
#include <chrono>
#include <csignal>

namespace host {

class Signals {
 public:
  // Blocks SIGINT, SIGTERM, SIGHUP and SIGCHLD. Before any thread starts.
  Signals();
  // The next signal.
  int wait() const;
  // True when SIGINT or SIGTERM comes within that time; the others wait on.
  bool asked_to_stop_within(std::chrono::milliseconds time) const;
  // From now on SIGINT and SIGTERM end the program at once: for who is tired of waiting for an orderly stop.
  void let_kill() const;
  // For a child before exec: the mask, and SIGPIPE and SIGXFSZ, as it would have had them without us.
  void restore_in_child() const;

 private:
  sigset_t ours_{}, before_{};
};

}  // namespace host
