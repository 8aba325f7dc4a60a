#include "web/acts/destructive.hpp"

namespace preceptor::web {
namespace {

constexpr DestructiveAct kActs[] = {
    {"connection_off", "/admin/connections/{registration}/switch", "to", "off refused", "was to", "/admin/connections/{registration}"},
    {"deployment_close", "/admin/connections/{registration}/deployment", "to", "close refuse", "deployment to", "/admin/connections/{registration}"},
    {"key_rotate", "/admin/connections/{registration}/key", "", "", "at_once", "/admin/keys", {}, {}, false, true},
    {"store_off", "/admin/stores/switch", "to", "off", "store was to", "/admin/stores/one", "name", "store", true},
    {"backfill_stop", "/admin/stores/backfill", "act", "stop", "store act", "/admin/stores/one", "name", "store", true},
    {"staff_end", "/admin/staff/{token}/end", "", "", "", "/admin/staff"},
    {"draft_discard", "/staff/editor/{draft}", "do", "discard", "do version", "/staff/editor/{draft}"},
    {"decision_withdraw", "/staff/cases/{case}/withdraw", "", "", "", "/staff/cases/{case}/decide"},
    {"rule_off", "/staff/rules", "do", "off", "what do by_name", "/staff/rules"},
    {"credit_removal", "/staff/credits/removal", "removal", "asked", "ccid removal", "/staff/credits/record", "ccid", "ccid", true},   // the next report deletes it there
    {"credit_removed", "/staff/credits/removal", "removal", "removed", "ccid removal", "/staff/credits/record", "ccid", "ccid", true},
};

bool among(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const auto end = words.find(' ');
    if (words.substr(0, end) == word) return true;
    if (end == std::string_view::npos) break;
    words.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

std::span<const DestructiveAct> destructive_acts() { return kActs; }

const DestructiveAct* destructive_act(std::string_view path, const base::Fields& form) {
  for (const DestructiveAct& act : kActs) {
    if (act.path != path) continue;
    if (act.field.empty()) return &act;
    const std::string* word = base::field(form, act.field);
    if (word != nullptr && !word->empty() && among(act.words, *word)) return &act;
  }
  return nullptr;
}

base::Fields kept_of(const DestructiveAct& act, const base::Fields& form) {
  base::Fields kept;
  for (const auto& [name, value] : form)
    if (among(act.keeps, name)) kept.emplace_back(name, value);
  return kept;
}

}  // namespace preceptor::web
