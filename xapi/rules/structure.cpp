// Rules 1 to 10: what JSON a statement may be at all.
#include <set>

#include "core/base/json.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"

namespace preceptor::xapi::checks {

using base::Json;

std::string Path::text() const {
  if (parent == nullptr) return std::string(key);
  std::string out = parent->text();
  if (index >= 0) return out + "[" + std::to_string(index) + "]";
  if (!out.empty()) out += '.';
  return out.append(key);
}

void Check::add(int rule, const Path& path, std::string message) {
  add(rule, rules()[static_cast<std::size_t>(rule - 1)].severity, path, std::move(message));
}

void Check::add(int rule, Severity severity, const Path& path, std::string message) {
  out_.push_back(Finding{rule, severity, path.text(), std::move(message)});
}

const Json* member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

void only_members(Check& check, const Json& object, const Path& path, std::initializer_list<std::string_view> allowed) {
  for (const auto& [name, value] : object.items()) {
    bool known = false;
    std::string_view meant;
    for (const std::string_view other : allowed) {
      known = known || other == name;
      if (equal_ignoring_case(other, name)) meant = other;
    }
    if (known) continue;
    if (!meant.empty()) {
      check.add(5, path / name, "write \"" + std::string(meant) + "\": the case of names counts");
    } else {
      check.add(3, path / name, "xAPI defines no such property here; take it out or use extensions");
    }
  }
}

const std::string* formatted(Check& check, const Json& object, const char* name, const Path& path, int rule,
                             bool (*fits)(std::string_view), std::string_view wanted) {
  const Json* value = member(object, name);
  if (value == nullptr) return nullptr;
  if (!value->is_string()) {
    check.add(7, path / name, "must be a string: " + std::string(wanted));
    return nullptr;
  }
  const auto& text = value->get_ref<const std::string&>();
  if (text.empty()) {
    check.add(8, path / name, "is empty; must be " + std::string(wanted));
    return nullptr;
  }
  if (fits(text)) return &text;
  check.add(rule, path / name, "must be " + std::string(wanted));
  return nullptr;
}

bool is_object(Check& check, const Json& value, const Path& path, int rule) {
  if (value.is_object()) return true;
  check.add(rule, path, "must be a JSON object");
  return false;
}

namespace {

void check_string(Check& check, std::string_view text, const Path& path) {
  if (text.find('\0') != std::string_view::npos) check.add(10, path, "holds a NUL character; take it out");
}

void walk(Check& check, const Json& value, const Path& path, bool in_extensions) {
  if (value.is_null()) {
    if (!in_extensions) check.add(4, path, "null is allowed inside extensions only; leave the property out");
  } else if (value.is_string()) {
    check_string(check, value.get_ref<const std::string&>(), path);
  } else if (value.is_array()) {
    int index = 0;
    for (const Json& element : value) walk(check, element, path[index++], in_extensions);
  } else if (value.is_object()) {
    for (const auto& [name, element] : value.items()) {
      check_string(check, name, path / name);
      walk(check, element, path / name, in_extensions || (name == "extensions" && element.is_object()));
    }
  }
}

}  // namespace

void check_tree(Check& check, const Json& value, const Path& path) { walk(check, value, path, false); }

void check_statement(Check& check, const Json& statement) {
  const Path root;
  if (!is_object(check, statement, root, 1)) return;
  check_tree(check, statement, root);
  only_members(check, statement, root,
               {"id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments"});
  check_identity(check, statement, root);
  check_body(check, statement, root, false);
  if (const Json* actor = member(statement, "actor")) check_default_identity(check, *actor, root / "actor");
}

void check_body(Check& check, const Json& statement, const Path& path, bool nested) {
  for (const char* name : {"actor", "verb", "object"}) {
    if (!statement.contains(name)) check.add(2, path / name, "is missing: a statement has actor, verb and object");
  }
  if (const Json* actor = member(statement, "actor")) check_agent(check, *actor, path / "actor", AgentRole::any);
  if (const Json* verb = member(statement, "verb")) check_verb(check, *verb, path / "verb");
  if (const Json* object = member(statement, "object")) check_object(check, *object, path / "object", nested);
  check_result(check, statement, path);
  check_response(check, statement, path);
  check_context(check, statement, path);
  check_attachments(check, statement, path);
  check_voiding(check, statement, path, nested);
}

}  // namespace preceptor::xapi::checks
