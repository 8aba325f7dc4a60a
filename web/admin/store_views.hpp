// Small parts of the pages about record stores.
#pragma once
#include <optional>
#include <string>

#include "web/admin/record_stores.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// State, name, address, counts and times of a store, as the list and its own page show them.
View store_line(const RecordStore& store, const Messages& messages);
// "120 of 3000 statements."
std::string progress_words(const xapi::Backfill& backfill, const Messages& messages);
// The fields of a connection, with what was typed.
void add_store_fields(View& view, const StoreDraft& draft, const Messages& messages);
// What was wrong, in a sentence; empty when nothing was.
std::string problem_words(StoreProblem problem, const Messages& messages);
void add_backfill(View& view, const std::optional<xapi::Backfill>& backfill, const Messages& messages);
void add_refused(View& view, const RecordStore& store, const Messages& messages);
void add_answers(View& view, const RecordStore& store, const Messages& messages);
void add_filter(View& view, const xapi::LrsFilter& filter, const Messages& messages);

}  // namespace preceptor::web
