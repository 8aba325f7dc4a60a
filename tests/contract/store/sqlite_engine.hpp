#pragma once
#include <filesystem>

#include "tests/contract/store/engine.hpp"

namespace preceptor::contract {

class SqliteEngine final : public Engine {
 public:
  SqliteEngine();
  ~SqliteEngine() override;
  store::StoreOptions options() const override;
  std::vector<std::vector<std::string>> rows(const std::string& sql) override;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path file() const { return folder_ / "record.db"; }

 private:
  std::filesystem::path folder_;
};

}  // namespace preceptor::contract
