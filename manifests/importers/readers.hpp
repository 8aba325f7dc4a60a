// One reader a source. Each is given UTF-8 text without control characters but TAB and LF. Internal to this folder.
#pragma once
#include "manifests/importers/draft.hpp"

namespace preceptor::manifests::importers {

// Moodle's GIFT: never refuses; a question it cannot read is dropped with a note.
void read_gift(std::string_view text, const Options& options, Draft& draft, Notes& notes);
// Error content_invalid: not well-formed XML (with the line), a document type declaration, no <quiz>.
base::Status read_moodle_xml(std::string_view text, const Options& options, Draft& draft, Notes& notes);
// A data dictionary. Error content_invalid: not CSV (with the line), or without the columns that make one.
base::Status read_redcap(std::string_view text, const Options& options, Draft& draft, Notes& notes);

}  // namespace preceptor::manifests::importers
