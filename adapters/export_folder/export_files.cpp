#include "adapters/export_folder/export_files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "adapters/export_folder/private_file.hpp"
#include "adapters/export_folder/seen_file.hpp"
#include "core/base/digest.hpp"

namespace preceptor::export_folder {
namespace {

using base::Code;

constexpr std::size_t kPiece = 1 << 20;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_private(const std::string& path) {
  const int file = open_private_file(path, PrivateFile::empty);
  return File(file < 0 ? nullptr : fdopen(file, "wb"));
}

bool write_all(std::FILE* file, std::string_view bytes) { return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size(); }
bool to_disk(std::FILE* file) { return std::fflush(file) == 0 && fsync(fileno(file)) == 0; }

base::Error trouble(Code code, std::string_view what) {
  const int why = errno;
  return {why == ENOSPC && code == Code::store_failed ? Code::store_full : code, std::string(what) + ": " + std::strerror(why), {}, {}};
}

// The place of a piece is part of what it is sealed for: none can be left out, moved, or put into another export.
std::string purpose_of(const std::string& id, std::size_t number, bool last) {
  return "credit export " + id + "/" + std::to_string(number) + (last ? "/last" : "");
}

// `each` gets the pieces of a file and whether it is the last; false ends it. False when the file could not be read to its end.
bool for_pieces(std::FILE* file, const std::function<bool(std::string_view, bool)>& each) {
  std::string piece(kPiece, '\0'), next(kPiece, '\0');
  std::size_t count = std::fread(piece.data(), 1, kPiece, file);
  for (;;) {
    const std::size_t after = std::fread(next.data(), 1, kPiece, file);
    if (std::ferror(file) != 0 || !each(std::string_view(piece).substr(0, count), after == 0)) return false;
    if (after == 0) return true;
    std::swap(piece, next);
    count = after;
  }
}

class FileTurn : public ports::ExportFolder::Turn {
 public:
  explicit FileTurn(int file) : file_(file) {}
  ~FileTurn() override { close(file_); }
  FileTurn(const FileTurn&) = delete;
  FileTurn& operator=(const FileTurn&) = delete;

 private:
  int file_;
};

class FileList : public ports::ExportFolder::List {
 public:
  explicit FileList(File file) : file_(std::move(file)) {}
  base::Status add(std::string_view ccid) override {
    if (write_all(file_.get(), ccid) && std::fputc('\n', file_.get()) == '\n') return {};
    return base::fail(trouble(Code::store_failed, "the list of an export's grants cannot be written"));
  }
  base::Status finish() override {
    if (to_disk(file_.get())) return {};
    return base::fail(trouble(Code::store_failed, "the list of an export's grants cannot be written"));
  }

 private:
  File file_;
};

}  // namespace

std::string ExportFiles::path_of(const std::string& id, Piece piece) const {
  return folder_ + "/" + id + (piece == Piece::workpiece ? ".plain" : piece == Piece::list ? ".grants" : ".sealed");
}

base::Result<std::unique_ptr<ports::ExportFolder::Turn>> ExportFiles::take_turn() {
  std::error_code problem;
  std::filesystem::create_directories(folder_, problem);
  if (!problem) std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, problem);
  if (problem) return base::fail(Code::store_failed, "the folder of exports cannot be made: " + problem.message());
  const int file = open((folder_ + "/turn").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return base::fail(trouble(Code::store_failed, "the folder of exports cannot be used"));
  auto turn = std::make_unique<FileTurn>(file);
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return turn;
  return base::fail(Code::store_conflict, "another export is being made; try again when it is done");
}

base::Result<std::unique_ptr<ports::ExportFolder::List>> ExportFiles::begin_list(const std::string& id) {
  auto file = open_private(path_of(id, Piece::list));
  if (!file) return base::fail(trouble(Code::store_failed, "the list of an export's grants cannot be written"));
  return std::make_unique<FileList>(std::move(file));
}

bool ExportFiles::has_list(const std::string& id) const { return ::access(path_of(id, Piece::list).c_str(), F_OK) == 0; }

base::Status ExportFiles::read_list(const std::string& id, const std::function<bool(const std::string&)>& each) {
  std::ifstream in(path_of(id, Piece::list));
  bool ended = false;
  for (std::string line; in && !ended && std::getline(in, line);) ended = !each(line);
  if (ended || in.eof()) return {};
  return base::fail(Code::store_failed, "the list of an export's grants cannot be read: " + id);
}

std::unique_ptr<report::Seen> ExportFiles::begin_seen() { return std::make_unique<SeenFile>(folder_); }

std::string ExportFiles::workpiece(const std::string& id) const { return path_of(id, Piece::workpiece); }

base::Result<std::string> ExportFiles::keep(const std::string& id) {
  const std::string sealed = path_of(id, Piece::kept), part = sealed + ".part";
  base::Sha256 digest;
  {
    const File in(std::fopen(workpiece(id).c_str(), "rbe"));
    const File out = open_private(part);
    std::size_t number = 0;
    const bool written = in && out && for_pieces(in.get(), [&](std::string_view piece, bool last) {
      digest.add(piece);
      return write_all(out.get(), sealer_.seal(purpose_of(id, ++number, last), piece) + "\n");
    });
    if (!written || !to_disk(out.get())) return base::fail(trouble(Code::store_failed, "the copy of an export cannot be kept"));
  }
  // A rename is on the disk when its folder is; what follows drops the plain file.
  if (std::rename(part.c_str(), sealed.c_str()) != 0 || !sync_folder_of(sealed)) return base::fail(trouble(Code::store_failed, "the copy of an export cannot be kept"));
  return digest.hex();
}

// False when a piece is damaged or missing; `each` may end it before.
bool ExportFiles::for_kept(const std::string& id, const std::function<bool(std::string_view)>& each) const {
  std::ifstream in(path_of(id, Piece::kept));
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    bool last = false;
    auto piece = sealer_.open(purpose_of(id, number, false), line);
    if (!piece) {
      piece = sealer_.open(purpose_of(id, number, true), line);
      last = piece.has_value();
    }
    if (!piece) return false;
    if (!each(*piece) || last) return true;   // what follows the last piece is no part of it
  }
  return false;
}

base::Result<bool> ExportFiles::read_kept(const std::string& id, const std::function<bool(std::string_view)>& each) {
  if (!std::ifstream(path_of(id, Piece::kept))) return false;
  const bool good = for_kept(id, [](std::string_view) { return true; }) && for_kept(id, each);
  if (!good) return base::fail(Code::store_failed, "the kept copy of an export is damaged, or sealed under another key");
  return true;
}

base::Status ExportFiles::place(const std::string& id, const std::string& path) {
  const File in(std::fopen(workpiece(id).c_str(), "rbe"));
  const File out = open_private(path + ".part");
  const bool written = in && out && for_pieces(in.get(), [&](std::string_view piece, bool) { return write_all(out.get(), piece); });
  if (written && to_disk(out.get())) return {};
  auto error = trouble(Code::command_arguments, path + " cannot be written");
  if (out) drop_place(path);
  return base::fail(std::move(error));
}

base::Status ExportFiles::appear(const std::string& path) {
  if (std::rename((path + ".part").c_str(), path.c_str()) != 0) return base::fail(trouble(Code::command_arguments, path + " cannot be written"));
  if (sync_folder_of(path)) return {};
  return base::fail(trouble(Code::store_failed, path + " is there, and might not outlive a power cut"));
}

base::Status ExportFiles::settle(const std::string& path, const std::string& sha256) {
  const File file(std::fopen((path + ".part").c_str(), "rbe"));
  if (!file) return {};
  base::Sha256 digest;
  const bool read = for_pieces(file.get(), [&](std::string_view piece, bool) {
    digest.add(piece);
    return true;
  });
  if (read && digest.hex() == sha256) return appear(path);
  drop_place(path);
  return {};
}

void ExportFiles::drop(const std::string& id, Piece piece) { std::remove(path_of(id, piece).c_str()); }
void ExportFiles::drop_place(const std::string& path) { std::remove((path + ".part").c_str()); }

}  // namespace preceptor::export_folder
