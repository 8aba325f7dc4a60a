// Beast's HTTP/1.1 parser filling our own types. Only message_parser.cpp includes Beast.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "plugin/http/framing.hpp"

namespace preceptor::http {

enum class Parsed { need_more, head, message, too_large, malformed };

// One request. First give the whole head (see find_head_end), then body bytes until `message`.
class RequestParser {
 public:
  RequestParser();
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // `block` is a whole head. Answers head (a body follows), message (there is none) or malformed.
  Parsed put_head(std::string_view block);
  // Sets `used` to the bytes consumed; the rest belongs to the next message or waits for more. After `message` no more calls.
  Parsed put_body(std::string_view bytes, std::size_t& used);
  void limit_body(std::size_t max_bytes);

  RequestHead& head();
  std::string& body();
  bool keep_alive() const;
  bool expects_continue() const;
  std::size_t announced_length() const;  // Content-Length, 0 when there is none
  const std::string& why() const;        // after malformed: the parser's reason

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct ResponseHead {
  int status = 0;
  int version = 11;
  ports::Headers headers;
};

// One answer, 1xx included (they are messages of their own).
class ResponseParser {
 public:
  // `no_body`: the answer to HEAD, or a 2xx to CONNECT.
  ResponseParser(std::size_t max_body_bytes, bool no_body);
  ~ResponseParser();
  ResponseParser(const ResponseParser&) = delete;
  ResponseParser& operator=(const ResponseParser&) = delete;

  Parsed put_head(std::string_view block);
  Parsed put_body(std::string_view bytes, std::size_t& used);
  Parsed put_eof();  // the connection ended: message when the body ran to the end of it, else need_more

  ResponseHead& head();
  std::string& body();
  bool keep_alive() const;
  const std::string& why() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::http
