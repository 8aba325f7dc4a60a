#include <algorithm>
#include <vector>

#include "core/base/json.hpp"

namespace preceptor::base {
namespace {

// "line 3, column 7" of the byte at `offset`, both from 1; columns count bytes.
std::string place(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// The library's message ends with the token it expected; all before it may quote the text, which may be secret.
std::string expectation(std::string_view message) {
  constexpr std::string_view mark = "; expected ";
  const std::size_t at = message.rfind(mark);
  return at == std::string_view::npos ? std::string() : ": expected " + std::string(message.substr(at + mark.size()));
}

// Builds the value while it refuses what a lenient parser would let through: repeated members and deep nesting.
class StrictBuilder : public nlohmann::json_sax<Json> {
 public:
  StrictBuilder(std::string_view text, int max_depth) : text_(text), max_depth_(max_depth) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }  // never called for JSON text
  bool start_object(std::size_t /*elements*/) override { return open(Json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*elements*/) override { return open(Json::array()); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Frame& frame = open_.back();
    if (frame.value->contains(name)) {
      frame.key = name;
      return refuse("member given twice: " + path());
    }
    frame.key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    return refuse(place(text_, position == 0 ? 0 : position - 1) + expectation(error.what()));
  }

  Json take() { return std::move(root_); }
  const std::string& why() const { return why_; }

 private:
  struct Frame {
    Json* value;
    std::string key;  // of the member being read; unused in arrays
  };

  bool refuse(std::string why) {
    why_ = std::move(why);
    return false;
  }

  // Pointers to open containers stay valid: only the innermost one grows.
  Json* place_value(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Frame& frame = open_.back();
    if (frame.value->is_array()) {
      frame.value->push_back(std::move(value));
      return &frame.value->back();
    }
    Json& member = (*frame.value)[frame.key];
    member = std::move(value);
    return &member;
  }

  template <class T>
  bool add(T value) {
    place_value(Json(std::move(value)));
    return true;
  }

  bool open(Json container) {
    if (static_cast<int>(open_.size()) >= max_depth_) {
      return refuse("nested deeper than " + std::to_string(max_depth_) + " levels at " + path());
    }
    Json* value = place_value(std::move(container));
    open_.push_back({value, {}});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  // A JSON pointer to where we are (RFC 6901), short enough for a log line.
  std::string path() const {
    std::string text;
    for (const Frame& frame : open_) {
      text += '/';
      if (frame.value->is_array()) {
        text += std::to_string(frame.value->size());
        continue;
      }
      for (char c : frame.key.substr(0, 80)) {
        if (c == '~')
          text += "~0";
        else if (c == '/')
          text += "~1";
        else
          text += c;
      }
    }
    return text.empty() ? "/" : text;
  }

  std::string_view text_;
  int max_depth_;
  Json root_;
  std::vector<Frame> open_;
  std::string why_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return fail(Code::json_malformed, "larger than " + std::to_string(limits.max_bytes) + " bytes");
  }
  // The library reads a NUL byte as the end of the text and would not see what follows it.
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) return fail(Code::json_malformed, place(text, nul) + ": a NUL byte");
  // RFC 8259 8.1: no byte order mark between systems. In a file that a person edits it is harmless.
  if (text.starts_with("\xEF\xBB\xBF")) {
    if (!limits.allow_comments) return fail(Code::json_malformed, "it begins with a byte order mark");
    text.remove_prefix(3);
  }
  StrictBuilder builder(text, limits.max_depth);
  const bool read =
      Json::sax_parse(text.begin(), text.end(), &builder, Json::input_format_t::json, true, limits.allow_comments);
  if (!read) return fail(Code::json_malformed, builder.why());
  return builder.take();
}

}  // namespace preceptor::base
