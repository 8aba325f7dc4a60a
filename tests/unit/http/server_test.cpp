#include "plugin/http/server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "support.hpp"

namespace preceptor::http {
namespace {

using testing::ask;
using testing::body_of;
using testing::milliseconds;
using testing::RawClient;
using testing::serve;
using testing::status_of;

ports::HttpResponse echo(const ports::HttpRequest& request) {
  return {200, {{"Content-Type", "text/plain"}, {"X-Method", request.method}}, request.path + "|" + request.query + "|" + request.body};
}

ServerOptions page_options() {
  ServerOptions options;
  options.error_page = [](const base::Error& error, const ports::HttpRequest& request) {
    const auto& info = base::info(error.code);
    return ports::HttpResponse{info.status, {{"X-Code", std::string(info.name)}}, request.id.empty() ? "no id" : "page"};
  };
  return options;
}

TEST(Server, AnswersWithOurHeaders) {
  auto running = serve(echo);
  const auto answer = ask(running->server->port(), "POST /a%20b?x=1&y=?2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\nDate: ")) << answer;
  EXPECT_NE(answer.find(" GMT\r\n"), answer.npos);
  EXPECT_NE(answer.find("Content-Length: 19\r\n"), answer.npos) << answer;
  EXPECT_EQ(answer.find("Connection:"), answer.npos);
  EXPECT_EQ(body_of(answer), "/a%20b|x=1&y=?2|abc");
}

TEST(Server, ByteByByte) {
  auto running = serve(echo);
  RawClient client(running->server->port());
  for (const char c : std::string("POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")) {
    ASSERT_TRUE(client.send(std::string_view(&c, 1)));
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  EXPECT_EQ(body_of(client.read_answer()), "/p||abcde");
}

TEST(Server, PipelinedInOrderOnOneConnection) {
  auto running = serve([](const ports::HttpRequest& request) {
    if (request.path == "/1") std::this_thread::sleep_for(milliseconds(20));
    return echo(request);
  });
  RawClient client(running->server->port());
  std::string all;
  for (int i = 1; i <= 20; ++i) all += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nxy";
  client.send(all);
  for (int i = 1; i <= 20; ++i) EXPECT_EQ(body_of(client.read_answer()), "/" + std::to_string(i) + "||xy");
}

TEST(Server, ConnectionIsKeptOrClosedAsAsked) {
  auto running = serve([](const ports::HttpRequest& request) {
    auto response = echo(request);
    if (request.path == "/bye") response.headers.emplace_back("Connection", "close");
    return response;
  });
  struct Row {
    const char* request;
    bool closes;
  };
  for (const Row& row : {Row{"GET / HTTP/1.1\r\nHost: h\r\n\r\n", false}, Row{"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", true},
                         Row{"GET / HTTP/1.0\r\n\r\n", true}, Row{"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false},
                         Row{"GET /bye HTTP/1.1\r\nHost: h\r\n\r\n", true}}) {
    RawClient client(running->server->port());
    client.send(row.request);
    const auto answer = client.read_answer();
    EXPECT_EQ(status_of(answer), 200) << row.request;
    EXPECT_EQ(answer.find("Connection: close") != answer.npos, row.closes) << row.request;
    client.send("GET /again HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(status_of(client.read_answer()), row.closes ? 0 : 200) << row.request;
  }
}

TEST(Server, HeadHasLengthAndNoBody) {
  auto running = serve(echo);
  RawClient client(running->server->port());
  client.send("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\nGET /y HTTP/1.1\r\nHost: h\r\n\r\n");
  const auto head = client.read_answer(true);
  EXPECT_NE(head.find("Content-Length: 4\r\n"), head.npos) << head;
  EXPECT_EQ(body_of(client.read_answer()), "/y||");
}

TEST(Server, NoContentHasNoLength) {
  auto running = serve([](const ports::HttpRequest&) { return ports::HttpResponse{204, {}, "ignored"}; });
  const auto answer = ask(running->server->port(), "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(status_of(answer), 204);
  EXPECT_EQ(answer.find("Content-Length"), answer.npos);
  EXPECT_EQ(body_of(answer), "");
}

TEST(Server, PrefixIsRemovedAndOutsideIsNotFound) {
  auto options = page_options();
  options.path_prefix = "/cme/";
  auto running = serve(echo, options);
  const auto get = [&](const std::string& path) { return ask(running->server->port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n"); };
  EXPECT_EQ(body_of(get("/cme/staff?a=b")), "/staff|a=b|");
  EXPECT_EQ(body_of(get("/cme")), "/||");
  EXPECT_EQ(body_of(get("/cme/")), "/||");
  for (const char* outside : {"/", "/cmex", "/other/cme/"}) {
    const auto answer = get(outside);
    EXPECT_EQ(status_of(answer), 404) << outside;
    EXPECT_NE(answer.find("X-Code: request.not_found"), answer.npos) << answer;
  }
}

TEST(Server, ForwardedForOnlyFromTrustedProxies) {
  const auto client_of = [](std::vector<std::string> trusted) {
    ServerOptions options;
    options.trusted_proxies = std::move(trusted);
    auto running = serve([](const ports::HttpRequest& request) { return ports::HttpResponse{200, {}, request.client_address}; }, options);
    return body_of(ask(running->server->port(), "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n\r\n"));
  };
  EXPECT_EQ(client_of({}), "127.0.0.1");
  EXPECT_EQ(client_of({"127.0.0.0/8"}), "203.0.113.9");
}

TEST(Server, HandlerThrowsAndServingGoesOn) {
  auto running = serve(
      [](const ports::HttpRequest& request) -> ports::HttpResponse {
        if (request.path == "/throw") throw std::runtime_error("bound value of somebody");
        if (request.path == "/odd") throw 7;
        if (request.path == "/split") return {200, {{"Location", "/x\r\nSet-Cookie: a=b"}}, ""};
        if (request.path == "/status") return {99, {}, ""};
        return echo(request);
      },
      page_options());
  RawClient client(running->server->port());
  for (const char* path : {"/throw", "/odd"}) {
    client.send(std::string("GET ") + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto answer = client.read_answer();
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_NE(answer.find("X-Code: internal"), answer.npos);
  }
  for (const char* path : {"/split", "/status"}) {
    client.send(std::string("GET ") + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto answer = client.read_answer();
    EXPECT_EQ(status_of(answer), 500) << path;
    EXPECT_EQ(answer.find("Set-Cookie"), answer.npos);
  }
  client.send("GET /ok HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(body_of(client.read_answer()), "/ok||");
  EXPECT_NE(running->log.text().find("http.handler_failed"), std::string::npos);
  EXPECT_EQ(running->log.text().find("of somebody"), std::string::npos);
}

TEST(Server, BrokenErrorPageStillAnswers) {
  ServerOptions options;
  options.error_page = [](const base::Error&, const ports::HttpRequest&) -> ports::HttpResponse { throw std::runtime_error("x"); };
  auto running = serve(echo, options);
  EXPECT_EQ(status_of(ask(running->server->port(), "GET / HTTP/1.1\r\n\r\n")), 400);
  EXPECT_NE(running->log.text().find("http.error_page_failed"), std::string::npos);
}

TEST(Server, ListenFailuresSayWhatToDo) {
  testing::MemoryLog log;
  auto first = Server::open({}, echo, log);
  ASSERT_TRUE(first);
  struct Row {
    std::string listen, says;
  };
  const auto taken = "127.0.0.1:" + std::to_string((*first)->port());
  for (const Row& row : {Row{taken, "Address already in use; another program"}, Row{"203.0.113.1:0", "no such address"}, Row{"127.0.0.1", "host:port"},
                         Row{"127.0.0.1:x", "host:port"}, Row{"127.0.0.1:70000", "host:port"}, Row{"[::1:80", "host:port"}, Row{"::1:80", "host:port"},
                         Row{"no.such.host.invalid:80", "no host of that name"}}) {
    ServerOptions options;
    options.listen = row.listen;
    const auto server = Server::open(options, echo, log);
    ASSERT_FALSE(server) << row.listen;
    EXPECT_EQ(server.error().code, base::Code::listen_failed);
    EXPECT_NE(server.error().detail.find(row.listen), std::string::npos) << server.error().detail;
    EXPECT_NE(server.error().detail.find(row.says), std::string::npos) << server.error().detail;
  }
  ServerOptions options;
  options.trusted_proxies = {"10.0.0.0/99"};
  EXPECT_EQ(Server::open(options, echo, log).error().code, base::Code::config_value);
}

}  // namespace
}  // namespace preceptor::http
