#include "plugin/host/signals.hpp"

#include <pthread.h>

#include <initializer_list>

namespace host {
namespace {

sigset_t of_killers() {
  sigset_t killers;
  sigemptyset(&killers);
  sigaddset(&killers, SIGINT);
  sigaddset(&killers, SIGTERM);
  return killers;
}

}  // namespace

Signals::Signals() {
  sigemptyset(&ours_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&ours_, signal);
  pthread_sigmask(SIG_BLOCK, &ours_, &before_);
}

int Signals::wait() const {
  int signal = 0;
  while (sigwait(&ours_, &signal) != 0) {
  }
  return signal;
}

bool Signals::asked_to_stop_within(std::chrono::milliseconds time) const {
  const sigset_t killers = of_killers();
  const timespec patience{time.count() / 1000, (time.count() % 1000) * 1'000'000};
  return sigtimedwait(&killers, nullptr, &patience) > 0;
}

void Signals::let_kill() const {
  const sigset_t killers = of_killers();
  pthread_sigmask(SIG_UNBLOCK, &killers, nullptr);
}

void Signals::restore_in_child() const {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGXFSZ, SIG_DFL);
}

}  // namespace host
