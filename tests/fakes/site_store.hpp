// Where a test's site keeps its record: SQLite in the site's folder, or, with PRECEPTOR_TEST_STORE=postgresql, a schema of its own in the program's cluster.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace preceptor::fakes {

class SiteStore {
 public:
  // `folder`: the site's, which outlives this. Throws std::runtime_error where the wanted engine cannot be tried.
  explicit SiteStore(const std::string& folder);
  // Why the engine that the environment asks for cannot be tried on this machine; empty when it can.
  static std::string why_not();

  // Adds "store" to a configuration, and the key file where none is made.
  void into(nlohmann::json& config) const;
  const std::string& url() const { return url_; }
  // Looks at the tables past the program; an absent value is "NULL". Throws std::runtime_error when the statement is refused.
  std::vector<std::vector<std::string>> rows(const std::string& sql) const;

 private:
  std::string file_, url_, key_file_;   // a file or a key file
};

}  // namespace preceptor::fakes
