#include "plugin/host/serve.hpp"

#include <cstdio>
#include <string>

#include "plugin/host/files.hpp"
#include "plugin/host/in_time.hpp"
#include "plugin/host/instance.hpp"
#include "plugin/host/notify.hpp"
#include "plugin/host/signals.hpp"

namespace host {
namespace {

constexpr unsigned kStopMs = 10'000;
// Requests under way, then a record store that hangs: what an orderly stop may take. The service manager waits for a minute.
constexpr std::chrono::milliseconds kLongestStop{50'000};

constexpr const char* kHangs = "the stop does not come to its end (do the database and those whom we call answer?); stopped as it was: what was accepted is kept";

void complain(const std::string& problem) {
  if (!problem.empty()) std::fprintf(stderr, "preceptor: %s\n", problem.c_str());
}

// Of a JSON list of names; keys of the configuration hold nothing that is escaped.
std::string names_in(const std::string& list) {
  std::string names;
  for (const char c : list) {
    if (c == ',') names += ", ";
    else if (c != '[' && c != ']' && c != '"') names += c;
  }
  return names;
}

void reload(Instance& instance, const std::string& config_path) {
  complain(notify_reloading());
  const Read read = read_file(config_path);
  if (!read.ok) {
    complain(read.problem);
    std::fputs("preceptor: the configuration that was in force stays in force\n", stderr);
  } else if (!instance.reload(read.text)) {
    print_failure(instance.failure(config_path));
    std::fputs("preceptor: the configuration that was in force stays in force\n", stderr);
  } else {
    const std::string waiting = names_in(instance.status("needs_restart"));
    const std::string except = waiting.empty() ? std::string() : ", except for what needs a restart: " + waiting;
    std::fprintf(stderr, "preceptor: the configuration was read again and is in force%s\n", except.c_str());
  }
  complain(notify("READY=1"));
}

// The one line people and scripts wait for.
void announce(Instance& instance) {
  const std::string port = instance.status("port");
  const std::string address = instance.status("public_url");
  const bool listens = !port.empty() && port != "0";
  std::printf("Preceptor serves %s%s\n", address.c_str(), listens ? (" (port " + port + ")").c_str() : " (no listener is configured)");
  std::fflush(stdout);
}

}  // namespace

int serve(const std::string& config_path) {
  const Signals signals;
  const Read read = read_file(config_path);
  if (!read.ok) {
    complain(read.problem);
    return Exit::failed;
  }
  InTime in_time;
  Instance instance;
  SignalsAtStart at_start(signals, in_time);
  const bool started = instance.open(read.text) && instance.start();
  bool asked_to_stop = at_start.over();
  if (!started) {
    print_failure(instance.failure(config_path));
    if (!asked_to_stop) in_time.end_within(kLongestStop, kHangs);
    signals.let_kill();
    return Exit::failed;
  }
  if (!asked_to_stop) {
    announce(instance);
    complain(notify("READY=1"));
  }
  while (!asked_to_stop) {
    const int signal = signals.wait();
    if (signal == SIGHUP) reload(instance, config_path);
    asked_to_stop = signal == SIGINT || signal == SIGTERM;
  }
  complain(notify("STOPPING=1"));
  in_time.end_within(kLongestStop, kHangs);
  signals.let_kill();
  instance.stop(kStopMs);
  return Exit::good;
}

}  // namespace host
