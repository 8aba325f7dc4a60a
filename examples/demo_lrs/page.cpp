// What came in, for people.
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "examples/demo_lrs/record_store.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

namespace {

using base::Json;

// One text of a language map: English, else whatever comes first.
std::string any_text(const Json& object, const char* name) {
  if (!object.contains(name) || !object[name].is_object() || object[name].empty()) return {};
  for (const auto& [tag, text] : object[name].items())
    if (tag.rfind("en", 0) == 0 && text.is_string()) return text.get<std::string>();
  const Json& first = *object[name].begin();
  return first.is_string() ? first.get<std::string>() : std::string();
}

std::string last_part(const std::string& iri) { return iri.substr(iri.find_last_of("/#") + 1); }

std::string actor_text(const Json& actor) {
  if (actor.contains("name")) return actor["name"].get<std::string>();
  if (actor.contains("account")) return actor["account"].value("name", "someone");
  return actor.value("mbox", "someone");
}

std::string verb_text(const Json& verb) {
  const std::string display = any_text(verb, "display");
  return display.empty() ? last_part(verb["id"].get<std::string>()) : display;
}

std::string object_text(const Json& object) {
  if (object.contains("definition"))
    for (const char* member : {"name", "description"})   // questions have no name, their wording is the description
      if (auto text = any_text(object["definition"], member); !text.empty()) return text;
  return object.contains("id") ? object["id"].get<std::string>() : "something";
}

std::string result_text(const Json& statement) {
  if (!statement.contains("result")) return {};
  const Json& result = statement["result"];
  std::string out;
  if (result.contains("response")) out += " · " + result["response"].get<std::string>();
  if (result.contains("success")) out += result["success"].get<bool>() ? " · right" : " · not right";
  if (result.contains("score") && result["score"].contains("scaled"))
    out += " · " + std::to_string(static_cast<int>(result["score"]["scaled"].get<double>() * 100 + 0.5)) + " %";
  if (result.contains("duration")) out += " · " + result["duration"].get<std::string>();
  return out;
}

std::string row(const Stored& stored) {
  const Json statement = Json::parse(stored.text);
  const auto e = [](const std::string& text) { return base::html_escape(text); };
  return "<li class=\"card\"><p><strong dir=\"auto\">" + e(actor_text(statement["actor"])) + "</strong> " + e(verb_text(statement["verb"])) +
         " <span dir=\"auto\">" + e(object_text(statement["object"])) + "</span><span class=\"quiet\">" + e(result_text(statement)) +
         "</span></p><p class=\"quiet\">" + e(statement.value("timestamp", "")) + "</p><details><summary>Statement " + e(stored.id.substr(0, 8)) +
         "</summary><pre tabindex=\"0\">" + e(statement.dump(2)) + "</pre></details></li>\n";
}

}  // namespace

std::string statements_page(const StatementStore& statements) {
  Filter filter;
  filter.limit = 100;
  bool more = false;
  const auto newest = statements.list(filter, more);
  const std::string count = std::to_string(statements.size());
  std::string body =
      "<header class=\"bar\"><div class=\"wrap\"><strong>Demo record store</strong><span class=\"quiet\">xAPI 1.0.3 and 2.0</span></div></header>\n"
      "<main class=\"wrap\">\n<h1>" + count + (count == "1" ? " statement" : " statements") + "</h1>\n<p class=\"quiet\" role=\"status\">" +
      (newest.empty() ? "Nothing came yet. Finish a unit in the demo course and it appears here." : more ? "Newest first; the newest 100 are shown." : "Newest first.") +
      "</p>\n<ul class=\"plain\">\n";
  for (const auto& stored : newest) body += row(stored);
  body += "</ul>\n</main>\n<script>setInterval(function(){if(document.querySelector('details[open]'))return;fetch('/events').then(function(r){return r.json()})"
          ".then(function(d){if(d.count!==" + count + ")location.reload()}).catch(function(){})},1500)</script>\n";
  return document({"Demo record store", "en", false, "", body});
}

}  // namespace preceptor::demo
