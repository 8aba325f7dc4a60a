// Quiz and survey files of others -> a content file of ours, and what could not be taken over.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::manifests::importers {

enum class Source { gift, moodle_xml, redcap };
// "gift", "moodle-xml", "redcap".
std::optional<Source> source_named(std::string_view name);
// By the file's ending (.gift, .xml, .csv), then by how the text begins; nullopt when neither says.
std::optional<Source> guess_source(std::string_view file, std::string_view text);

struct Note {
  enum class Kind {
    dropped,  // not in our file
    changed,  // in our file, but not as it was
    missing,  // a person must add it; lint names it too
  };
  Kind kind = Kind::dropped;
  int line = 0;      // of the source, from 1; 0 when it concerns the whole file
  std::string name;  // of the question or field, as the source calls it; may be empty
  std::string why;   // one sentence
};
// "file:line: dropped: name: why", printable.
std::string format(const Note& note, std::string_view file);

struct Options {
  std::string file;             // for the id and title where the source has none
  std::string language = "en";  // of the texts: the sources do not say it
};

struct Imported {
  std::string text;  // of a content file: passes lint but for what `missing` names
  std::vector<Note> notes;
  int questions = 0;
};

// Limits: 8 MiB of source; a content file's own limits decide what of it is taken (docs/content.md). Error
// content_invalid: too large, not UTF-8, control characters, not well-formed (with the line), a document type
// declaration, or nothing in it to take.
base::Result<Imported> import_text(std::string_view text, Source source, const Options& options);

}  // namespace preceptor::manifests::importers
