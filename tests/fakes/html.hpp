// Reads the forms of a page that our own templates made: enough for a driver, not a browser.
#pragma once
#include <string>
#include <vector>

namespace preceptor::fakes {

struct Control {
  std::string type;    // hidden, radio, checkbox, text, textarea, submit
  std::string name, value;
  bool checked = false, disabled = false;
};
struct Form {
  std::string method, action;   // "get" or "post"; action with entities decoded
  std::vector<Control> controls;
  const Control* named(const std::string& name) const;   // the first; nullptr when there is none
};

std::vector<Form> read_forms(const std::string& html);
std::string decode_entities(const std::string& text);
// Text between the first `begin` and the next `end` after it; empty when either is missing.
std::string between(const std::string& text, const std::string& begin, const std::string& end);

}  // namespace preceptor::fakes
