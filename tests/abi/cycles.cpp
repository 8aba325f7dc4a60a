// Opened and closed over and over, nothing grows; and when it is closed for good, it is gone.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "tests/abi/support.hpp"

namespace {

constexpr int kWarm = 50, kLast = 200;

struct Library {
  void* handle = ::dlopen(PRECEPTOR_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  template <class F>
  F* find(const char* name) const { return reinterpret_cast<F*>(::dlsym(handle, name)); }
  decltype(preceptor_open)* open = find<decltype(preceptor_open)>("preceptor_open");
  decltype(preceptor_start)* start = find<decltype(preceptor_start)>("preceptor_start");
  decltype(preceptor_handle)* handle_request = find<decltype(preceptor_handle)>("preceptor_handle");
  decltype(preceptor_status)* status = find<decltype(preceptor_status)>("preceptor_status");
  decltype(preceptor_stop)* stop = find<decltype(preceptor_stop)>("preceptor_stop");
  decltype(preceptor_close)* close = find<decltype(preceptor_close)>("preceptor_close");
  decltype(preceptor_last_error)* last_error = find<decltype(preceptor_last_error)>("preceptor_last_error");
  decltype(preceptor_free)* free = find<decltype(preceptor_free)>("preceptor_free");
};

struct Size {
  long resident_kib = 0;
  long threads = 0, mappings = 0;
};

Size measure() {
  Size size;
  std::ifstream statm("/proc/self/statm");
  long pages = 0;
  statm >> pages >> pages;
  size.resident_kib = pages * (::sysconf(_SC_PAGESIZE) / 1024);
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task")) ++size.threads;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) ++size.mappings;
  return size;
}

// A joined thread stands in /proc until the kernel has put it away, a moment later.
Size measure_when_still() {
  Size size = measure();
  for (int tries = 0; size.threads > 1 && tries < 500; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    size = measure();
  }
  return size;
}

bool mapped(const std::string& name) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    if (line.find(name) != std::string::npos) return true;
  return false;
}

// The whole answer to GET /healthz over a socket; empty when there is none.
std::string fetch(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      ::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) answer.append(buffer, static_cast<size_t>(n));
  }
  ::close(fd);
  return answer;
}

int port_of(const Library& library, preceptor* p) {
  char* status = nullptr;
  if (library.status(p, &status) != 0) return 0;
  const std::string text = status;
  library.free(status);
  const auto at = text.find("\"port\":");
  return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + 7);
}

// One life of an instance: host-driven and over its own listener.
void live_once(const Library& library, const std::string& folder) {
  preceptor* p = nullptr;
  ASSERT_EQ(library.open(config_with_listener(folder).c_str(), nullptr, &p), 0) << library.last_error(p);
  ASSERT_EQ(library.start(p), 0) << library.last_error(p);
  Answer answer;
  const auto request = get_request("/healthz");
  EXPECT_EQ(library.handle_request(p, &request, take_answer, &answer), 0);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(fetch(port_of(library, p)).substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(library.stop(p, 2000), 0) << library.last_error(p);
  library.close(p);
}

TEST(Cycles, LeaveNothingBehind) {
  // glibc gives a thread that finds no free arena one of its own, two mappings each that stay: how many there are depends on how many threads happened to
  // allocate at once. With one arena what is left over is the library's: measured, not a mapping and under 200 KiB.
  ASSERT_EQ(::mallopt(M_ARENA_MAX, 1), 1);
  const TempFolder folder;
  const Library library;
  ASSERT_NE(library.handle, nullptr) << ::dlerror();
  Size warm;
  for (int cycle = 1; cycle <= kLast; ++cycle) {
    ASSERT_NO_FATAL_FAILURE(live_once(library, folder.path())) << "cycle " << cycle;
    if (cycle == kWarm) warm = measure_when_still();
  }
  const Size last = measure_when_still();
  RecordProperty("resident_growth_kib", static_cast<int>(last.resident_kib - warm.resident_kib));
  EXPECT_LT(last.resident_kib - warm.resident_kib, 512) << "from " << warm.resident_kib << " to " << last.resident_kib << " KiB";
  EXPECT_EQ(last.threads, warm.threads);
  EXPECT_EQ(last.threads, 1) << "a thread of the library is left";
  EXPECT_LE(std::labs(last.mappings - warm.mappings), 2) << "from " << warm.mappings << " to " << last.mappings;
  ASSERT_TRUE(mapped("libpreceptor.so"));
  EXPECT_EQ(::dlclose(library.handle), 0);
  EXPECT_FALSE(mapped("libpreceptor.so")) << "something keeps the library mapped: a unique symbol, or a thread_local with a destructor";
}

}  // namespace
