#include "plugin/app/commands/export_file.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include "core/base/digest.hpp"
#include "core/base/json_reader.hpp"
#include "plugin/app/append_file.hpp"
#include "plugin/app/commands/export_filter.hpp"
#include "plugin/app/commands/whole_file.hpp"
#include "plugin/app/registration_named.hpp"
#include "plugin/app/statement_exports.hpp"
#include "xapi/export/walk.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

constexpr std::chrono::milliseconds kNoteEvery{1000};   // what a crash costs
constexpr std::size_t kReadAtOnce = 1 << 20;

// An export that is under way, as its note tells it.
struct UnderWay {
  xapi::ExportAsked asked;
  xapi::ExportProgress progress;
  std::int64_t bytes = 0;
};

std::string part_of(const std::string& out) { return out + ".part"; }
std::string note_of(const std::string& out) { return out + ".part.json"; }
std::string manifest_of(const std::string& out) { return out + ".manifest.json"; }

tl::unexpected<base::Error> unwritable(const std::string& path, const base::Error& why) { return fail(Code::command_arguments, path + " cannot be written: " + why.detail); }

std::optional<std::string> text_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Status write_whole(const std::string& path, const std::string& text) {
  WholeFile file(path);
  if (file.write(text) && file.finish()) return {};
  return fail(Code::command_arguments, path + " cannot be written");
}

// The same but for the positions: what somebody asks who asks again.
std::string asked_without_positions(xapi::ExportAsked asked) {
  asked.as_of.clear();
  return xapi::asked_json(asked);
}

Result<UnderWay> read_note(const std::string& text) {
  const auto json = base::parse_json(text);
  if (!json) return fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  const Json& asked_part = reader.object("asked");
  const Json& progress_part = reader.object("progress");
  UnderWay found;
  found.bytes = reader.integer("bytes", 0, 1'000'000'000'000'000);
  reader.finish();
  if (problem) return fail(Code::json_malformed, *problem);
  auto asked = xapi::asked_from_json(asked_part.dump());
  if (!asked) return fail(asked.error());
  auto progress = xapi::progress_from_json(progress_part.dump());
  if (!progress) return fail(progress.error());
  found.asked = std::move(*asked);
  found.progress = std::move(*progress);
  return found;
}

std::string note_text(const UnderWay& now) {
  return base::canonical_json(Json{{"asked", Json::parse(xapi::asked_json(now.asked))}, {"progress", Json::parse(xapi::progress_json(now.progress))}, {"bytes", now.bytes}});
}

// What lies there unfinished, if it is this export; `pinned`: the positions were asked for too.
Result<UnderWay> begin_or_go_on(const xapi::ExportAsked& asked, const std::string& out, bool pinned, bool afresh) {
  const UnderWay anew{asked, {}, 0};
  const auto text = afresh ? std::nullopt : text_of_file(note_of(out));
  if (!text) return anew;
  auto found = read_note(*text);
  const bool same = found && asked_without_positions(found->asked) == asked_without_positions(asked) && (!pinned || found->asked.as_of == asked.as_of);
  if (!same) return fail(Code::command_arguments, part_of(out) + " is what another export left unfinished; remove it, or say --afresh");
  std::error_code none;
  const auto size = std::filesystem::file_size(part_of(out), none);
  if (none || size < static_cast<std::uintmax_t>(found->bytes)) return anew;
  return std::move(*found);
}

// What is there already is hashed again, so that the hash is of the file as it lies on the disk.
bool hash_part(const std::string& path, std::int64_t bytes, base::Sha256& digest) {
  std::ifstream in(path, std::ios::binary);
  std::string piece(kReadAtOnce, '\0');
  while (bytes > 0 && in) {
    in.read(piece.data(), static_cast<std::streamsize>(std::min<std::int64_t>(bytes, static_cast<std::int64_t>(piece.size()))));
    digest.add(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
    bytes -= in.gcount();
  }
  return bytes == 0;
}

Status note_progress(AppendFile& file, const UnderWay& now, const std::string& out) {
  if (auto synced = file.sync(); !synced) return unwritable(out, synced.error());
  return write_whole(note_of(out), note_text(now));
}

// Whether the reader still wants it.
Status tell_share(CommandContext& context, const xapi::ExportAsked& asked, const xapi::ExportProgress& progress) {
  const auto share = xapi::share_of(asked, progress);
  if (!context.io.progress || context.io.progress("positions", static_cast<std::uint64_t>(share.looked_at), static_cast<std::uint64_t>(share.all))) return {};
  return fail(Code::command_cancelled);
}

Status fill_part(CommandContext& context, UnderWay& now, AppendFile& file, base::Sha256& digest, const std::string& out) {
  const auto write = [&](std::string_view rows) -> Status {
    if (auto added = file.add(rows); !added) return unwritable(out, added.error());
    digest.add(rows);
    now.bytes += static_cast<std::int64_t>(rows.size());
    return {};
  };
  if (now.bytes == 0) {
    if (auto headed = write(xapi::export_heading(now.asked.form)); !headed) return headed;
  }
  xapi::ExportWalk walk(context.site.store(), now.asked, now.progress);
  auto noted = std::chrono::steady_clock::now();
  while (!walk.progress().done) {
    if (auto stepped = walk.step(write); !stepped) return stepped;
    now.progress = walk.progress();
    const auto at = std::chrono::steady_clock::now();
    const Status wanted = tell_share(context, now.asked, now.progress);
    if (wanted && at - noted < kNoteEvery && !now.progress.done) continue;
    if (auto done = note_progress(file, now, out); !done) return done;
    if (!wanted) return wanted;
    noted = at;
  }
  return {};
}

std::string manifest_text(const UnderWay& now, const std::string& sha256) {
  return base::canonical_json(Json{{"asked", Json::parse(xapi::asked_json(now.asked))},
                                   {"statements", now.progress.statements},
                                   {"erased", Json{{"statements", now.progress.erased}, {"persons", now.progress.erased_persons}}},
                                   {"bytes", now.bytes},
                                   {"sha256", sha256}}) +
         "\n";
}

// The positions of an earlier export's manifest, on the command line's or a page's side.
Result<std::vector<xapi::AsOf>> positions_of(const std::string& path) {
  const auto text = text_of_file(path);
  const auto json = text ? base::parse_json(*text) : Result<Json>(fail(Code::json_malformed));
  if (!json || !json->is_object() || !json->contains("asked") || !(*json)["asked"].is_object())
    return fail(Code::command_arguments, path + " is no manifest of an export");
  auto asked = xapi::asked_from_json((*json)["asked"].dump());
  if (!asked) return fail(Code::command_arguments, path + " is no manifest of an export: " + asked.error().detail);
  return std::move(asked->as_of);
}

// Of which LMS, by its name or its registration's id.
Result<std::string> registration_of_lms(const CommandContext& context, const std::string& text) {
  if (text.empty()) return std::string();
  const auto named = registration_named(context.site.store(), text, Among::all);
  if (named) return named->id.str();
  if (named.error().code != Code::platform_unknown) return fail(named.error());
  return fail(Code::command_arguments, "no LMS is called \"" + text + "\"; preceptor platform list names them");
}

Result<std::string> person_of(const CommandContext& context, const std::string& registration, const std::string& text) {
  if (text.empty()) return std::string();
  const auto found = persons_named(context.site.store(), registration, text);
  if (!found) return fail(found.error());
  if (found->size() == 1) return found->front().str();
  return fail(Code::command_arguments, found->empty() ? "nobody is known by that person's id" : "several LMSs know somebody by that id; name one with --lms");
}

}  // namespace

Result<xapi::ExportAsked> export_asked(const CommandContext& context) {
  xapi::ExportAsked asked;
  const auto filter = export_filter(context);
  const auto kinds = context.texts("kinds");
  if (!filter || !kinds) return fail(filter ? kinds.error() : filter.error());
  std::string values[4];
  const char* const names[] = {"format", "lms", "person", "as_of"};
  for (std::size_t i = 0; i < std::size(names); ++i) {
    auto value = context.text(names[i]);
    if (!value) return fail(value.error());
    values[i] = std::move(*value);
  }
  const auto form = xapi::export_form_named(values[0].empty() ? "jsonl" : values[0]);
  if (!form) return fail(form.error());
  if (auto known = xapi::check_kinds(*kinds); !known) return fail(known.error());
  asked.form = *form;
  asked.filter = *filter;
  asked.kinds = *kinds;
  std::sort(asked.kinds.begin(), asked.kinds.end());
  asked.kinds.erase(std::unique(asked.kinds.begin(), asked.kinds.end()), asked.kinds.end());
  auto registration = registration_of_lms(context, values[1]);
  if (!registration) return fail(registration.error());
  asked.filter.registration = std::move(*registration);
  auto person = person_of(context, asked.filter.registration, values[2]);
  if (!person) return fail(person.error());
  asked.filter.person = std::move(*person);
  auto as_of = values[3].empty() ? as_of_now(context.site.store(), asked.filter.registration) : positions_of(values[3]);
  if (!as_of) return fail(as_of.error());
  asked.as_of = std::move(*as_of);
  return asked;
}

Result<std::int64_t> export_to_file(CommandContext& context, xapi::ExportAsked asked, const std::string& out, bool afresh) {
  const auto pinned = context.text("as_of");
  if (!pinned) return fail(pinned.error());
  auto now = begin_or_go_on(asked, out, !pinned->empty(), afresh);
  if (!now) return fail(now.error());
  auto file = AppendFile::open(part_of(out), now->bytes);
  if (!file) return unwritable(out, file.error());
  base::Sha256 digest;
  if (!*file || !hash_part(part_of(out), now->bytes, digest)) return fail(Code::command_arguments, part_of(out) + " cannot be read; remove it, or say --afresh");
  if (now->bytes > 0) {
    if (auto told = context.tell("Going on after " + std::to_string(now->progress.statements) + " statements.\n"); !told) return fail(told.error());
  }
  if (auto filled = fill_part(context, *now, **file, digest, out); !filled) return fail(filled.error());
  if (auto written = write_whole(manifest_of(out), manifest_text(*now, digest.hex())); !written) return fail(written.error());
  std::error_code problem;
  std::filesystem::rename(part_of(out), out, problem);
  if (problem) return fail(Code::command_arguments, out + " cannot be written: " + problem.message());
  std::filesystem::remove(note_of(out), problem);
  if (problem) return fail(Code::command_arguments, note_of(out) + " cannot be removed: " + problem.message());
  if (now->progress.erased > 0) {
    const std::string left = std::to_string(now->progress.erased) + " statements of erased persons are left out; " + manifest_of(out) + " lists the persons.\n";
    if (auto told = context.tell(left); !told) return fail(told.error());
  }
  return now->progress.statements;
}

Result<std::int64_t> export_to_reader(CommandContext& context, const xapi::ExportAsked& asked) {
  if (auto headed = context.print(xapi::export_heading(asked.form)); !headed) return fail(headed.error());
  xapi::ExportWalk walk(context.site.store(), asked, {});
  while (!walk.progress().done) {
    if (auto stepped = walk.step([&](std::string_view rows) { return context.print(rows); }); !stepped) return fail(stepped.error());
    if (auto wanted = tell_share(context, asked, walk.progress()); !wanted) return fail(wanted.error());
  }
  return walk.progress().statements;
}

}  // namespace preceptor::app
