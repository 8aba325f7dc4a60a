#include "tests/flow/statement_view.hpp"

#include "core/base/json.hpp"

namespace preceptor::flow {

Said read_statement(const std::string& json) {
  const auto s = base::Json::parse(json);
  Said said;
  said.id = s["id"].get<std::string>();
  if (s["actor"].contains("account")) {
    said.actor = s["actor"]["account"].value("name", "");
    said.home_page = s["actor"]["account"].value("homePage", "");
  }
  const auto verb = s["verb"]["id"].get<std::string>();
  said.verb = verb.substr(verb.rfind('/') + 1);
  said.object = s["object"].value("id", "");
  if (s.contains("result")) said.response = s["result"].value("response", "");
  if (s.contains("context")) said.registration = s["context"].value("registration", "");
  said.timestamp = s.value("timestamp", "");
  said.text = json;
  return said;
}

std::vector<Said> read_statements(const std::vector<std::string>& json) {
  std::vector<Said> all;
  for (const auto& text : json) all.push_back(read_statement(text));
  return all;
}

std::vector<Said> of_actor(const std::vector<Said>& all, const std::string& actor) {
  std::vector<Said> some;
  for (const auto& said : all)
    if (said.actor == actor) some.push_back(said);
  return some;
}

std::vector<std::string> verbs(const std::vector<Said>& all) {
  std::vector<std::string> out;
  for (const auto& said : all) out.push_back(said.verb);
  return out;
}

fakes::Page finish(fakes::Browser& browser, fakes::Page page, const fakes::Choose& choose) {
  for (int pages = 0; pages < 12 && page.form(); ++pages) page = browser.answer(page, choose);
  return page;
}

fakes::Stage& stage() {
  static fakes::Stage one(PRECEPTOR_BUILD_DIR);
  return one;
}

}  // namespace preceptor::flow
