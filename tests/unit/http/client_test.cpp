// The outbound client against peers that play exact bytes.
#include "plugin/http/client.hpp"

#include <atomic>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "support.hpp"

namespace preceptor::http {
namespace {

using base::Code;
using testing::milliseconds;
using testing::read_request;
using testing::ScriptedPeer;
using testing::write_text;

std::unique_ptr<ports::HttpClient> trial_client() {
  ClientOptions options;
  options.allow_loopback = true;
  return make_client(options);
}

ports::OutboundRequest get(std::string url, milliseconds timeout = milliseconds(2000)) {
  ports::OutboundRequest request;
  request.url = std::move(url);
  request.timeout = timeout;
  return request;
}

struct Answer {
  const char* name;
  std::string bytes;
  Code code;         // internal = an answer is expected
  int status;
  std::string body;
};

TEST(Client, AnswersOnTheWire) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const Answer answers[] = {
      {"length", ok + "Content-Length: 3\r\n\r\nabc", Code::internal, 200, "abc"},
      {"until close", ok + "\r\nabc", Code::internal, 200, "abc"},
      {"1.0 until close", "HTTP/1.0 200 OK\r\n\r\nabc", Code::internal, 200, "abc"},
      {"chunked", ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nT: u\r\n\r\n", Code::internal, 200, "abc"},
      {"interim first", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok + "Content-Length: 1\r\n\r\na", Code::internal, 200, "a"},
      {"no content", "HTTP/1.1 204 No Content\r\n\r\n", Code::internal, 204, ""},
      {"redirect is an answer", "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n", Code::internal, 302, ""},
      {"half a body", ok + "Content-Length: 5\r\n\r\nabc", Code::outbound_reset, 0, ""},
      {"half a chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", Code::outbound_reset, 0, ""},
      {"half a head", "HTTP/1.1 200 OK\r\nConte", Code::outbound_reset, 0, ""},
      {"nothing", "", Code::outbound_reset, 0, ""},
      {"announced too large", ok + "Content-Length: 2000\r\n\r\n", Code::outbound_too_large, 0, ""},
      {"chunks too large", ok + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x'), Code::outbound_too_large, 0, ""},
      {"until close too large", ok + "\r\n" + std::string(2000, 'x'), Code::outbound_too_large, 0, ""},
      {"head too large", ok + "X: " + std::string(70000, 'x') + "\r\n\r\n", Code::outbound_too_large, 0, ""},
      {"not HTTP", "SSH-2.0-OpenSSH\r\n\r\n", Code::outbound_malformed, 0, ""},
      {"bare line feeds", "HTTP/1.1 200 OK\nX: y\n\n", Code::outbound_malformed, 0, ""},
      {"two lengths", ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", Code::outbound_malformed, 0, ""},
      {"length and chunked", ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Code::outbound_malformed, 0, ""},
      {"strange coding", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Code::outbound_malformed, 0, ""},
      {"bad chunk", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", Code::outbound_malformed, 0, ""},
      {"switching", "HTTP/1.1 101 Switching Protocols\r\n\r\n", Code::outbound_malformed, 0, ""},
  };
  auto client = trial_client();
  for (const auto& answer : answers) {
    ScriptedPeer peer([&](Fd& socket) {
      read_request(socket);
      write_text(socket, answer.bytes);
      ::shutdown(socket.get(), SHUT_WR);
    });
    auto request = get(peer.url());
    request.max_response_bytes = 1000;
    const auto got = client->send(request);
    if (answer.code == Code::internal) {
      ASSERT_TRUE(got) << answer.name << ": " << base::describe(got.error());
      EXPECT_EQ(got->status, answer.status) << answer.name;
      EXPECT_EQ(got->body, answer.body) << answer.name;
    } else {
      ASSERT_FALSE(got) << answer.name;
      EXPECT_EQ(got.error().code, answer.code) << answer.name << ": " << base::describe(got.error());
    }
  }
}

TEST(Client, WhatIsSent) {
  std::string seen;
  ScriptedPeer peer([&](Fd& socket) {
    seen = read_request(socket, 3);
    write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Twice: a\r\nX-Twice: b\r\n\r\n");
  });
  ports::OutboundRequest request = get(peer.url("/p?q=1"));
  request.method = "POST";
  request.body = "abc";
  request.headers = {{"Content-Type", "text/plain"}, {"Host", "evil"}, {"content-length", "99"}, {"Transfer-Encoding", "chunked"}};
  const auto got = trial_client()->send(request);
  ASSERT_TRUE(got) << base::describe(got.error());
  EXPECT_EQ(seen, "POST /p?q=1 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port()) +
                      "\r\nUser-Agent: Preceptor\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(got->headers.size(), 3u);
  request.headers = {{"X", "a\r\nY: b"}};
  EXPECT_EQ(trial_client()->send(request).error().code, Code::internal);
}

TEST(Client, HeadAnswerHasNoBody) {
  ScriptedPeer peer([](Fd& socket) {
    read_request(socket);
    write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
  });
  auto request = get(peer.url());
  request.method = "HEAD";
  const auto got = trial_client()->send(request);
  ASSERT_TRUE(got) << base::describe(got.error());
  EXPECT_EQ(got->body, "");
}

TEST(Client, DeadlinesHoldInEveryPhase) {
  auto client = trial_client();
  const auto timed = [&](ScriptedPeer::Script script, std::size_t body) {
    ScriptedPeer peer(std::move(script));
    auto request = get(peer.url(), milliseconds(150));
    request.method = "POST";
    request.body.assign(body, 'x');
    const auto begin = Clock::now();
    const auto got = client->send(request);
    EXPECT_LT(Clock::now() - begin, milliseconds(1800));
    return got ? Code::internal : got.error().code;
  };
  const auto wait = [](Fd&) { std::this_thread::sleep_for(milliseconds(2000)); };   // longer than we look on
  EXPECT_EQ(timed(wait, 0), Code::outbound_timeout);
  EXPECT_EQ(timed(wait, 8'000'000), Code::outbound_timeout);  // more than the socket takes
  const auto drip = [](Fd& socket) {
    write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n");
    for (int i = 0; i < 200 && write_text(socket, "x"); ++i) std::this_thread::sleep_for(milliseconds(10));
  };
  EXPECT_EQ(timed(drip, 0), Code::outbound_timeout);
}

TEST(Client, ResetBeforeAndAfterTheRequest) {
  auto client = trial_client();
  const auto reset = [](Fd& socket) {
    const linger now{1, 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket = Fd();
  };
  // Before the request it is a matter of microseconds whether the connection fails while it is made or just after; either way nothing was taken.
  ScriptedPeer before(reset);
  const auto early = client->send(get(before.url()));
  ASSERT_FALSE(early);
  EXPECT_TRUE(early.error().code == Code::outbound_reset || early.error().code == Code::outbound_connect) << base::describe(early.error());
  ScriptedPeer after([&](Fd& socket) {
    read_request(socket);
    reset(socket);
  });
  EXPECT_EQ(client->send(get(after.url())).error().code, Code::outbound_reset);
}

TEST(Client, NobodyThere) {
  int port = 0;
  {
    port = open_listener("127.0.0.1:0")->port;
  }
  const auto got = trial_client()->send(get("http://127.0.0.1:" + std::to_string(port) + "/"));
  EXPECT_EQ(got.error().code, Code::outbound_connect);
  EXPECT_NE(got.error().detail.find("refused"), std::string::npos) << got.error().detail;
  EXPECT_EQ(trial_client()->send(get("https://no-such-name.invalid/", milliseconds(400))).error().code, Code::outbound_name);
}

// "localhost" tries ::1 too; only one of them listens.
TEST(Client, TriesEveryAddress) {
  ScriptedPeer peer([](Fd& socket) {
    read_request(socket);
    write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  const auto got = trial_client()->send(get("http://localhost:" + std::to_string(peer.port()) + "/"));
  EXPECT_TRUE(got) << base::describe(got.error());
}

TEST(Client, KeepsAConnectionAndNoticesADeadOne) {
  int connections = 0;
  std::atomic<int> closed{0};
  auto client = trial_client();
  ScriptedPeer peer(
      [&](Fd& socket) {
        ++connections;
        for (int i = 0; i < 2; ++i) {
          read_request(socket);
          write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + std::to_string(connections));
        }
        socket = Fd();
        ++closed;
      },
      2);
  EXPECT_EQ(client->send(get(peer.url()))->body, "1");
  EXPECT_EQ(client->send(get(peer.url()))->body, "1");
  for (int i = 0; i < 500 && closed == 0; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(client->send(get(peer.url()))->body, "2");
  EXPECT_EQ(client->send(get(peer.url()))->body, "2");
}

TEST(Client, AnEarlyAnswerIsReadThoughTheRestCannotBeSent) {
  ScriptedPeer peer([](Fd& socket) {
    read_request(socket);
    write_text(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbig!");
    ::shutdown(socket.get(), SHUT_RDWR);
    std::this_thread::sleep_for(milliseconds(50));
  });
  auto request = get(peer.url());
  request.method = "POST";
  request.body.assign(100'000, 'x');
  const auto got = trial_client()->send(request);
  // Whether the answer or the reset arrives first is the kernel's choice; never a wrong answer, never a hang.
  if (got) { EXPECT_EQ(got->status, 413); }
  else { EXPECT_EQ(got.error().code, Code::outbound_reset); }
}

TEST(Client, RefusesWhatIsInside) {
  auto strict = make_client({});
  for (const char* url : {"http://127.0.0.1:1/", "https://127.0.0.1:1/", "https://localhost:1/", "https://x.localhost/", "https://[::1]/",
                          "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/", "https://[fd00:ec2::254]/",
                          "http://8.8.8.8/", "https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://100.64.0.1/", "ftp://8.8.8.8/",
                          "https://user@8.8.8.8/", "/relative", ""})
    EXPECT_EQ(strict->send(get(url, milliseconds(300))).error().code, Code::outbound_refused) << url;
  ClientOptions options;
  options.allow = {"127.0.0.1"};
  ScriptedPeer peer([](Fd& socket) {
    read_request(socket);
    write_text(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  EXPECT_TRUE(make_client(options)->send(get(peer.url())));
}

// Names that lead inside, through the client itself: what a name server says is checked, and what was checked is what is connected to.
TEST(Client, ANameThatLeadsInsideIsNotConnected) {
  std::atomic<int> connections{0};
  ScriptedPeer inside([&](Fd&) { ++connections; });
  const auto port = std::to_string(inside.port());
  for (const std::vector<std::string>& addresses : std::vector<std::vector<std::string>>{{"127.0.0.1"}, {"::1"}, {"::ffff:127.0.0.1"}, {"10.1.2.3"}, {"192.168.0.10"},
                                                                                         {"169.254.169.254"}, {"fd00:ec2::254"}, {"100.64.0.1"}, {"8.8.8.8", "127.0.0.1"}}) {
    ClientOptions options;
    options.resolve = [&](const std::string& host) { return host == "lms.example.org" ? addresses : std::vector<std::string>{}; };
    const auto got = make_client(options)->send(get("https://lms.example.org:" + port + "/keys", milliseconds(500)));
    ASSERT_FALSE(got) << addresses.front();
    EXPECT_EQ(got.error().code, Code::outbound_refused) << addresses.front() << ": " << base::describe(got.error());
    EXPECT_NE(got.error().detail.find(addresses.back()), std::string::npos) << got.error().detail;
  }
  EXPECT_EQ(connections, 0);
  EXPECT_TRUE(testing::ask(inside.port(), "x").empty());   // the peer was there all the time
  EXPECT_EQ(connections, 1);
}

// A name on the allow list of its network is called, and the answer that sends the caller on to a name inside leads nowhere.
TEST(Client, ARedirectToANameInsideIsAnAnswerAndNoCall) {
  std::atomic<int> connections{0};
  ScriptedPeer inside([&](Fd&) { ++connections; });
  const std::string metadata = "http://metadata.example.org:" + std::to_string(inside.port()) + "/latest";
  ScriptedPeer peer([&](Fd& socket) {
    read_request(socket);
    write_text(socket, "HTTP/1.1 302 Found\r\nLocation: " + metadata + "\r\nContent-Length: 0\r\n\r\n");
  });
  std::vector<std::string> asked;
  ClientOptions options;
  options.allow = {"lms.example.org"};
  options.resolve = [&](const std::string& host) {
    asked.push_back(host);
    return std::vector<std::string>{"127.0.0.1"};
  };
  auto client = make_client(options);
  const auto got = client->send(get("http://lms.example.org:" + std::to_string(peer.port()) + "/keys"));
  ASSERT_TRUE(got) << base::describe(got.error());
  EXPECT_EQ(got->status, 302);
  EXPECT_EQ(asked, std::vector<std::string>{"lms.example.org"}) << "nobody looked for the other name";
  // Whoever would follow it by hand meets the guard.
  EXPECT_EQ(client->send(get(*ports::header(got->headers, "Location"), milliseconds(500))).error().code, Code::outbound_refused);
  EXPECT_EQ(connections, 0);
  testing::ask(inside.port(), "x");
}

// DNS rebinding: good at the check and bad a moment later. One look-up a connection, and its answer is both checked and used.
TEST(Client, ANameIsLookedUpOnceForCheckAndConnection) {
  std::atomic<int> connections{0};
  ScriptedPeer peer([&](Fd& socket) {
    ++connections;
    read_request(socket);
    write_text(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\ngood");
  });
  int lookups = 0;
  ClientOptions options;
  options.allow_loopback = true;   // the first address; the second is inside and not named
  options.resolve = [&](const std::string&) { return std::vector<std::string>{++lookups == 1 ? "127.0.0.1" : "10.0.0.1"}; };
  auto client = make_client(options);
  const std::string url = "http://rebind.example.org:" + std::to_string(peer.port()) + "/";
  const auto first = client->send(get(url));
  ASSERT_TRUE(first) << base::describe(first.error());
  EXPECT_EQ(first->body, "good");
  EXPECT_EQ(lookups, 1) << "a second look-up between check and connection could lead elsewhere";
  const auto second = client->send(get(url, milliseconds(500)));   // a new connection: looked up and checked anew
  EXPECT_EQ(second.error().code, Code::outbound_refused);
  EXPECT_EQ(lookups, 2);
  EXPECT_EQ(connections, 1);
}

TEST(Client, ManyThreads) {
  auto running = testing::serve([](const ports::HttpRequest& request) { return ports::HttpResponse{200, {}, request.path}; });
  auto client = trial_client();
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 6; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        const auto path = "/" + std::to_string(t) + "/" + std::to_string(i);
        const auto got = client->send(get("http://127.0.0.1:" + std::to_string(running->server->port()) + path));
        if (!got || got->body != path) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace preceptor::http
