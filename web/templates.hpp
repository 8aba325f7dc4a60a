// Page templates: Mustache files in web/templates, compiled in. Everything a view holds is escaped where the template says {{name}};
// {{{name_html}}} is for HTML we made ourselves or manifests/ compiled, and a test lists every such place.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "web/messages.hpp"

namespace preceptor::web {

// What a template may show: texts, flags and lists of views.
class View {
 public:
  View();
  ~View();
  View(View&&) noexcept;
  View& operator=(View&&) noexcept;

  View& text(std::string_view name, const std::string& value);
  // A text that also opens a section of that name when it is not empty.
  View& text_if(std::string_view name, const std::string& value);
  View& flag(std::string_view name, bool value);
  View& list(std::string_view name, std::vector<View> items);

 private:
  friend std::string render(std::string_view, const Messages&, const View&);
  struct Data;
  std::unique_ptr<Data> data_;
};

// The filled template "<name>.mustache". [[key]] in a template is a message, {{> other}} another template's text; both are put in when
// the template is first used. Throws std::logic_error for a template that is not there or not valid (we are broken). Any thread.
std::string render(std::string_view name, const Messages& messages, const View& view);

}  // namespace preceptor::web
