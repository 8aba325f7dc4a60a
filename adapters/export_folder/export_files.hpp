// ports::ExportFolder on a file system.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/ports/export_folder.hpp"
#include "core/ports/sealer.hpp"

namespace preceptor::export_folder {

class ExportFiles : public ports::ExportFolder {
 public:
  // `folder` is made (0700) when it is needed.
  ExportFiles(std::string folder, const ports::Sealer& sealer) : folder_(std::move(folder)), sealer_(sealer) {}

  base::Result<std::unique_ptr<Turn>> take_turn() override;
  base::Result<std::unique_ptr<List>> begin_list(const std::string& id) override;
  bool has_list(const std::string& id) const override;
  base::Status read_list(const std::string& id, const std::function<bool(const std::string&)>& each) override;
  std::unique_ptr<report::Seen> begin_seen() override;
  std::string workpiece(const std::string& id) const override;
  base::Result<std::string> keep(const std::string& id) override;
  base::Result<bool> read_kept(const std::string& id, const std::function<bool(std::string_view)>& each) override;
  base::Status place(const std::string& id, const std::string& path) override;
  base::Status appear(const std::string& path) override;
  base::Status settle(const std::string& path, const std::string& sha256) override;
  void drop(const std::string& id, Piece piece) override;
  void drop_place(const std::string& path) override;

 private:
  std::string path_of(const std::string& id, Piece piece) const;
  bool for_kept(const std::string& id, const std::function<bool(std::string_view)>& each) const;

  std::string folder_;
  const ports::Sealer& sealer_;
};

}  // namespace preceptor::export_folder
