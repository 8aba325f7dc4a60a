// A member of staff at the pages of cases: forms are read off pages and sent as a browser would.
#pragma once
#include <memory>
#include <string>

#include "tests/fakes/html.hpp"
#include "tests/unit/rca/sample_case.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "web/cases/case_section.hpp"

namespace preceptor::web::testing {

// The fields of the page's form with that action, as a browser sends them untouched.
inline base::Fields fields_of(const std::string& page, const std::string& action) {
  base::Fields fields;
  for (const auto& form : fakes::read_forms(page)) {
    if (form.action != action) continue;
    for (const auto& control : form.controls) {
      const bool box = control.type == "radio" || control.type == "checkbox";
      if (control.type != "submit" && !control.name.empty() && (!box || control.checked)) fields.emplace_back(control.name, control.value);
    }
  }
  const auto at = page.find("action=\"" + action + "\"");
  const std::string rest = at == std::string::npos ? std::string() : page.substr(at, page.find("</form>", at) - at);
  const auto between = [](const std::string& text, std::size_t from, const std::string& before) {
    const auto begin = text.find(before, from) + before.size();
    return text.substr(begin, text.find('"', begin) - begin);
  };
  for (auto from = rest.find("<select "); from != std::string::npos; from = rest.find("<select ", from + 1)) {
    const std::string select = rest.substr(from, rest.find("</select>", from) - from), name = between(select, 0, " name=\"");
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    const auto chosen = select.find("\" selected>");
    if (chosen != std::string::npos) fields.emplace_back(name, between(select, select.rfind("<option ", chosen), "value=\""));
  }
  return fields;
}
inline base::Fields with(base::Fields fields, const base::Fields& changes) {
  for (const auto& [name, value] : changes) {
    std::erase_if(fields, [&, &wanted = name](const auto& field) { return field.first == wanted; });
    fields.emplace_back(name, value);
  }
  return fields;
}

struct CaseRoom {
  fakes::MemoryContent content;
  std::unique_ptr<CaseBook> book;
  std::unique_ptr<CaseSection> section;
  StaffRoom room{[this](StaffRoom& of) {
    book = std::make_unique<CaseBook>(of.records, of.records.projections, of.clock);
    section = std::make_unique<CaseSection>(CaseDeps{*book, of.records, of.records.projections, of.clock, content});
    return std::vector<StaffSection*>{section.get()};
  }};
  StaffMember pat = room.sign_in(StaffRole::planner, "Pat Planner");
  std::string id;
  int keys = 0;

  std::string place(const std::string& below = {}) const { return "/staff/cases/" + id + below; }
  ports::HttpResponse get(const std::string& below = {}, const std::string& query = {}) { return room.get(place(below), query); }
  // Fills the form of a page in: what is there, with changes.
  ports::HttpResponse send(const std::string& page_below, const std::string& action_below, const base::Fields& changes = {}) {
    const auto page = get(page_below);
    EXPECT_EQ(page.status, 200) << page.body;
    return room.post(place(action_below), with(fields_of(page.body, "/tool" + place(action_below)), changes));
  }
  // A case as this file says, made through the book; its planner is the member signed in.
  void take(const rca::CaseFile& file) {
    rca::Sheet start;
    start.title = file.sheet.title;
    const CaseActor planner{pat.person(), pat.name};
    id = book->open(planner, start, "take-" + std::to_string(++keys))->id;
    EXPECT_EQ(book->save_sheet(id, planner, now().sheet_seq, [&](rca::Sheet& sheet) { sheet = file.sheet; }, "")->outcome, CaseAct::Outcome::done);
    rate(file.ratings);
  }
  void rate(const std::vector<rca::Rating>& ratings) {
    for (const auto& rating : ratings) EXPECT_EQ(book->rate(id, rating, "")->outcome, CaseAct::Outcome::done);
  }
  RcaCase now() {
    const auto loaded = book->load(id);
    EXPECT_TRUE(loaded && *loaded);
    return loaded && *loaded ? **loaded : RcaCase{};
  }
  // Signs what the form proposes, or `decided`.
  ports::HttpResponse decide(const std::string& decided = {}) {
    base::Fields changes = {{"reason", "The causes are plain."}, {"interest", "none"}};
    if (!decided.empty()) changes.emplace_back("decided", decided);
    return send("/decide", "/decide", changes);
  }
};

}  // namespace preceptor::web::testing
