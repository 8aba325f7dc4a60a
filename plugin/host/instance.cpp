#include "plugin/host/instance.hpp"

#include <unistd.h>

#include <cstdio>

#include "plugin/host/json_text.hpp"

namespace host {
namespace {

struct LogTarget {
  int fd;
  preceptor_log_level level;
};

bool write_fully(int fd, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t n = ::write(fd, bytes, size);
    if (n <= 0) return false;
    bytes += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

// What is said stands on a line of its own, in the place of the progress shown before it.
int command_output(void* shown, int stream, const char* bytes, size_t size) {
  if (*static_cast<bool*>(shown)) std::fputs("\r\033[K", stderr);
  *static_cast<bool*>(shown) = false;
  // A closed pipe (`| head`) cancels the command.
  return write_fully(stream == 1 ? 1 : 2, bytes, size) ? 0 : 1;
}

int command_progress(void* shown, const char* what, uint64_t done, uint64_t total) {
  if (::isatty(2) == 0) return 0;
  *static_cast<bool*>(shown) = true;
  if (total > 0) std::fprintf(stderr, "\r%s: %llu of %llu\033[K", what, static_cast<unsigned long long>(done), static_cast<unsigned long long>(total));
  else std::fprintf(stderr, "\r%s: %llu\033[K", what, static_cast<unsigned long long>(done));
  return 0;
}

}  // namespace

Instance::Instance(int log_fd, preceptor_log_level level) : log_fd_(log_fd), level_(level) {}

Instance::~Instance() { preceptor_close(handle_); }

bool Instance::open(const std::string& config_json) {
  preceptor_callbacks callbacks{};
  callbacks.struct_size = sizeof callbacks;
  callbacks.user = this;
  callbacks.log = [](void* user, preceptor_log_level level, const char* line) {
    const auto* self = static_cast<const Instance*>(user);
    if (level < self->level_) return;
    const std::string text = std::string(line) + "\n";
    write_fully(self->log_fd_, text.data(), text.size());
  };
  return preceptor_open(config_json.c_str(), &callbacks, &handle_) == 0;
}

bool Instance::start() { return preceptor_start(handle_) == 0; }
bool Instance::reload(const std::string& config_json) { return preceptor_reload(handle_, config_json.c_str()) == 0; }
void Instance::stop(unsigned deadline_ms) { preceptor_stop(handle_, deadline_ms); }

int Instance::command(const std::string& name, const std::string& args_json) {
  bool shown = false;
  const int code = preceptor_command(handle_, name.c_str(), args_json.c_str(), command_output, command_progress, &shown);
  if (shown) std::fputs("\r\033[K", stderr);
  return code;
}

std::optional<std::string> Instance::ask(const std::string& name, const std::string& args_json) {
  std::string result;
  const auto keep = [](void* into, int stream, const char* bytes, size_t size) {
    if (stream == 1) static_cast<std::string*>(into)->append(bytes, size);
    return 0;
  };
  if (preceptor_command(handle_, name.c_str(), args_json.c_str(), keep, nullptr, &result) != Exit::good) return std::nullopt;
  return result;
}

std::string Instance::status(const std::string& member) {
  char* json = nullptr;
  if (preceptor_status(handle_, &json) != 0) return {};
  const auto members = read_members(json);
  preceptor_free(json);
  if (!members) return {};
  const auto found = members->find(member);
  return found == members->end() ? std::string() : found->second;
}

Failure Instance::failure(const std::string& file) const {
  Failure failure;
  failure.json = handle_ == nullptr ? "" : preceptor_last_error(handle_);
  auto members = read_members(failure.json);
  if (!members) return {"internal", "Something went wrong.", "the library gave no reason", "Free memory and try again.", "{}"};
  failure.code = (*members)["code"];
  failure.message = (*members)["message"];
  failure.detail = (*members)["detail"];
  failure.fix = (*members)["fix"];
  if (!(*members)["expected"].empty() || !(*members)["received"].empty())
    failure.detail += " (expected " + (*members)["expected"] + ", received " + (*members)["received"] + ")";
  if (!file.empty() && failure.code.starts_with("config.")) failure.detail = file + ": " + failure.detail;
  return failure;
}

void print_failure(const Failure& failure, bool json) {
  if (json) std::printf("{\"error\": %s}\n", failure.json.c_str());
  // A detail that is a name alone does not say what is wrong with it.
  const bool name_alone = failure.detail.find(' ') == std::string::npos || (failure.detail.front() == '"' && failure.detail.find('"', 1) == failure.detail.size() - 1);
  const std::string said = !name_alone || failure.message.empty() ? failure.detail : failure.message + (failure.detail.empty() ? "" : " (" + failure.detail + ")");
  std::fprintf(stderr, "preceptor: %s\n", said.empty() ? failure.code.c_str() : said.c_str());
  if (!failure.fix.empty()) std::fprintf(stderr, "  what to do: %s\n", failure.fix.c_str());
}

int exit_code(const Failure& failure) {
  return failure.code == "command.arguments" || failure.code == "command.unknown" ? Exit::wrong_arguments : Exit::failed;
}

}  // namespace host
