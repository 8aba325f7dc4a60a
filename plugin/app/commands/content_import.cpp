// content import: a quiz or survey file of another program becomes a content file; what was lost is told.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/base/json.hpp"
#include "manifests/importers/import.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

namespace importers = manifests::importers;
using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

constexpr std::size_t kMostImportBytes = 8 * 1024 * 1024;

Result<std::string> read_source_file(const std::string& path) {
  const OpenFile file(std::fopen(path.c_str(), "rbe"), std::fclose);
  if (!file) return fail(Code::command_arguments, path + " cannot be read");
  std::string text(kMostImportBytes + 1, '\0');  // one more than is taken is enough to refuse it
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) return fail(Code::command_arguments, path + " cannot be read to its end");
  return text;
}

// Never over a file that is there: somebody may have gone on writing in it.
Status write_new_file(const std::string& path, const std::string& text) {
  OpenFile file(std::fopen(path.c_str(), "wbxe"), std::fclose);
  if (!file) return fail(Code::command_arguments, path + " cannot be written: " + std::strerror(errno));
  const bool written = std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
  if (std::fclose(file.release()) != 0 || !written) return fail(Code::command_arguments, path + " cannot be written to its end");
  return {};
}

Result<importers::Source> source_of(CommandContext& context, const std::string& path, const std::string& text) {
  const auto from = context.text("from");
  if (!from) return fail(from.error());
  const auto source = from->empty() ? importers::guess_source(path, text) : importers::source_named(*from);
  if (source) return *source;
  return fail(Code::command_arguments, from->empty() ? "say what the file is: from gift, moodle-xml or redcap" : "from must be gift, moodle-xml or redcap");
}

Json notes_json(const std::vector<importers::Note>& notes) {
  constexpr const char* kKinds[] = {"dropped", "changed", "missing"};
  Json rows = Json::array();
  for (const importers::Note& note : notes)
    rows.push_back({{"kind", kKinds[static_cast<int>(note.kind)]}, {"line", note.line}, {"name", note.name}, {"why", note.why}});
  return rows;
}

Status report(CommandContext& context, const importers::Imported& imported, const std::string& path, const std::string& out) {
  if (context.json) {
    Json whole = {{"questions", imported.questions}, {"notes", notes_json(imported.notes)}};
    if (out.empty()) whole["text"] = imported.text;
    return context.print(whole.dump(2) + "\n");
  }
  std::string told;
  for (const importers::Note& note : imported.notes) told += importers::format(note, path) + "\n";
  told += std::to_string(imported.questions) + " question(s) taken over; next: preceptor content lint " + (out.empty() ? "FILE" : out) + "\n";
  if (Status done = context.tell(told); !done) return done;
  return out.empty() ? context.print(imported.text) : Status();
}

}  // namespace

Result<int> content_import(CommandContext& context) {
  const auto path = context.required("file");
  if (!path) return fail(path.error());
  const auto out = context.text("out"), language = context.text("language");
  if (!out) return fail(out.error());
  if (!language) return fail(language.error());
  const auto text = read_source_file(*path);
  if (!text) return fail(text.error());
  const auto source = source_of(context, *path, *text);
  if (!source) return fail(source.error());
  auto imported = importers::import_text(*text, *source, {*path, language->empty() ? "en" : *language});
  if (!imported) return fail(imported.error());
  if (!out->empty())
    if (Status written = write_new_file(*out, imported->text); !written) return fail(written.error());
  if (Status done = report(context, *imported, *path, *out); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
