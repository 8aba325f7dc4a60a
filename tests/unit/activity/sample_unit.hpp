// Units and attempts for these tests.
#pragma once
#include "core/activity/flow.hpp"

namespace preceptor::activity {

inline Question question(std::string id, QuestionType type) {
  Question q;
  q.id = std::move(id);
  q.type = type;
  q.prompt = "Which?";
  q.prompt_html = "<p>Which?</p>";
  if (type == QuestionType::yesno) q.options = {{"yes", "Yes", false, false, ""}, {"no", "No", false, false, ""}};
  return q;
}

inline Question choice(std::string id, QuestionType type, std::string_view correct = "") {
  Question q = question(std::move(id), type);
  for (const char* option : {"a", "b", "c", "d"})
    q.options.push_back(
        {option, std::string("Option ") + option, correct.find(option) != std::string_view::npos, false, ""});
  q.scored = q.required = !correct.empty();
  return q;
}

// Two sections: a scored single; a scored number and an optional text. Closing: a commitment with {none}, and
// relevance.
inline Unit sample_unit() {
  Unit unit;
  unit.id = "sample";
  unit.title = "A sample";
  unit.language = "en";
  unit.stated_minutes = 4;
  unit.pass = 1;
  unit.objectives = {"Know"};
  unit.references = {"A source"};
  unit.author = "Somebody";
  unit.disclosure.commercial_support = "none";
  Question number = question("dose", QuestionType::number);
  number.scored = number.required = true;
  number.number_min = 0;
  number.number_max = 100;
  number.right_min = number.right_max = 2.5;
  number.unit_label = "mg";
  unit.sections = {{"Case", "<p>A case.</p>", {choice("q1", QuestionType::single, "b")}},
                   {"More", "<p>More.</p>", {number, question("why", QuestionType::text)}}};
  Question commitment = choice("ctc", QuestionType::multi), relevance = choice("useful", QuestionType::single);
  commitment.commitment = true;
  commitment.options[3].exclusive = true;
  relevance.relevance = true;
  unit.closing = {commitment, relevance};
  return unit;
}

inline record::Attempt new_attempt() {
  record::Attempt attempt;
  attempt.opened.asks_closing = true;
  attempt.last_seq = 1;
  return attempt;
}

// Takes one page's form and applies what it makes.
inline std::vector<record::Payload> post(const Unit& unit, record::Attempt& attempt, int page, const base::Fields& form,
                                         std::optional<base::Milliseconds> active = std::nullopt) {
  auto payloads = answer_page(unit, attempt, page, read_answers(unit, attempt, page, form), {active, std::nullopt});
  for (const auto& payload : payloads) {
    record::Event event;
    event.stream_id = attempt.id.str();
    event.seq = attempt.last_seq + 1;
    event.payload = payload;
    if (!record::apply(attempt, event)) return {};
  }
  return payloads;
}

}  // namespace preceptor::activity
