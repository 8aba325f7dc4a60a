// The record as an evidence bundle shows it, a page at a time.
#include <limits>

#include "adapters/store/sql_store.hpp"
#include "core/record/rendering.hpp"

namespace preceptor::store {
namespace {

constexpr int kEvidencePage = 200;

std::int64_t from_ms(const xapi::ExportFilter& f) { return f.from ? base::to_unix_ms(*f.from) : -std::numeric_limits<std::int64_t>::max(); }
std::int64_t to_ms(const xapi::ExportFilter& f) { return f.to ? base::to_unix_ms(*f.to) : std::numeric_limits<std::int64_t>::max(); }

// Which rows of a page are selected is the answer's second half, in step with the first.
struct RecordPage {
  std::vector<xapi::RecordRow> rows;
  std::vector<bool> selected;
};

void add_renderings(Connection& c, const std::string& registration, std::int64_t after, RecordPage& page) {
  Rows rows = c.query("evidence/renderings", "itttitt", {{"registration", registration}, {"after", after}, {"through", page.rows.back().position}});
  std::size_t at = 0;
  while (rows.next()) {
    while (page.rows[at].position < rows.integer(0)) ++at;
    if (!page.selected[at]) continue;
    xapi::RecordRow& row = page.rows[at];
    row.renderings.push_back(rows.text(3));
    if (rows.text(1) != "identified") continue;
    xapi::RecordedStatement made{base::StatementId(rows.text(2)), rows.text(3), std::nullopt, std::move(rows.text(6))};
    if (!rows.flag(4)) made.body = std::move(rows.text(5));
    row.statements.push_back(std::move(made));
  }
}

RecordPage record_page(Connection& c, const xapi::ExportFilter& f, const std::string& registration, std::int64_t after, std::int64_t through) {
  RecordPage page;
  {
    Rows rows = c.query("evidence/events", "ittti",
                        {{"from_time", from_ms(f)}, {"to_time", to_ms(f)}, {"unit_id", f.unit_id}, {"context_id", f.context_id},
                         {"registration", registration}, {"after", after}, {"through", through}, {"limit", kEvidencePage}});
    while (rows.next()) {
      xapi::RecordRow row;
      row.position = rows.integer(0);
      row.hash = std::move(rows.text(1));
      row.seal = std::move(rows.text(2));
      page.selected.push_back(rows.flag(4));
      if (page.selected.back()) row.event = std::move(rows.text(3));
      page.rows.push_back(std::move(row));
    }
  }
  if (!page.rows.empty()) add_renderings(c, registration, after, page);
  for (xapi::RecordRow& row : page.rows) {
    if (!row.statements.empty()) continue;   // in time and place, but nothing of it goes to a record store
    row.event.clear();
    row.renderings.clear();
  }
  return page;
}

std::vector<xapi::Delivered> receipt_page(Connection& c, const std::string& registration, const xapi::RecordSpan& span, const xapi::Delivered& last) {
  std::vector<xapi::Delivered> page;
  Rows rows = c.query("evidence/receipts", "tiiiii",
                      {{"registration", registration}, {"last", span.last}, {"first", span.first}, {"name", last.store}, {"from_position", last.from},
                       {"through_position", last.through}, {"at", last.at}, {"statements", last.statements}, {"status", last.status}, {"limit", kEvidencePage}});
  while (rows.next()) page.push_back({std::move(rows.text(0)), rows.integer(1), rows.integer(2), rows.integer(4), rows.integer(5), {}, {}, rows.instant(3)});
  return page;
}

std::vector<xapi::Delivered> refusal_page(Connection& c, const std::string& registration, const xapi::RecordSpan& span, const xapi::Delivered& last) {
  std::vector<xapi::Delivered> page;
  Rows rows = c.query("evidence/parked", "titti",
                      {{"registration", registration}, {"first", span.first}, {"last", span.last}, {"name", last.store}, {"position", last.from},
                       {"statement_id", last.refused_id}, {"limit", kEvidencePage}});
  while (rows.next()) {
    const std::int64_t position = rows.integer(1);
    page.push_back({std::move(rows.text(0)), position, position, 0, 0, std::move(rows.text(2)), std::move(rows.text(3)), rows.instant(4)});
  }
  return page;
}

std::string certificates_key(const std::string& kid) { return "evidence.certificates." + kid; }

}  // namespace

base::Result<std::vector<xapi::RecordHead>> SqlStore::record_heads() {
  return readers_.read([&](Connection& c) {
    std::vector<xapi::RecordHead> heads;
    Rows rows = c.query("evidence/heads", "tit", {});
    while (rows.next()) heads.push_back({std::move(rows.text(0)), rows.integer(1), std::move(rows.text(2))});
    return heads;
  });
}

base::Result<std::optional<xapi::RecordSpan>> SqlStore::selected_span(const xapi::ExportFilter& filter, const std::string& registration, std::int64_t through) {
  return readers_.read([&](Connection& c) {
    Rows rows = c.query("evidence/span", "ii",
                        {{"registration", registration}, {"through", through}, {"from_time", from_ms(filter)}, {"to_time", to_ms(filter)},
                         {"unit_id", filter.unit_id}, {"context_id", filter.context_id}});
    if (!rows.next() || rows.null(0)) return std::optional<xapi::RecordSpan>{};
    return std::optional(xapi::RecordSpan{rows.integer(0), rows.integer(1)});
  });
}

base::Result<std::string> SqlStore::seal_at(const std::string& registration, std::int64_t position) {
  if (position == 0) return std::string(record::kFirstSeal);
  return flatten(readers_.read([&](Connection& c) -> base::Result<std::string> {
    Rows rows = c.query("evidence/seal", "t", {{"registration", registration}, {"position", position}});
    if (!rows.next()) return base::fail(base::Code::store_failed, "the record has no position " + std::to_string(position));
    return std::move(rows.text(0));
  }));
}

base::Status SqlStore::walk_record(const xapi::ExportFilter& filter, const std::string& registration, const xapi::RecordSpan& span,
                                   const std::function<bool(const xapi::RecordRow&)>& each) {
  std::int64_t after = span.first - 1;
  while (true) {
    const auto page = readers_.read([&](Connection& c) { return record_page(c, filter, registration, after, span.last); });
    if (!page) return base::fail(page.error());
    for (const auto& row : page->rows)
      if (!each(row)) return {};
    if (page->rows.size() < kEvidencePage) return {};
    after = page->rows.back().position;
  }
}

base::Status SqlStore::walk_deliveries(const std::string& registration, const xapi::RecordSpan& span, const std::function<bool(const xapi::Delivered&)>& each) {
  for (const auto page_of : {receipt_page, refusal_page}) {
    xapi::Delivered last;
    while (true) {
      auto page = readers_.read([&](Connection& c) { return page_of(c, registration, span, last); });
      if (!page) return base::fail(page.error());
      for (const auto& one : *page)
        if (!each(one)) return {};
      if (page->size() < kEvidencePage) break;
      last = std::move(page->back());
    }
  }
  return {};
}

base::Result<std::string> SqlStore::evidence_certificates(const std::string& kid) {
  auto stored = site_value(certificates_key(kid));
  if (!stored) return base::fail(stored.error());
  return std::move(*stored).value_or("");
}

base::Status SqlStore::save_evidence_certificates(const std::string& kid, const std::string& pem) {
  return writer_.run([&](Connection& c) -> base::Status {
    c.run("site/put", {{"key", certificates_key(kid)}, {"value", pem}});
    return {};
  });
}

}  // namespace preceptor::store
