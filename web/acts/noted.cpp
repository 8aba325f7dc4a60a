#include "web/acts/noted.hpp"

#include <algorithm>
#include <string_view>

#include "web/acts/watch.hpp"

namespace preceptor::web {
namespace {

// Looked at one by one: titles, counts, sums of at least five, texts of units, rules and the site's own state; no learner's name, answers or credit (of colleagues at most who wrote a draft).
constexpr std::string_view kWithoutPersons[] = {
    "/admin", "/admin/health.json", "/admin/connections", "/admin/connections/{registration}", "/admin/connections/{registration}/test", "/admin/connect",
    "/admin/diary", "/admin/grades", "/admin/keys", "/admin/stores", "/admin/stores/one", "/admin/waiting",
    "/staff", "/staff/waiting", "/staff/cases", "/staff/cases/new", "/staff/burden", "/staff/burden/unit/{unit}", "/staff/burden/unit/{unit}/csv/{figure}",
    "/staff/burden/unit/{unit}/prices", "/staff/burden/preference", "/staff/burden/launches", "/staff/burden/pilots", "/staff/burden/pilots/{pilot}",
    "/staff/gate", "/staff/gate/csv/{figure}", "/staff/gate/{case}", "/staff/gate/{case}/csv/{figure}", "/staff/editor", "/staff/editor/{draft}",
    "/staff/editor/{draft}/file", "/staff/recall", "/staff/activities", "/staff/activities/draft/{draft}", "/staff/activities/{activity}/counts",
    "/staff/exports", "/staff/exports/results", "/staff/credits/bulk", "/staff/roster", "/staff/roster/map", "/staff/evidence", "/staff/pipelines",
    "/staff/pipelines/csv/{figure}", "/staff/pipelines/reviews",
};

// Fields that name what a form or page is about.
constexpr std::string_view kNoted[] = {"ccid", "activity", "unit", "what", "do", "deployment", "to", "act", "removal", "statement", "store", "board", "state", "from", "receiver", "kind"};
constexpr std::size_t kLongestValue = 100, kLongestSubjectText = 300;

bool is_plain(const std::string& value) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':'; };
  return !value.empty() && value.size() <= kLongestValue && std::ranges::all_of(value, plain);
}

void add_subject(std::string& text, const std::string& name, const std::string& value) {
  if (!is_plain(value) || text.size() + name.size() + value.size() + 2 > kLongestSubjectText) return;
  text += (text.empty() ? "" : " ") + name + "=" + value;
}

}  // namespace

bool shows_persons(std::string_view path) { return std::ranges::find(kWithoutPersons, path) == std::end(kWithoutPersons); }

std::string subject_of(const std::map<std::string, std::string>& places, const base::Fields& fields) {
  std::string text;
  for (const auto& [name, value] : places) add_subject(text, name, value);
  for (const auto& [name, value] : fields)
    if (std::ranges::find(kNoted, name) != std::end(kNoted)) add_subject(text, name, value);
  return text;
}

}  // namespace preceptor::web
