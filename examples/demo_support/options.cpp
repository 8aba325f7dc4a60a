#include "examples/demo_support/options.hpp"

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace preceptor::demo {

std::optional<Options> Options::parse(int argc, char** argv, const std::set<std::string>& valued, const std::set<std::string>& flags,
                                      std::string& problem) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (flags.count(name)) {
      options.given_[name];
    } else if (!valued.count(name)) {
      problem = "unknown option " + name;
      return std::nullopt;
    } else if (i + 1 == argc) {
      problem = name + " needs a value";
      return std::nullopt;
    } else {
      options.given_[name].push_back(argv[++i]);
    }
  }
  return options;
}

std::string Options::value(const std::string& name, const std::string& otherwise) const {
  const auto& all = values(name);
  return all.empty() ? otherwise : all.back();
}

const std::vector<std::string>& Options::values(const std::string& name) const {
  static const std::vector<std::string> none;
  const auto found = given_.find(name);
  return found == given_.end() ? none : found->second;
}

void announce(const Options& options, const std::string& json) {
  const std::string line = json + "\n";
  if (!options.has("--ready-fd")) {
    std::fputs(line.c_str(), stdout);
    std::fflush(stdout);
    return;
  }
  const int fd = std::atoi(options.value("--ready-fd").c_str());
  std::size_t sent = 0;
  while (sent < line.size()) {
    const ssize_t n = ::write(fd, line.data() + sent, line.size() - sent);
    if (n <= 0) {
      std::perror("--ready-fd");
      std::exit(1);
    }
    sent += static_cast<std::size_t>(n);
  }
  ::close(fd);
}

namespace {
sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}
}  // namespace

void hold_signals() {
  ::signal(SIGPIPE, SIG_IGN);
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void wait_for_signal() {
  const sigset_t set = stop_signals();
  int got = 0;
  while (sigwait(&set, &got) != 0) {
  }
}

}  // namespace preceptor::demo
