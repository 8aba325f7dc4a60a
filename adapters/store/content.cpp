#include <set>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

using ports::ContentVersion;
using Key = std::tuple<std::string, std::string, std::string>;  // kind, id, language

constexpr std::string_view kFolder = "folder", kEditor = "editor";
constexpr std::string_view kVersionColumns = "ttttttit";

ContentVersion version_of(Rows& rows) {
  ContentVersion v;
  v.kind = rows.text(0);
  v.id = rows.text(1);
  v.language = rows.text(2);
  v.hash = base::ContentHash(rows.text(3));
  v.json = rows.text(4);
  v.source = rows.text(5);
  v.published_at = rows.instant(6);
  v.title = rows.text(7);
  return v;
}

std::vector<ContentVersion> all_versions(Rows rows) {
  std::vector<ContentVersion> found;
  while (rows.next()) found.push_back(version_of(rows));
  return found;
}

std::optional<bool> one_flag(Rows rows) {
  if (!rows.next()) return std::nullopt;
  return rows.flag(0);
}

base::Status publish_one(Connection& c, const ContentVersion& v) {
  if (c.count("content/other_source", {{"kind", v.kind}, {"id", v.id}, {"source", kFolder}}) > 0)
    return base::fail(base::Code::content_duplicate_id, v.kind + " " + v.id + " belongs to the editor; give the file another id");
  const std::optional<bool> withdrawn = one_flag(c.query("content/version_state", "i", {{"hash", v.hash}}));
  if (withdrawn.value_or(false)) return {};
  if (withdrawn) {  // known: matters only if its id and language are gone from new attempts since
    const std::optional<bool> removed =
        one_flag(c.query("content/current_state", "i", {{"kind", v.kind}, {"id", v.id}, {"language", v.language}}));
    if (!removed.value_or(false)) return {};
  } else {
    c.run("content/insert_version", {{"hash", v.hash}, {"kind", v.kind}, {"id", v.id}, {"language", v.language}, {"json", v.json},
                                     {"title", v.title}, {"source", kFolder}, {"published_at", v.published_at}});
  }
  c.run("content/make_current",
        {{"kind", v.kind}, {"id", v.id}, {"language", v.language}, {"hash", v.hash}, {"source", kFolder}});
  return {};
}

void remove_absent(Connection& c, const std::set<Key>& present) {
  std::vector<Key> gone;
  {
    Rows rows = c.query("content/current_of_source", "ttt", {{"source", kFolder}});
    while (rows.next())
      if (Key key{rows.text(0), rows.text(1), rows.text(2)}; !present.contains(key)) gone.push_back(std::move(key));
  }
  for (const auto& [kind, id, language] : gone)
    c.run("content/remove_current", {{"kind", kind}, {"id", id}, {"language", language}});
}

}  // namespace

base::Status SqlStore::publish_folder(const std::vector<ContentVersion>& versions, bool complete) {
  return writer_.run([&](Connection& c) -> base::Status {
    std::set<Key> present;
    for (const auto& version : versions) {
      if (!present.emplace(version.kind, version.id, version.language).second)
        return base::fail(base::Code::content_duplicate_id, version.kind + " " + version.id + " (" + version.language + ")");
      if (auto published = publish_one(c, version); !published) return published;
    }
    if (complete) remove_absent(c, present);
    return {};
  });
}

base::Status SqlStore::publish_edited(const ContentVersion& v) {
  return writer_.run([&](Connection& c) -> base::Status {
    if (c.count("content/other_source", {{"kind", v.kind}, {"id", v.id}, {"source", kEditor}}) > 0)
      return base::fail(base::Code::content_duplicate_id, v.kind + " " + v.id + " belongs to a content folder; give the text another id");
    const std::optional<bool> withdrawn = one_flag(c.query("content/version_state", "i", {{"hash", v.hash}}));
    if (withdrawn.value_or(false)) return base::fail(base::Code::launch_content_withdrawn, v.kind + " " + v.id);
    if (!withdrawn)
      c.run("content/insert_version", {{"hash", v.hash}, {"kind", v.kind}, {"id", v.id}, {"language", v.language}, {"json", v.json},
                                       {"title", v.title}, {"source", kEditor}, {"published_at", v.published_at}});
    c.run("content/make_current", {{"kind", v.kind}, {"id", v.id}, {"language", v.language}, {"hash", v.hash}, {"source", kEditor}});
    return {};
  });
}

base::Result<std::vector<ContentVersion>> SqlStore::current(const std::string& kind, const std::string& id) {
  return readers_.read([&](Connection& c) { return all_versions(c.query("content/current", kVersionColumns, {{"kind", kind}, {"id", id}})); });
}

base::Result<std::vector<ContentVersion>> SqlStore::list_current(const std::string& kind) {
  return readers_.read([&](Connection& c) { return all_versions(c.query("content/list_current", kVersionColumns, {{"kind", kind}})); });
}

base::Result<std::optional<ContentVersion>> SqlStore::by_hash(const base::ContentHash& hash) {
  return readers_.read([&](Connection& c) -> std::optional<ContentVersion> {
    Rows rows = c.query("content/by_hash", kVersionColumns, {{"hash", hash}});
    if (!rows.next()) return std::nullopt;
    return version_of(rows);
  });
}

base::Result<bool> SqlStore::was_withdrawn(const std::string& kind, const std::string& id) {
  return readers_.read([&](Connection& c) {
    Rows rows = c.query("content/published_and_current", "ii", {{"kind", kind}, {"id", id}});
    return rows.next() && rows.integer(0) > 0 && rows.integer(1) == 0;
  });
}

base::Result<bool> SqlStore::withdraw_content(const base::ContentHash& hash) {
  bool known = false;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    known = c.run("content/withdraw", {{"hash", hash}}) > 0;
    return {};
  });
  if (!done) return base::fail(done.error());
  return known;
}

}  // namespace preceptor::store
