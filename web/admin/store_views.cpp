#include "web/admin/store_views.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/base/visible.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {

View store_line(const RecordStore& store, const Messages& messages) {
  View view;
  // Another node may be the one that sends: the record says why it waits.
  const std::string& why = store.trouble.empty() && store.failed ? store.failed->error : store.trouble;
  add_state(view, messages, !store.row.enabled ? "off" : store.backlog.parked > 0 || !why.empty() ? "warning" : "good");
  view.text_if("trouble", store.row.enabled ? why : "");
  const bool tried = store.failed && store.failed->tried.count > 0;
  view.text_if("tried", tried ? store.failed->tried.statement : "").text_if("words", tried ? base::visible(store.failed->tried.words) : "");
  view.text_if("tried_at", tried ? messages.text(store.failed->tried.count == 1 ? "admin.store_tried_one" : "admin.store_tried_many",
                                                  {{"time", admin_time(store.failed->at)}, {"n", std::to_string(store.failed->tried.count)}})
                                 : "");
  view.text("name", store.row.name).text("endpoint", store.row.endpoint);
  view.text("counts", messages.text("admin.store_counts", {{"waiting", std::to_string(store.backlog.waiting)}, {"parked", std::to_string(store.backlog.parked)}}));
  view.text_if("last", store.backlog.last_delivered ? messages.text("admin.store_last", {{"time", admin_time(*store.backlog.last_delivered)}}) : "");
  view.text_if("oldest", store.backlog.oldest ? messages.text("admin.store_oldest", {{"time", admin_time(*store.backlog.oldest)}}) : "");
  const auto newest = std::max_element(store.parked.begin(), store.parked.end(), [](const auto& a, const auto& b) { return a.newest < b.newest; });
  view.text_if("refused", newest == store.parked.end() ? "" : newest->code);
  return view;
}

std::string progress_words(const xapi::Backfill& backfill, const Messages& messages) {
  return messages.text("admin.store_progress", {{"done", std::to_string(backfill.done)}, {"total", std::to_string(backfill.total)}});
}

void add_store_fields(View& view, const StoreDraft& draft, const Messages& messages) {
  view.text("endpoint_value", draft.endpoint).text("username_value", draft.username).flag("same_store", draft.same_store);
  view.flag("pseudonymised", draft.pseudonymised.value_or(false));
  std::vector<View> versions;
  for (const char* version : {"auto", "1.0.3", "2.0"}) {
    View one;
    const bool asks = std::string_view(version) == "auto";
    one.text("value", version).text("label", asks ? messages.text("admin.store_version_auto") : version).flag("chosen", draft.version == version);
    versions.push_back(std::move(one));
  }
  view.list("versions", std::move(versions));
}

std::string problem_words(StoreProblem problem, const Messages& messages) {
  switch (problem) {
    case StoreProblem::none: return {};
    case StoreProblem::name: return messages.text("admin.name_wrong");
    case StoreProblem::taken: return messages.text("admin.store_wrong_taken");
    case StoreProblem::endpoint: return messages.text("admin.store_wrong_endpoint");
    case StoreProblem::version: return messages.text("admin.store_wrong_version");
    case StoreProblem::password: return messages.text("admin.store_wrong_password");
    case StoreProblem::configured: return messages.text("admin.store_configured");
    case StoreProblem::refused: return messages.text("admin.store_wrong_refused");
    case StoreProblem::unmoved: break;
  }
  return messages.text("admin.store_wrong_unmoved");
}

void add_backfill(View& view, const std::optional<xapi::Backfill>& backfill, const Messages& messages) {
  std::vector<View> shown;
  if (backfill) {
    View one;
    const bool running = backfill->state == "running";
    const std::string from = backfill->from == base::Instant{} ? messages.text("admin.store_from_start") : admin_time(backfill->from);
    one.text("words", messages.text("admin.store_backfill_" + backfill->state, {{"from", from}}));
    one.text("progress", progress_words(*backfill, messages)).flag("running", running).flag("open", running || backfill->state == "paused");
    // A bar of nothing would show as one that moves without end.
    one.text("total", std::to_string(std::max<std::int64_t>(backfill->total, 1)));
    one.text("reached", std::to_string(backfill->total > 0 ? backfill->done : 1));
    shown.push_back(std::move(one));
  }
  view.list("backfill", std::move(shown));
}

void add_refused(View& view, const RecordStore& store, const Messages& messages) {
  std::vector<View> groups, refusals;
  for (const xapi::ParkedGroup& group : store.parked) {
    View one;
    one.text("count", messages.count("admin.store_statements", static_cast<long>(group.count))).text("code", group.code).text("begins", base::visible(group.begins));
    one.text_if("again", group.again > 0 ? messages.text("admin.store_on_its_way", {{"n", std::to_string(group.again)}}) : "");
    groups.push_back(std::move(one));
  }
  for (const xapi::Parked& refusal : store.refused) {
    View one;
    one.text("id", refusal.id.str()).text("at", admin_time(refusal.at)).text("code", refusal.code).text("reason", base::visible(refusal.reason));
    one.text_if("on_its_way", refusal.again ? messages.text("admin.store_again_asked") : "");
    refusals.push_back(std::move(one));
  }
  const bool cut = store.backlog.parked > std::ssize(store.refused);
  view.text_if("more", cut ? messages.text("admin.store_refused_more", {{"n", std::to_string(store.refused.size())}}) : "");
  view.flag("groups_any", !groups.empty()).list("groups", std::move(groups)).list("refusals", std::move(refusals));
}

void add_answers(View& view, const RecordStore& store, const Messages& messages) {
  std::vector<View> answers;
  for (const xapi::Receipt& receipt : store.answers) {
    View one;
    one.text("answer", messages.text("admin.store_answer", {{"time", admin_time(receipt.at)}, {"n", std::to_string(receipt.count)}, {"status", std::to_string(receipt.status)}}));
    answers.push_back(std::move(one));
  }
  view.flag("answers_any", !answers.empty()).list("answers", std::move(answers));
}

void add_filter(View& view, const xapi::LrsFilter& filter, const Messages& messages) {
  std::vector<View> kinds;
  for (const xapi::StatementKind& kind : xapi::statement_kinds()) {
    View one;
    one.text("kind", std::string(kind.name)).flag("on", filter.kind_on(kind.name));
    one.text("label", messages.text("admin.store_kind_" + std::string(kind.name)));
    kinds.push_back(std::move(one));
  }
  std::string units;
  for (const std::string& unit : filter.units) units += unit + "\n";
  view.list("kinds", std::move(kinds)).text("units_value", units);
}

}  // namespace preceptor::web
