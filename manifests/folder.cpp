#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <tuple>

#include "manifests/compile.hpp"

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

}  // namespace

base::Result<Folder> compile_folder(const std::string& path) {
  const auto files = find_files(path);
  if (!files) return base::fail(files.error());
  Folder folder;
  std::map<std::tuple<bool, std::string, std::string>, std::string> taken;  // (survey, id, language) -> file
  for (const fs::path& file : *files) {
    const std::string name = file.string();
    const auto text = read_file(file);
    if (!text) {
      folder.problems.push_back({Weight::error, name, 1, "the file cannot be read: check its permissions", {}});
      continue;
    }
    Compiled compiled = compile(*text, name);
    std::ranges::move(compiled.problems, std::back_inserter(folder.problems));
    if (!compiled.unit && !compiled.survey) continue;
    const activity::Unit& made = compiled.unit ? *compiled.unit : compiled.survey->form;
    const auto [it, fresh] = taken.emplace(std::tuple(compiled.survey.has_value(), made.id, made.language), name);
    if (!fresh) {
      folder.problems.push_back({Weight::error, name, 1,
                                 "the id \"" + made.id + "\" in language " + made.language +
                                     " is already used by " + it->second,
                                 "id: " + made.id + "-2"});
      continue;
    }
    if (compiled.survey) {
      folder.surveys.push_back(std::move(*compiled.survey));
      continue;
    }
    folder.units.push_back(std::move(*compiled.unit));
    folder.files.push_back(name);
  }
  return folder;
}

}  // namespace preceptor::manifests
