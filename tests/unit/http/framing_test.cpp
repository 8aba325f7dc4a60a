// The table of what Beast 1.81 lets through (and what it does not), pure and over a socket.
#include "plugin/http/framing.hpp"

#include <algorithm>
#include <gtest/gtest.h>

#include "plugin/http/message_parser.hpp"
#include "support.hpp"

namespace preceptor::http {
namespace {

struct Row {
  const char* name;
  std::string text;
  int status;
};

const std::string kHost = "Host: a\r\n";

std::vector<Row> rows() {
  using namespace std::string_literals;
  const std::string get = "GET / HTTP/1.1\r\n", post = "POST / HTTP/1.1\r\n";
  return {
      {"plain", get + kHost + "\r\n", 200},
      {"one empty line before", "\r\n" + get + kHost + "\r\n", 200},
      {"with length", post + kHost + "Content-Length: 2\r\n\r\nhi", 200},
      {"chunked", post + kHost + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 200},
      {"chunked in capitals", post + kHost + "Transfer-Encoding: CHUNKED\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 200},
      {"chunked with extension and trailer", post + kHost + "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n0\r\nX: y\r\n\r\n", 200},
      {"1.0 without Host", "GET / HTTP/1.0\r\n\r\n", 200},
      {"length then chunked", post + kHost + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked then length", post + kHost + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", 400},
      {"two lengths", post + kHost + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi", 400},
      {"the same length twice", post + kHost + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", 400},
      {"length list", post + kHost + "Content-Length: 2, 2\r\n\r\nhi", 400},
      {"length with sign", post + kHost + "Content-Length: +4\r\n\r\nhihi", 400},
      {"length empty", post + kHost + "Content-Length: \r\n\r\n", 400},
      {"length too long", post + kHost + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {"space before colon", get + "Host : a\r\n\r\n", 400},
      {"bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"one bare line feed", get + "Host: a\nX: y\r\n\r\n", 400},
      {"NUL in value", get + kHost + "X: a\0b\r\n\r\n"s, 400},
      {"control in value", get + kHost + "X: a\x01" "b\r\n\r\n", 400},
      {"chunked, identity", post + kHost + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400},
      {"identity, chunked", post + kHost + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", 400},
      {"xchunked", post + kHost + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked twice", post + kHost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"chunked in 1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"no Host", get + "\r\n", 400},
      {"two Hosts", get + kHost + "Host: b\r\n\r\n", 400},
      {"two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"Host list", get + "Host: a, b\r\n\r\n", 400},
      {"Host with user", get + "Host: u@a\r\n\r\n", 400},
      {"folded line", get + kHost + "X: a\r\n b\r\n\r\n", 400},
      {"folded first line", get + " X: a\r\nHost: a\r\n\r\n", 400},
      {"absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"authority form", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"fragment", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"raw UTF-8 target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"version 1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 400},
      {"version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400},
      {"no version", "GET /\r\nHost: a\r\n\r\n", 400},
      {"bad chunk size", post + kHost + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"huge chunk size", post + kHost + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400},
      {"TLS hello", "\x16\x03\x01\x02\x0a\n\n"s, 400},
  };
}

TEST(Framing, TableOverTheWire) {
  auto running = testing::serve([](const ports::HttpRequest& request) { return ports::HttpResponse{200, {}, request.body}; });
  for (const auto& row : rows()) EXPECT_EQ(testing::status_of(testing::ask(running->server->port(), row.text)), row.status) << row.name;
}

// The refused ones close: what follows on the connection must never be read as a request.
TEST(Framing, RefusedClosesTheConnection) {
  auto running = testing::serve([](const ports::HttpRequest&) { return ports::HttpResponse{}; });
  testing::RawClient client(running->server->port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto all = client.read_all();
  EXPECT_EQ(testing::status_of(all), 400);
  EXPECT_NE(all.find("Connection: close"), all.npos);
  EXPECT_EQ(all.find("HTTP/1.1 200"), all.npos);
}

TEST(Framing, TooManyFields) {
  RequestHead head{"GET", "/", 11, {{"Host", "a"}}};
  EXPECT_TRUE(check_framing(head, ""));
  for (int i = 0; i < 100; ++i) head.headers.emplace_back("X", "y");
  EXPECT_EQ(check_framing(head, "").error().code, base::Code::request_malformed);
}

TEST(Framing, HeadEndFoundWhateverThePieces) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string text = head + "rest";
  for (std::size_t from = 0; from <= head.size(); ++from) {
    EXPECT_EQ(find_head_end(text, from).size, head.size()) << from;
    EXPECT_EQ(find_head_end(std::string_view(text).substr(0, std::min(from, head.size() - 1))).size, 0u) << from;
  }
  EXPECT_TRUE(find_head_end("GET /\n").bare_line_feed);
  EXPECT_TRUE(find_head_end("\n").bare_line_feed);
}

}  // namespace
}  // namespace preceptor::http
