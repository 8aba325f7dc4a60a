// Where reports of credit are written and kept: beside the store, for its owner only. A report is made in a workpiece, kept as a sealed copy, and appears under
// the name it was asked for when it is whole.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/report/seen.hpp"

namespace preceptor::ports {

class ExportFolder {
 public:
  virtual ~ExportFolder() = default;

  // Held while an export is made: one at a time, whichever process makes it.
  class Turn {
   public:
    virtual ~Turn() = default;
  };
  // Errors: store_conflict (somebody else's turn), store_failed.
  virtual base::Result<std::unique_ptr<Turn>> take_turn() = 0;

  // The grants of an export, in its order; on the disk when `finish` returns.
  class List {
   public:
    virtual ~List() = default;
    virtual base::Status add(std::string_view ccid) = 0;
    virtual base::Status finish() = 0;
  };
  virtual base::Result<std::unique_ptr<List>> begin_list(const std::string& id) = 0;
  virtual bool has_list(const std::string& id) const = 0;
  // `each` may end it by answering false. Error store_failed: it is not there or cannot be read.
  virtual base::Status read_list(const std::string& id, const std::function<bool(const std::string&)>& each) = 0;

  // For what a file may hold once; its memory does not grow with what is noted, and nothing of it stays.
  virtual std::unique_ptr<report::Seen> begin_seen() = 0;

  virtual std::string workpiece(const std::string& id) const = 0;   // path of the file that a format writes
  // Keeps a sealed copy of the workpiece, on the disk when it returns; answers the SHA-256 of the workpiece, hex. Memory does not grow with it.
  // Errors: store_failed, store_full.
  virtual base::Result<std::string> keep(const std::string& id) = 0;
  // The kept copy in pieces of at most 1 MiB, given once the whole of it was found good; `each` may end it by answering false. False: there is none.
  // Error store_failed: damaged, or sealed under another key.
  virtual base::Result<bool> read_kept(const std::string& id, const std::function<bool(std::string_view)>& each) = 0;

  // A copy of the workpiece beside `path`, on the disk when it returns; it gets the name with `appear`. Error command_arguments: the path cannot be written.
  virtual base::Status place(const std::string& id, const std::string& path) = 0;
  virtual base::Status appear(const std::string& path) = 0;
  // What a crash left beside `path`: it appears when it is the file with this hash, and goes otherwise.
  virtual base::Status settle(const std::string& path, const std::string& sha256) = 0;

  enum class Piece { workpiece, list, kept };
  virtual void drop(const std::string& id, Piece piece) = 0;
  virtual void drop_place(const std::string& path) = 0;
};

}  // namespace preceptor::ports
