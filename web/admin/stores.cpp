// Record stores: how far delivery is. They are changed in the configuration file or on the command line.
#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {

namespace {

View store_view(const RecordStoreLine& line, const Messages& messages) {
  View view;
  add_state(view, messages, !line.enabled ? "off" : line.parked > 0 ? "warning" : "good");
  view.text("name", line.name).text("endpoint", line.endpoint).text_if("refused", line.parked_for);
  view.text("counts", messages.text("admin.store_counts", {{"waiting", std::to_string(line.waiting)}, {"parked", std::to_string(line.parked)}}));
  view.text_if("last", line.last_delivered ? messages.text("admin.store_last", {{"time", admin_time(*line.last_delivered)}}) : "");
  view.text_if("oldest", line.oldest ? messages.text("admin.store_oldest", {{"time", admin_time(*line.oldest)}}) : "");
  return view;
}

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::stores(Turn& turn) {
  const auto lines = deps.site.record_stores();
  if (!lines) return failed(turn, lines.error());
  std::vector<View> views;
  for (const auto& line : *lines) views.push_back(store_view(line, turn.messages));
  AdminPage out;
  out.title = turn.messages.text("admin.stores_title");
  out.template_name = "admin_stores";
  out.section = "stores";
  out.view.flag("none", views.empty()).list("stores", std::move(views));
  return page(turn, std::move(out));
}

}  // namespace preceptor::web
