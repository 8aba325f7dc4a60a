#include "xapi/evidence/checking.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "xapi/evidence/comparing.hpp"

namespace preceptor::xapi::evidence {
namespace {

const BundleFile* file_named(const std::vector<BundleFile>& files, std::string_view name) {
  const auto found = std::ranges::find(files, name, &BundleFile::name);
  return found == files.end() ? nullptr : &*found;
}

// Names the lines that cannot have been written so; what was changed within the form is told of the file.
void check_deliveries(const BundleFile& file, const Tell& tell) {
  Lines lines(file);
  std::int64_t number = 0;
  for (std::string line; lines.next(line);) {
    const auto json = base::parse_json(line);
    ++number;
    if (!json || base::canonical_json(*json) != line || !lines.whole()) tell({Fault::form, file.name, number, "", "not in the form it is written in"});
  }
}

std::int64_t count_lines(const BundleFile& file) {
  Lines lines(file);
  std::int64_t count = 0;
  for (std::string line; lines.next(line);) ++count;
  return count;
}

}  // namespace

std::string_view name(Fault fault) {
  constexpr std::string_view kNames[] = {"changed", "missing", "added", "moved", "malformed", "seal", "signature", "key"};
  return kNames[static_cast<std::size_t>(fault)];
}

void check_files(const Manifest& manifest, const std::vector<BundleFile>& files, const Tell& tell) {
  for (const char* expected : {kStatementsFile, kRecordFile, kDeliveriesFile})
    if (std::ranges::find(manifest.files, expected, &FileFacts::name) == manifest.files.end()) tell({Fault::missing, expected, 0, "", "the manifest does not list it"});
  for (const BundleFile& file : files)
    if (std::ranges::find(manifest.files, file.name, &FileFacts::name) == manifest.files.end()) tell({Fault::added, file.name, 0, "", "the manifest does not list it"});
  bool statements_fit = true, record_fits = true;
  for (const FileFacts& facts : manifest.files) {
    const BundleFile* file = file_named(files, facts.name);
    if (file == nullptr) {
      tell({Fault::missing, facts.name, 0, "", ""});
      continue;
    }
    const bool fits = static_cast<std::int64_t>(file->size) == facts.bytes && sha256_of(*file) == facts.sha256;
    if (!fits) {
      const std::int64_t lines = count_lines(*file);
      tell({Fault::changed, facts.name, 0, "", lines == facts.lines ? "" : std::to_string(lines) + " lines instead of " + std::to_string(facts.lines)});
    }
    if (!fits && facts.name == kDeliveriesFile) check_deliveries(*file, tell);
    if (facts.name == kStatementsFile) statements_fit = fits;
    if (facts.name == kRecordFile) record_fits = fits;
  }
  const BundleFile* record = file_named(files, kRecordFile);
  const BundleFile* statements = file_named(files, kStatementsFile);
  if (record != nullptr) check_seals(manifest, *record, tell);
  // Statements that are as they were are not blamed for a record that is not.
  if (record != nullptr && statements != nullptr && (record_fits || !statements_fit)) compare_statements(*record, *statements, tell);
}

}  // namespace preceptor::xapi::evidence
