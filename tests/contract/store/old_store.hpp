// A store as an earlier version left it: made by the first migrations only, as that version made it.
#pragma once
#include <charconv>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/store/connection.hpp"
#include "adapters/store/engine.hpp"
#include "store_embedded.hpp"

namespace preceptor::contract {

// Names of all migrations, such as "migrations/0001_first", by number.
inline std::map<int, std::string> migration_names() {
  constexpr std::string_view folder = "migrations/";
  std::map<int, std::string> names;
  for (const auto& file : store::embedded_files()) {
    if (!file.name.starts_with(folder)) continue;
    const std::string_view digits = file.name.substr(folder.size(), 4);
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    names[number] = std::string(file.name.substr(0, file.name.find('.')));
  }
  return names;
}

// Past the store, on the engine of its address.
inline std::unique_ptr<store::Connection> connect(const std::string& url) {
  constexpr std::string_view file = "sqlite:";
  const bool in_file = url.starts_with(file);
  return store::Connection::open(in_file ? store::sqlite_engine() : store::postgresql_engine(), in_file ? url.substr(file.size()) : url,
                                 store::Connection::Use::write);
}

inline void make_old_store(const std::string& url, int version) {
  const auto connection = connect(url);
  if (url.starts_with("sqlite:")) {   // as a store in a file is left
    store::Rows mode = connection->query("settings/wal", "t");
    mode.next();
  }
  connection->begin();
  connection->run("schema/create");
  for (const auto& [number, name] : migration_names()) {
    if (number > version) break;
    connection->script(name);
    connection->run("schema/applied", {{"version", number}, {"applied_at", 1}});
  }
  connection->commit();
}

}  // namespace preceptor::contract
