// What a unit is: compiled content, read from canonical JSON.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"

namespace preceptor::activity {

enum class QuestionType { single, multi, scale, number, text, yesno };
std::string_view name(QuestionType type);

struct Option {
  std::string id;             // stable within the question: "a", "b", ... in file order
  std::string label;          // plain text, no markup
  bool correct = false;       // only in scored questions
  bool exclusive = false;     // {none}: cannot be combined with others
  std::string feedback_html;  // shown when chosen; may be empty
};

struct Question {
  std::string id;
  QuestionType type = QuestionType::single;
  std::string prompt;         // plain text (for statements, summaries, aria)
  std::string prompt_html;    // what is shown
  bool required = false, scored = false, commitment = false, relevance = false, burden = false;
  std::vector<Option> options;      // single, multi; yesno has exactly "yes" and "no"
  int scale_min = 1, scale_max = 5; // scale
  std::string scale_left, scale_right;
  std::optional<double> number_min, number_max;  // number: bounds of what may be typed
  std::optional<double> right_min, right_max;    // number, scored: the correct range (equal for one value)
  std::string unit_label;           // number: e.g. "mg"
  std::string feedback_html;        // the rationale, shown whatever was chosen
};

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
