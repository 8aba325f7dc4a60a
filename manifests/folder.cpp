#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <tuple>

#include "manifests/compile.hpp"
#include "manifests/source.hpp"

namespace preceptor::manifests {
namespace {

namespace fs = std::filesystem;

// One byte more than a file may have, so that the compiler sees it is too large.
constexpr std::size_t kReadAtMost = 256 * 1024 + 1;
constexpr std::size_t kMostFiles = 10'000;

bool is_content(const fs::path& path) {
  const std::string name = path.filename().string();
  return path.extension() == ".md" && name.front() != '.' && name != "README.md";
}

base::Result<std::vector<fs::path>> find_files(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  fs::recursive_directory_iterator it(folder, error), end;
  for (; !error && it != end && files.size() < kMostFiles; it.increment(error)) {
    const bool hidden = it->path().filename().string().front() == '.';
    std::error_code ignored;  // an entry that cannot be looked at is no file of ours
    if (it->is_directory(ignored)) {
      if (hidden) it.disable_recursion_pending();
    } else if (is_content(it->path())) {
      files.push_back(it->path());
    }
  }
  if (error) return base::fail(base::Code::content_unreadable, folder + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(kReadAtMost, '\0');
  if (!in) return std::nullopt;
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

// Reads the folder's files one by one; what a bundle names is looked for when all are read.
class FolderReader {
 public:
  void read(const fs::path& file) {
    const std::string name = file.string();
    const auto text = read_file(file);
    if (!text) {
      folder_.problems.push_back({Weight::error, name, 1, "the file cannot be read: check its permissions", {}});
      return;
    }
    Compiled compiled = compile(*text, name);
    std::ranges::move(compiled.problems, std::back_inserter(folder_.problems));
    if (compiled.activity) {
      if (!is_first("activity", compiled.activity->id, compiled.activity->language, name)) return;
      folder_.activities.push_back(std::move(*compiled.activity));
      folder_.activity_files.push_back(name);
      bundle_lines_.push_back(std::move(compiled.bundle_lines));
    } else if (compiled.survey) {
      if (is_first("survey", compiled.survey->form.id, compiled.survey->form.language, name)) folder_.surveys.push_back(std::move(*compiled.survey));
    } else if (compiled.unit && is_first("unit", compiled.unit->id, compiled.unit->language, name)) {
      folder_.units.push_back(std::move(*compiled.unit));
      folder_.files.push_back(name);
    }
  }

  Folder take() {
    for (std::size_t i = 0; i < folder_.activities.size(); ++i)
      for (std::size_t k = 0; k < folder_.activities[i].bundle.size(); ++k) check_unit(folder_.activities[i].bundle[k], folder_.activity_files[i], bundle_lines_[i][k]);
    return std::move(folder_);
  }

 private:
  bool is_first(const char* kind, const std::string& id, const std::string& language, const std::string& name) {
    const auto [it, fresh] = taken_.emplace(std::tuple(kind, id, language), name);
    if (!fresh)
      folder_.problems.push_back({Weight::error, name, 1, "the id \"" + id + "\" in language " + language + " is already used by " + it->second, "id: " + id + "-2"});
    return fresh;
  }

  // The unit may have been written in the browser: no error.
  void check_unit(const credit::BundleUnit& wanted, const std::string& file, int line) {
    const auto unit = std::ranges::find(folder_.units, wanted.unit_id, &activity::Unit::id);
    if (unit == folder_.units.end()) {
      std::vector<std::string_view> ids;
      for (const activity::Unit& one : folder_.units) ids.push_back(one.id);
      const std::string near(nearest(wanted.unit_id, ids));
      folder_.problems.push_back({Weight::warning, file, line, "no file of this folder has the unit \"" + wanted.unit_id + "\"; without it the activity is not published",
                                  near.empty() ? "" : "- " + near + ": " + std::to_string(wanted.minutes) + " minutes"});
    } else if (wanted.minutes > unit->stated_minutes) {
      folder_.problems.push_back({Weight::warning, file, line,
                                  "the unit says " + std::to_string(unit->stated_minutes) + " stated minutes, fewer than the " + std::to_string(wanted.minutes) + " that are credited",
                                  "- " + wanted.unit_id + ": " + std::to_string(unit->stated_minutes) + " minutes"});
    }
  }

  Folder folder_;
  std::vector<std::vector<int>> bundle_lines_;   // of each activity
  std::map<std::tuple<std::string, std::string, std::string>, std::string> taken_;  // (kind, id, language) -> file
};

}  // namespace

base::Result<Folder> compile_folder(const std::string& path) {
  const auto files = find_files(path);
  if (!files) return base::fail(files.error());
  FolderReader reader;
  for (const fs::path& file : *files) reader.read(file);
  return reader.take();
}

}  // namespace preceptor::manifests
