// What a unit is: compiled content, read from canonical JSON.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/condition.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"

namespace preceptor::activity {

// rank: options put into an order; matrix: one of the options for each row; statement: text, nothing is asked; barrier: which of the six
// causes stand in the way (core/activity/rca), or nothing, with an example; decision: go, part, no-go or more data, with the reason.
enum class QuestionType { single, multi, scale, number, text, yesno, rank, matrix, statement, barrier, decision };
std::string_view name(QuestionType type);
std::optional<QuestionType> question_type(std::string_view name);
// Every name, in the order of the types.
std::vector<std::string_view> question_type_names();

struct Option {
  std::string id;             // stable within the question: "a", "b", ... in file order
  std::string label;          // plain text, no markup
  bool correct = false;       // only in scored questions
  bool exclusive = false;     // {none}: cannot be combined with others
  std::string feedback_html;  // shown when chosen; may be empty
  bool other = false;         // {other}: comes with a line for words of one's own; single and multi
};

// A line of a matrix.
struct Row {
  std::string id;             // "1", "2", ... in file order
  std::string label;          // plain text
};

struct Question {
  std::string id;
  QuestionType type = QuestionType::single;
  std::string prompt;         // plain text (for statements, summaries, aria)
  std::string prompt_html;    // what is shown
  bool required = false, scored = false, commitment = false, relevance = false, burden = false;
  // single, multi, rank; matrix: its columns. Fixed ids: yesno "yes" "no"; barrier the cards' ids and "nothing"; decision "go" "part" "no-go" "more-data".
  std::vector<Option> options;
  std::vector<Row> rows;            // matrix
  int rank_places = 0;              // rank: how many are put into order, at most all of them
  std::vector<std::string> right_order;  // rank, scored: option ids, first place first
  int scale_min = 1, scale_max = 5; // scale
  std::string scale_left, scale_right;
  std::optional<double> number_min, number_max;  // number: bounds of what may be typed
  std::optional<double> right_min, right_max;    // number, scored: the correct range (equal for one value)
  std::string unit_label;           // number: e.g. "mg"
  std::string feedback_html;        // the rationale, shown whatever was chosen
  std::optional<Condition> condition;  // asked only where it holds of earlier answers; absent = always
};

// Whether something is asked at all: not by a statement.
bool asks(const Question& question);
// Whether words may stand beside the choice: an option for others, barrier, decision.
bool takes_words(const Question& question);
// The fixed ids of a type's options, in order; empty for types without.
std::vector<std::string_view> fixed_options(QuestionType type);

// One page: text, then its questions. The questions flagged commitment or relevance stand apart, in Unit::closing.
struct Section {
  std::string heading;
  std::string body_html;
  std::vector<Question> questions;
};

struct Disclosure {
  bool none = true;            // no relevant financial relationships of planners and faculty
  std::string text;            // the statement shown, plain text
  std::string commercial_support;  // "none" or who supports
  // A page of its own first when anyone has a relevant relationship or there is commercial support.
  bool own_page() const { return !none || (commercial_support != "none" && !commercial_support.empty()); }
};

struct Unit {
  std::string id, title, language;
  int stated_minutes = 0;
  int pass = 0;                // scored questions that must be right; 0 = no pass mark
  std::vector<std::string> objectives, references;  // plain text
  std::string author, ai, gap, format, review_by;
  Disclosure disclosure;
  std::string notice;          // e.g. "Sample. Not accredited, not reviewed." shown on the first page; may be empty
  std::vector<Section> sections;   // at least one
  std::vector<Question> closing;   // commitment and relevance questions, shown with the last feedback
  std::string test_out;            // id of the question of the first page that, answered right, lets one finish at once; empty = none
  base::ContentHash hash;          // of the canonical JSON below
};

// Canonical JSON without the hash; hash = SHA-256 of it.
std::string to_json(const Unit& unit);
// Sets `hash`. Error: content_invalid with the member's path (the store or a host gave us something else).
base::Result<Unit> unit_from_json(std::string_view json);

const Question* find_question(const Unit& unit, std::string_view question_id);
// Scored questions in the unit.
int max_score(const Unit& unit);

}  // namespace preceptor::activity
