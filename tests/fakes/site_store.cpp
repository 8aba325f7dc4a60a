#include "tests/fakes/site_store.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <cstdlib>
#include <stdexcept>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "tests/fakes/postgresql_cluster.hpp"
#include "tests/fakes/process.hpp"

namespace preceptor::fakes {
namespace {

bool on_postgresql() {
  const char* const wanted = std::getenv("PRECEPTOR_TEST_STORE");
  if (!wanted || std::string(wanted) == "sqlite") return false;
  if (std::string(wanted) == "postgresql") return true;
  throw std::runtime_error("PRECEPTOR_TEST_STORE must be sqlite or postgresql");
}

std::vector<std::vector<std::string>> rows_of_file(const std::string& file, const std::string& sql) {
  sqlite3* db = nullptr;
  sqlite3_stmt* row = nullptr;
  std::vector<std::vector<std::string>> found;
  int step = sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
  if (step == SQLITE_OK) step = sqlite3_prepare_v2(db, sql.c_str(), -1, &row, nullptr);
  if (step == SQLITE_OK) {
    while ((step = sqlite3_step(row)) == SQLITE_ROW) {
      auto& cells = found.emplace_back();
      for (int column = 0; column < sqlite3_column_count(row); ++column) {
        const auto* text = sqlite3_column_text(row, column);
        cells.emplace_back(text ? reinterpret_cast<const char*>(text) : "NULL");
      }
    }
  }
  const std::string why = step == SQLITE_DONE ? "" : sqlite3_errmsg(db);
  sqlite3_finalize(row);
  sqlite3_close(db);
  if (!why.empty()) throw std::runtime_error(sql + ": " + why);
  return found;
}

}  // namespace

std::string SiteStore::why_not() { return on_postgresql() ? PostgresqlCluster::shared().why_not() : std::string(); }

SiteStore::SiteStore(const std::string& folder) {
  if (!on_postgresql()) {
    file_ = folder + "/preceptor.db";
    url_ = "sqlite:" + file_;
    return;
  }
  PostgresqlCluster& cluster = PostgresqlCluster::shared();
  if (!cluster.why_not().empty()) throw std::runtime_error(cluster.why_not());
  url_ = cluster.schema_url(cluster.make_schema());
  key_file_ = folder + "/site.key";
  write_file(key_file_, base::hex_encode(base::random_bytes(32)) + "\n");
  ::chmod(key_file_.c_str(), 0600);
}

void SiteStore::into(nlohmann::json& config) const {
  config["store"] = url_;
  if (!key_file_.empty()) config["vault"]["key_file"] = key_file_;
}

std::vector<std::vector<std::string>> SiteStore::rows(const std::string& sql) const {
  return file_.empty() ? PostgresqlSession(url_).rows(sql) : rows_of_file(file_, sql);
}

}  // namespace preceptor::fakes
