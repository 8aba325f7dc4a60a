// The records of credit this service holds: the newest of each id, kept in a file line by line so that a restart forgets nothing.
#pragma once
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::demo {

struct CreditRecord {
  std::string id;                        // CreditID
  std::string given, family, number, domain;   // number and domain: of UniqueID
  std::string activity, title, credits, certification;
  base::Instant at{}, final_at{};        // from `final_at` on it is accepted, before that it waits for its board
};

class RecordShelf {
 public:
  // Empty `file`: nothing is kept. Error store_failed: it cannot be read or written.
  static base::Result<std::unique_ptr<RecordShelf>> open(const std::string& file);
  // False: there is one with this id already.
  bool add(const CreditRecord& record);
  // False: there is none.
  bool remove(const std::string& id);
  std::optional<CreditRecord> find(const std::string& id) const;
  std::vector<CreditRecord> all() const;   // newest first

 private:
  RecordShelf() = default;
  base::Status load(const std::string& file);
  void write(const std::string& line);
  struct FileCloser {
    void operator()(std::FILE* f) const { std::fclose(f); }
  };
  mutable std::mutex mutex_;
  std::map<std::string, CreditRecord> records_;
  std::unique_ptr<std::FILE, FileCloser> file_;
};

}  // namespace preceptor::demo
