// The launch diary: newest first, by connection and by the code a learner saw.
#include <algorithm>
#include <charconv>
#include <map>

#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

constexpr int kPerPage = 30;

// As a learner may read it out: "l 7q2k", "7Q2K".
std::string tidy_code(const std::string& typed) {
  std::string letters;
  for (const char c : typed) {
    if (c >= 'a' && c <= 'z') letters += static_cast<char>(c - 32);
    else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) letters += c;
  }
  if (letters.empty()) return {};
  if (letters.size() == 5 && letters[0] == 'L') letters.erase(0, 1);
  return "L-" + letters.substr(0, 8);
}

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value > 0 ? value : 0;
}

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::diary(Turn& turn) {
  const auto all = seen_registrations(turn);
  if (!all) return failed(turn, all.error());
  std::map<std::string, std::string> names;
  for (const auto& one : *all) names[one.id.str()] = one.name;
  std::string chosen = turn.session.whole_site() ? turn.asked("registration") : turn.session.registration.str();
  const bool nobody = chosen == "none";   // entries that belong to no connection
  if (!nobody && !names.contains(chosen)) chosen.clear();
  ports::DiaryFilter filter;
  filter.code = tidy_code(turn.asked("code"));
  filter.before = number(turn.asked("before"));
  if (nobody) filter.registration = std::string();
  else if (!chosen.empty()) filter.registration = chosen;
  // The administrator of one registration reads that one, whatever was asked for.
  if (!turn.session.whole_site()) filter.registration = turn.session.registration.str();
  const auto entries = deps.diary.read_diary(filter, kPerPage + 1);
  if (!entries) return failed(turn, entries.error());
  AdminPage out;
  out.title = turn.messages.text("admin.diary_title");
  out.template_name = "admin_diary";
  out.section = "diary";
  std::vector<View> rows, choices;
  for (const auto& entry : *entries) {
    if (rows.size() == static_cast<std::size_t>(kPerPage)) break;
    const auto name = names.find(entry.registration);
    rows.push_back(diary_view(entry, turn.messages, name == names.end() ? "" : name->second));
  }
  for (const auto& [id, name] : names) {
    View choice;
    choice.text("id", id).text("name", name).flag("chosen", id == chosen);
    choices.push_back(std::move(choice));
  }
  const bool more = entries->size() > static_cast<std::size_t>(kPerPage);
  std::string older;
  if (more) {
    base::Fields fields{{"before", std::to_string((*entries)[kPerPage - 1].id)}};
    if (!chosen.empty()) fields.emplace_back("registration", chosen);
    if (!filter.code.empty()) fields.emplace_back("code", filter.code);
    older = prefix + "/admin/diary?" + base::format_form(fields);
  }
  out.view.text("url", prefix + "/admin/diary").text("code_value", filter.code).flag("nobody", nobody).flag("whole_site", turn.session.whole_site());
  out.view.flag("none", rows.empty()).text_if("older_url", older).list("choices", std::move(choices)).list("entries", std::move(rows));
  return page(turn, std::move(out));
}

}  // namespace preceptor::web
