// The life of a question that teaches nothing, one row a question: when it was first asked, what its answers changed, who keeps it. Unused and unsigned for
// 90 days it is not asked any more (core/burden/price.hpp).
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "core/burden/price.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

// Of the projection; id "<unit>/<question>", parent the unit, body {"asked","uses","kept","followed"}, each absent until there is one.
inline constexpr const char* kQuestionPrice = "question_price";
inline constexpr std::size_t kLongestUse = 200;    // bytes of what an answer was used for
inline constexpr std::size_t kMostEntries = 200;   // uses, and signatures, of one question
std::string question_row_id(const std::string& unit, const std::string& question);

// Why it is asked; absent for what teaches or is scored, which has no price.
std::optional<burden::Purpose> price_purpose(const activity::Question& question);
// The unit's questions that have a price, in its order.
std::vector<const activity::Question*> priced_questions(const activity::Unit& unit);
// Adds what a row's body says; its first asking takes the place of what was known. What cannot be read says nothing.
void read_question_row(const std::string& body, burden::QuestionHistory& history);

// Ids of the unit's questions that an attempt that begins now leaves out. Errors: store_*.
base::Result<std::vector<std::string>> expired_questions(ports::ProjectionStore& rows, const activity::Unit& unit, base::Instant now);
// An attempt was begun: the 90 days of a question begin with the first one. Errors: store_*.
base::Status note_asked(ports::ProjectionStore& rows, ports::RecordStore& store, const activity::Unit& unit, base::Instant now);
// An answer to this question was followed up, which is a use. At most one a day is noted. Errors: store_*.
base::Status note_followed(ports::ProjectionStore& rows, ports::RecordStore& store, const std::string& unit, const std::string& question, base::Instant now);

// Which of a unit's questions had a part in something, by why it is asked and what is known of it.
using HadPart = std::function<bool(burden::Purpose, const burden::QuestionHistory&)>;
// Answers of the unit were used in a report or a decision that the program itself knows of. Of one kind and `what` (at most kLongestUse bytes are kept) at most
// one a day is noted, and of a question the newest kMostEntries. Errors: store_*, json_malformed.
base::Status note_used(ports::ProjectionStore& rows, ports::RecordStore& store, const activity::Unit& unit, const burden::Use& use, const HadPart& had_part);

}  // namespace preceptor::web
