#include "tests/contract/store/sqlite_engine.hpp"

#include <sqlite3.h>
#include <stdlib.h>

#include <stdexcept>

namespace preceptor::contract {

SqliteEngine::SqliteEngine() {
  std::string pattern = (std::filesystem::temp_directory_path() / "preceptor store XXXXXX").string();  // with spaces, on purpose
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
}

SqliteEngine::~SqliteEngine() {
  std::error_code ignored;  // a leftover folder in /tmp fails nobody
  std::filesystem::remove_all(folder_, ignored);
}

store::StoreOptions SqliteEngine::options() const { return {"sqlite:" + file().string(), 4}; }

std::vector<std::vector<std::string>> SqliteEngine::rows(const std::string& sql) {
  sqlite3* db = nullptr;
  if (sqlite3_open(file().c_str(), &db) != SQLITE_OK) throw std::runtime_error("cannot look into the file");
  sqlite3_busy_timeout(db, 5000);
  std::vector<std::vector<std::string>> found;
  const auto each = [](void* into, int columns, char** values, char**) {
    auto& row = static_cast<std::vector<std::vector<std::string>>*>(into)->emplace_back();
    for (int i = 0; i < columns; ++i) row.emplace_back(values[i] ? values[i] : "NULL");
    return 0;
  };
  const int code = sqlite3_exec(db, sql.c_str(), each, &found, nullptr);
  const std::string message = sqlite3_errmsg(db);
  sqlite3_close(db);
  if (code != SQLITE_OK) throw std::runtime_error(message);
  return found;
}

}  // namespace preceptor::contract
