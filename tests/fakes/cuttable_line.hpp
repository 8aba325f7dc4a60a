// A TCP line to a server of this machine that a test can cut, as a network does: what is connected is reset, what comes later is refused.
#pragma once
#include <atomic>
#include <thread>
#include <vector>

namespace preceptor::fakes {

class CuttableLine {
 public:
  // `target`: a port of 127.0.0.1. Throws std::runtime_error when no port can be had.
  explicit CuttableLine(int target);
  ~CuttableLine();
  CuttableLine(const CuttableLine&) = delete;
  CuttableLine& operator=(const CuttableLine&) = delete;

  int port() const { return port_; }   // of 127.0.0.1; the same after a cut
  void cut();
  void mend();                         // connections are taken again

 private:
  struct Pair {
    int near = -1, far = -1;
  };
  void listen();
  void run();
  void take();
  static bool pass(int from, int to);
  static void reset(const Pair& pair);

  const int target_;
  int port_ = 0, listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::vector<Pair> pairs_;            // of the thread
  std::thread thread_;
};

}  // namespace preceptor::fakes
