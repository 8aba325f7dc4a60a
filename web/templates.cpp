// The only file that knows Mustache.
#include "web/templates.hpp"

#include <kainjow/mustache.hpp>
#include <map>
#include <mutex>
#include <stdexcept>

#include "core/base/encoding.hpp"
#include "web_files_embedded.hpp"

namespace preceptor::web {
namespace {

namespace mustache = kainjow::mustache;

std::string source(std::string_view name) {
  const auto text = web_files::embedded("templates/" + std::string(name) + ".mustache");
  if (text.empty()) throw std::logic_error("no template " + std::string(name));
  std::string out;
  bool indent = true;  // of no use to a browser
  for (const char c : text) {
    if (indent && c == ' ') continue;
    indent = c == '\n';
    out += c;
  }
  return out;
}

// Replaces every `open`name`close` by what `value` answers for the name.
template <class Value>
std::string replaced(std::string_view text, std::string_view open, std::string_view close, Value value) {
  std::string out;
  for (;;) {
    const auto from = text.find(open);
    const auto to = from == text.npos ? text.npos : text.find(close, from);
    if (to == text.npos) return out.append(text);
    out.append(text.substr(0, from));
    out += value(text.substr(from + open.size(), to - from - open.size()));
    text.remove_prefix(to + close.size());
  }
}

// A template with the ones it names put in, and the ones those name.
std::string assembled(std::string_view name, int depth = 0) {
  if (depth > 8) throw std::logic_error("templates that hold each other: " + std::string(name));
  return replaced(source(name), "{{> ", "}}", [depth](std::string_view other) { return assembled(other, depth + 1); });
}

std::string prepared(std::string_view name, const Messages& messages) {
  return replaced(assembled(name), "[[", "]]", [&](std::string_view key) { return base::html_escape(messages.text(key)); });
}

// Parsed once a (template, language). Rendering a parsed template only reads it, as long as it has neither lambdas nor partials: ours
// have none, so one copy serves every thread.
mustache::mustache& parsed(std::string_view name, const Messages& messages) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, std::unique_ptr<mustache::mustache>, std::less<>> all;
  const std::lock_guard lock(mutex);
  auto& one = all[{std::string(name), messages.language()}];
  if (!one) {
    auto made = std::make_unique<mustache::mustache>(prepared(name, messages));
    if (!made->is_valid()) throw std::logic_error("template " + std::string(name) + ": " + made->error_message());
    made->set_custom_escape([](const std::string& text) { return base::html_escape(text); });
    one = std::move(made);
  }
  return *one;
}

}  // namespace

struct View::Data {
  mustache::data object;
};

View::View() : data_(std::make_unique<Data>()) {}
View::~View() = default;
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;

View& View::text(std::string_view name, const std::string& value) {
  data_->object[std::string(name)] = mustache::data(value);
  return *this;
}

View& View::text_if(std::string_view name, const std::string& value) {
  if (value.empty()) return flag(name, false);
  return text(name, value);
}

View& View::flag(std::string_view name, bool value) {
  data_->object[std::string(name)] = mustache::data(value);
  return *this;
}

View& View::list(std::string_view name, std::vector<View> items) {
  mustache::data all(mustache::data::type::list);
  for (auto& item : items) {
    all.push_back(mustache::data(false));   // what it takes it copies with all that is below, so it gets a place, and the place the item
    const_cast<mustache::data&>(all.list_value().back()) = std::move(item.data_->object);
  }
  data_->object[std::string(name)] = std::move(all);
  return *this;
}

std::string render(std::string_view name, const Messages& messages, const View& view) {
  std::string out;
  out.reserve(8192);
  parsed(name, messages).render(view.data_->object, [&out](const std::string& part) { out += part; });
  return out;
}

}  // namespace preceptor::web
