#include "tests/fakes/html.hpp"

#include <cctype>
#include <map>

namespace preceptor::fakes {

namespace {

struct Tag {
  std::string name;   // "input", "/form"
  std::map<std::string, std::string> attributes;
  std::size_t end = 0;   // after '>'
};

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

void read_attribute(const std::string& html, std::size_t& at, Tag& tag) {
  const std::size_t begin = at;
  while (at < html.size() && html[at] != '=' && html[at] != '>' && html[at] != '/' && !is_space(html[at])) ++at;
  if (at == begin) {
    ++at;   // a lone slash
    return;
  }
  const std::string name = lower(html.substr(begin, at - begin));
  std::string value;
  if (at < html.size() && html[at] == '=') {
    const char quote = html[++at];
    const bool quoted = quote == '"' || quote == '\'';
    const std::size_t from = quoted ? at + 1 : at;
    const std::size_t to = quoted ? html.find(quote, from) : html.find_first_of(" >\n", from);
    value = decode_entities(html.substr(from, to - from));
    at = quoted ? to + 1 : to;
  }
  tag.attributes[name] = value;
}

// The tag that begins at html[at] == '<'; an empty name for comments and text.
Tag read_tag(const std::string& html, std::size_t at) {
  Tag tag;
  const std::size_t begin = ++at;
  while (at < html.size() && !is_space(html[at]) && html[at] != '>') ++at;
  tag.name = lower(html.substr(begin, at - begin));
  while (at < html.size() && html[at] != '>') {
    if (is_space(html[at])) ++at;
    else read_attribute(html, at, tag);
  }
  tag.end = at + 1;
  return tag;
}

Control read_control(const Tag& tag, const std::string& html) {
  const auto attribute = [&](const char* name) {
    const auto found = tag.attributes.find(name);
    return found == tag.attributes.end() ? std::string() : found->second;
  };
  Control control{lower(attribute("type")), attribute("name"), attribute("value"), tag.attributes.count("checked") != 0, tag.attributes.count("disabled") != 0};
  if (tag.name == "button") control.type = "submit";
  if (tag.name == "textarea") {
    control.type = "textarea";
    control.value = decode_entities(html.substr(tag.end, html.find("</textarea>", tag.end) - tag.end));
  }
  if (control.type.empty()) control.type = "text";
  return control;
}

}  // namespace

const Control* Form::named(const std::string& name) const {
  for (const auto& control : controls)
    if (control.name == name) return &control;
  return nullptr;
}

std::string decode_entities(const std::string& text) {
  static const std::map<std::string, std::string> known{{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"#39", "'"}, {"#x27", "'"}, {"#x2F", "/"}, {"#61", "="}};
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto end = text[i] == '&' ? text.find(';', i) : std::string::npos;
    const auto found = end == std::string::npos ? known.end() : known.find(text.substr(i + 1, end - i - 1));
    if (found == known.end()) {
      out += text[i];
    } else {
      out += found->second;
      i = end;
    }
  }
  return out;
}

std::vector<Form> read_forms(const std::string& html) {
  std::vector<Form> forms;
  bool inside = false, disabled_set = false;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at)) {
    const Tag tag = read_tag(html, at);
    at = tag.end;
    if (tag.name == "script" || tag.name == "style") at = html.find("</" + tag.name, at);
    if (tag.name == "form") {
      const auto method = tag.attributes.count("method") ? lower(tag.attributes.at("method")) : "get";
      forms.push_back({method, tag.attributes.count("action") ? tag.attributes.at("action") : "", {}});
      inside = true;
    }
    if (tag.name == "/form") inside = false;
    if (tag.name == "fieldset") disabled_set = tag.attributes.count("disabled") != 0;
    if (tag.name == "/fieldset") disabled_set = false;
    if (inside && (tag.name == "input" || tag.name == "button" || tag.name == "textarea")) {
      forms.back().controls.push_back(read_control(tag, html));
      forms.back().controls.back().disabled |= disabled_set;
    }
    if (at >= html.size()) break;
  }
  return forms;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const auto from = text.find(begin);
  if (from == std::string::npos) return {};
  const auto to = text.find(end, from + begin.size());
  return to == std::string::npos ? std::string() : text.substr(from + begin.size(), to - from - begin.size());
}

}  // namespace preceptor::fakes
