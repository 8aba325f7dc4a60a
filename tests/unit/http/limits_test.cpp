// Sizes, times, the queue, and stopping.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>

#include "support.hpp"

namespace preceptor::http {
namespace {

using testing::ask;
using testing::body_of;
using testing::milliseconds;
using testing::RawClient;
using testing::serve;
using testing::status_of;

ports::HttpResponse size_of_body(const ports::HttpRequest& request) { return {200, {}, std::to_string(request.body.size())}; }

// Holds handlers until it is opened.
class Gate {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void until_waiting(int count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, milliseconds(3000), [&] { return waiting_ >= count; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

TEST(Limits, HeaderSize) {
  ServerOptions options;
  options.max_header_bytes = 1000;
  auto running = serve(size_of_body, options);
  const auto with = [](std::size_t total) {
    std::string text = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    return text + std::string(total - text.size() - 4, 'a') + "\r\n\r\n";
  };
  EXPECT_EQ(status_of(ask(running->server->port(), with(1000))), 200);
  EXPECT_EQ(status_of(ask(running->server->port(), with(1001))), 431);
  EXPECT_EQ(status_of(ask(running->server->port(), std::string(5000, 'A'))), 431);  // no line end at all
  EXPECT_EQ(status_of(ask(running->server->port(), with(500000))), 431);            // the answer survives what is unread
}

TEST(Limits, BodySizeByRoute) {
  ServerOptions options;
  options.max_body_bytes = [](std::string_view method, std::string_view path) { return path == "/big" && method == "POST" ? 100000u : 100u; };
  auto running = serve(size_of_body, options);
  const auto post = [&](const std::string& path, std::size_t size, bool chunked) {
    std::string text = "POST " + path + " HTTP/1.1\r\nHost: h\r\n";
    const std::string body(size, 'x');
    char hex[20];
    std::snprintf(hex, sizeof hex, "%zx", size);
    text += chunked ? std::string("Transfer-Encoding: chunked\r\n\r\n") + hex + "\r\n" + body + "\r\n0\r\n\r\n"
                    : "Content-Length: " + std::to_string(size) + "\r\n\r\n" + body;
    return status_of(ask(running->server->port(), text));
  };
  for (const bool chunked : {false, true}) {
    EXPECT_EQ(post("/", 100, chunked), 200);
    EXPECT_EQ(post("/", 101, chunked), 413);
    EXPECT_EQ(post("/big", 100000, chunked), 200);
    EXPECT_EQ(post("/big", 300000, chunked), 413);
  }
  std::string many = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 11; ++i) many += "a\r\n0123456789\r\n";
  EXPECT_EQ(status_of(ask(running->server->port(), many + "0\r\n\r\n")), 413);
  EXPECT_EQ(status_of(ask(running->server->port(), "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(40000, 'a'))), 400);
}

TEST(Limits, ExpectContinue) {
  auto running = serve(size_of_body);
  RawClient client(running->server->port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(status_of(client.read_answer(true)), 100);
  client.send("abc");
  EXPECT_EQ(body_of(client.read_answer()), "3");
  // A body that will not be taken is refused before it is sent.
  client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(status_of(client.read_answer()), 413);
}

TEST(Limits, SlowClients) {
  ServerOptions options;
  options.header_timeout = options.body_timeout = milliseconds(600);
  options.idle_timeout = milliseconds(800);
  auto running = serve(size_of_body, options);
  const int port = running->server->port();
  const auto drip = [&](std::string start, const char* drop) {
    RawClient client(port);
    client.send(start);
    const auto begin = Clock::now();
    std::string all;
    while (Clock::now() - begin < milliseconds(8000)) {
      if (*drop && !client.send(drop)) break;
      all += client.read_all(milliseconds(20));
      if (status_of(all) != 0) break;
    }
    return status_of(all);
  };
  EXPECT_EQ(drip("GET / HTTP/1.1\r\n", "X: y\r\n"), 408);
  EXPECT_EQ(drip("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n", "x"), 408);
  RawClient silent(port), idle(port);
  idle.send(kGet);
  EXPECT_EQ(status_of(idle.read_answer()), 200);
  const auto begin = Clock::now();
  EXPECT_EQ(silent.read_all(milliseconds(10'000)), "");  // nothing asked, nothing answered
  EXPECT_EQ(idle.read_all(milliseconds(10'000)), "");
  EXPECT_LT(Clock::now() - begin, milliseconds(8000)) << "neither was closed";
}

TEST(Limits, SlowReaderIsCutOff) {
  ServerOptions options;
  options.body_timeout = milliseconds(100);
  auto running = serve([](const ports::HttpRequest&) { return ports::HttpResponse{200, {}, std::string(20'000'000, 'x')}; }, options);
  RawClient client(running->server->port());
  client.send(kGet);
  std::this_thread::sleep_for(milliseconds(2000));
  EXPECT_LT(client.read_all().size(), 20'000'000u);
}

TEST(Limits, FullQueueAnswers503) {
  Gate gate;
  ServerOptions options;
  options.handler_threads = 1;
  options.max_queued = 1;
  auto running = serve(
      [&](const ports::HttpRequest&) {
        gate.wait();
        return ports::HttpResponse{200, {}, "ok"};
      },
      options);
  const int port = running->server->port();
  RawClient first(port), second(port);
  first.send(kGet);
  gate.until_waiting(1);
  second.send(kGet);
  std::string refused;
  // The second takes the one place in the queue; whichever asks after that is turned away.
  for (int i = 0; i < 50 && status_of(refused) == 0; ++i) {
    RawClient third(port);
    third.send(kGet);
    refused = third.read_answer(false, milliseconds(100));
  }
  EXPECT_EQ(status_of(refused), 503);
  EXPECT_NE(refused.find("Retry-After: 1"), refused.npos);
  gate.open();
  EXPECT_EQ(status_of(first.read_answer()), 200);
  EXPECT_EQ(status_of(second.read_answer()), 200);
}

TEST(Limits, IdleConnectionsMakeRoom) {
  ServerOptions options;
  options.max_connections = 3;
  auto running = serve(size_of_body, options);
  const int port = running->server->port();
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 8; ++i) {
    idle.push_back(std::make_unique<RawClient>(port));
    idle.back()->send(kGet);
    EXPECT_EQ(status_of(idle.back()->read_answer()), 200) << i;
  }
}

TEST(Stop, DrainsWhatRuns) {
  Gate gate;
  auto running = serve([&](const ports::HttpRequest&) {
    gate.wait();
    return ports::HttpResponse{200, {}, "done"};
  });
  RawClient busy(running->server->port()), idle(running->server->port());
  busy.send(kGet);
  gate.until_waiting(1);
  std::thread opener([&] {
    std::this_thread::sleep_for(milliseconds(50));
    gate.open();
  });
  running->server->stop(milliseconds(3000));
  opener.join();
  EXPECT_EQ(body_of(busy.read_answer()), "done");
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_EQ(running->log.text().find("http.stopped_busy"), std::string::npos);
}

TEST(Stop, AtTheDeadlineWhatWaitsIsDropped) {
  Gate gate;
  ServerOptions options;
  options.handler_threads = 1;
  auto running = serve(
      [&](const ports::HttpRequest&) {
        gate.wait();
        return ports::HttpResponse{200, {}, "late"};
      },
      options);
  RawClient first(running->server->port()), queued(running->server->port());
  first.send(kGet);
  gate.until_waiting(1);
  queued.send(kGet);
  std::thread opener([&] {
    for (int i = 0; i < 500 && running->log.text().find("http.stopped_busy") == std::string::npos; ++i) std::this_thread::sleep_for(milliseconds(10));
    std::this_thread::sleep_for(milliseconds(100));
    gate.open();
  });
  running->server->stop(milliseconds(30));
  opener.join();
  EXPECT_EQ(first.read_all(), "");
  EXPECT_EQ(queued.read_all(), "");
  EXPECT_NE(running->log.text().find("http.stopped_busy"), std::string::npos);
}

TEST(Stop, WhatHandlersWaitForIsToldToEnd) {
  Gate gate;
  ServerOptions options;
  options.stop_is_late = [&] { gate.open(); };
  auto running = serve(
      [&](const ports::HttpRequest&) {
        gate.wait();
        return ports::HttpResponse{200, {}, "late"};
      },
      options);
  RawClient busy(running->server->port());
  busy.send(kGet);
  gate.until_waiting(1);
  running->server->stop(milliseconds(30));   // would not come back
  EXPECT_NE(running->log.text().find("http.stopped_busy"), std::string::npos);
}

TEST(Pool, WhileEveryHandlerWaitsSomeRequestsAreAnsweredAllTheSame) {
  Gate gate;
  ServerOptions options;
  options.handler_threads = 1;
  options.max_queued = 1;
  options.answer_at_once = [](const ports::HttpRequest& request) -> std::optional<ports::HttpResponse> {
    if (request.path == "/broken") throw std::runtime_error("broken");
    return request.path == "/alive" ? std::optional(ports::HttpResponse{200, {}, "alive"}) : std::nullopt;
  };
  options.has_own_thread = [](const ports::HttpRequest& request) { return request.path == "/ready"; };
  auto running = serve(
      [&](const ports::HttpRequest& request) {
        if (request.path != "/ready") gate.wait();
        return ports::HttpResponse{200, {}, request.path};
      },
      options);
  const int port = running->server->port();
  RawClient busy(port), queued(port);
  busy.send(kGet);
  gate.until_waiting(1);
  queued.send(kGet);
  std::string overloaded;
  while (status_of(overloaded) != 503) overloaded = ask(port, kGet);   // the queue is full
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(body_of(ask(port, "GET /alive HTTP/1.1\r\nHost: h\r\n\r\n")), "alive");
    EXPECT_EQ(body_of(ask(port, "GET /ready HTTP/1.1\r\nHost: h\r\n\r\n")), "/ready");
  }
  EXPECT_EQ(status_of(ask(port, "GET /broken HTTP/1.1\r\nHost: h\r\n\r\n")), 500);
  gate.open();
  EXPECT_EQ(body_of(busy.read_answer()), "/");
}

TEST(Stop, ThirtyCyclesLeaveNothing) {
  testing::MemoryLog log;
  const auto cycle = [&](bool started) {
    auto server = Server::open({}, size_of_body, log);
    ASSERT_TRUE(server);
    if (!started) return;
    (*server)->start();
    const int port = (*server)->port();
    EXPECT_EQ(status_of(ask(port, kGet)), 200);
    RawClient open_connection(port), half(port);
    half.send("GET / HT");
    (*server)->stop(milliseconds(0));
    (*server)->stop(milliseconds(0));
  };
  cycle(true);
  const int threads = testing::thread_count(), descriptors = testing::open_descriptors();
  for (int i = 0; i < 30; ++i) cycle(i % 5 != 0);
  EXPECT_EQ(testing::thread_count(), threads);
  EXPECT_EQ(testing::open_descriptors(), descriptors);
}

TEST(Stop, UnderLoad) {
  std::atomic<bool> go_on{true};
  std::atomic<int> good{0}, strange{0};
  auto running = serve([](const ports::HttpRequest&) { return ports::HttpResponse{200, {}, "ok"}; });
  const int port = running->server->port();
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i)
    clients.emplace_back([&] {
      while (go_on) {
        auto attempt = start_connect(*parse_address("127.0.0.1"), port);
        if (!attempt.socket || !wait_ready(attempt.socket.get(), true, Clock::now() + milliseconds(500)) || connect_outcome(attempt.socket.get()) != 0) continue;
        for (int n = 0; n < 20 && testing::write_text(attempt.socket, kGet); ++n) {
          const auto answer = testing::read_request(attempt.socket, 2);
          if (answer.empty()) break;
          ++(status_of(answer) == 200 && body_of(answer) == "ok" ? good : strange);
        }
      }
    });
  for (int i = 0; i < 1000 && good <= 20; ++i) std::this_thread::sleep_for(milliseconds(10));
  running->server->stop(milliseconds(1000));
  go_on = false;
  for (auto& client : clients) client.join();
  EXPECT_GT(good, 20);
  EXPECT_EQ(strange, 0);
}

}  // namespace
}  // namespace preceptor::http
