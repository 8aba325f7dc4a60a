#include "plugin/http/handler_pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <csignal>

namespace preceptor::http {

std::thread start_thread(std::function<void()> body) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  struct Restore {
    sigset_t* mask;
    ~Restore() { pthread_sigmask(SIG_SETMASK, mask, nullptr); }
  } const restore{&before};
  return std::thread(std::move(body));
}

HandlerPool::HandlerPool(int threads, int max_queued)
    : thread_count_(std::max(1, threads)), max_queued_(static_cast<std::size_t>(std::max(0, max_queued))) {}

HandlerPool::~HandlerPool() { stop(); }

void HandlerPool::start() {
  for (int i = 0; i < thread_count_; ++i) threads_.push_back(start_thread([this] { work(); }));
}

bool HandlerPool::submit(HandlerJob& job) {
  {
    const std::lock_guard lock(mutex_);
    // A job that an idle thread will take at once does not wait, so it does not count.
    if (stopping_ || queue_.size() >= max_queued_ + static_cast<std::size_t>(idle_)) return false;
    queue_.push_back(&job);
  }
  wake_.notify_one();
  return true;
}

void HandlerPool::work() {
  for (;;) {
    HandlerJob* job = nullptr;
    {
      std::unique_lock lock(mutex_);
      ++idle_;
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      --idle_;
      if (queue_.empty()) return;
      job = queue_.front();
      queue_.pop_front();
    }
    job->run();
  }
}

void HandlerPool::stop() {
  std::deque<HandlerJob*> waiting;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting.swap(queue_);
  }
  wake_.notify_all();
  for (HandlerJob* job : waiting) job->abandon();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace preceptor::http
