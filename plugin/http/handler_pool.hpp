// A few threads with a bounded queue: where handlers run.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace preceptor::http {

class HandlerJob {
 public:
  virtual ~HandlerJob() = default;
  virtual void run() noexcept = 0;      // on a handler thread
  virtual void abandon() noexcept = 0;  // instead of run(), when the pool stops first
};

class HandlerPool {
 public:
  HandlerPool(int threads, int max_queued);
  ~HandlerPool();
  void start();
  // False when the queue is full or the pool has stopped; the job is then not taken.
  // It must live until its run() or abandon() has returned.
  bool submit(HandlerJob& job);
  // Abandons what waits, lets what runs finish, joins. Again: nothing.
  void stop();

 private:
  void work();

  const int thread_count_;
  const std::size_t max_queued_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<HandlerJob*> queue_;
  int idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

// A thread that takes no signals: those are the host's.
std::thread start_thread(std::function<void()> body);

}  // namespace preceptor::http
