// Answers and page parts the demo servers share.
#pragma once
#include <string>
#include <string_view>

#include "core/ports/http.hpp"
#include "core/ports/log.hpp"

namespace preceptor::demo {

ports::HttpResponse html(int status, std::string body);
ports::HttpResponse json(int status, std::string body);
ports::HttpResponse text(int status, std::string body);

struct Page {
  std::string title;
  std::string language = "en";
  bool right_to_left = false;
  std::string head;   // more style or script elements
  std::string body;   // inside <body>
};
// A whole document with the shared style sheet (tokens of the product's own pages).
std::string document(const Page& page);

// One line of JSON to stderr for each warning or error; quieter ones are dropped.
class StderrLog : public ports::Log {
 public:
  void write(ports::Level level, std::string_view event, std::initializer_list<Field> fields) override;
};

}  // namespace preceptor::demo
