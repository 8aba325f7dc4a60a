// Answers not given yet: kept by attempt and page, the highest sequence wins.
#include <algorithm>
#include <charconv>

#include "core/activity/answers.hpp"
#include "web/learner/impl.hpp"
#include "web/page.hpp"

namespace preceptor::web {
namespace {

constexpr std::int64_t kMaxSequence = 1'000'000'000;  // far beyond what a page counts up to, far below an overflow

// Whether a question of the page looks at another one of it.
bool comes_and_goes(const activity::Unit& unit, int page) {
  std::vector<const activity::Question*> all;
  const auto sections = static_cast<int>(unit.sections.size());
  for (const auto& question : page < sections ? unit.sections[static_cast<std::size_t>(page)].questions : unit.closing) all.push_back(&question);
  return std::any_of(all.begin(), all.end(), [&](const auto* one) { return activity::depends_on(*one, all); });
}

}  // namespace

std::int64_t draft_sequence(const base::Fields& form) {
  const auto* text = base::field(form, "seq");
  std::int64_t value = 0;
  if (!text) return 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc() && end == text->data() + text->size() && value >= 0 && value <= kMaxSequence ? value : 0;
}

// `step`: added to the form's sequence; 1 where the script did not count it up.
base::Status LearnerPages::Impl::keep_draft(const Handle& handle, int page, const base::Fields& form, int step) {
  ports::Draft draft;
  draft.registration = handle.registration;
  draft.attempt = handle.attempt;
  draft.page = page;
  draft.sequence = draft_sequence(form) + step;
  base::Fields answers;
  for (const auto& [name, value] : form)
    // What looks like a patient's identity is stored nowhere, in no draft either: when the page is sent, its field says so.
    if ((name.starts_with("q.") || name.starts_with("f.")) && !activity::looks_identifying(value)) answers.emplace_back(name, value);
  draft.form = base::format_form(answers);
  return deps.records.save_draft(draft);
}

LearnerPages::Impl::Response LearnerPages::Impl::save_draft(const ports::HttpRequest& request, const Handle& handle, int page) {
  const auto refused = [](base::Code code) { return bare(base::info(code).status); };
  if (handle.preview()) return bare(204);
  if (deps.clock.now() - handle.issued > kHandleRescue) return refused(base::Code::session_handle_expired);
  const auto form = base::parse_form(request.body);
  if (!form) return refused(form.error().code);
  const auto row = deps.records.load_attempt(handle.registration, handle.attempt);
  if (!row || !*row) return refused(row ? base::Code::session_handle_invalid : row.error().code);
  if ((*row)->state == "completed") return bare(204);  // came after the answer itself
  const auto unit = units.by_hash((*row)->content);
  if (!unit) return refused(unit.error().code);
  if (!*unit || page > static_cast<int>((*unit)->sections.size())) return refused(base::Code::request_not_found);
  if (auto kept = keep_draft(handle, page, *form, 0); !kept) {
    diary.failed("draft", kept.error());
    return refused(kept.error().code);
  }
  return comes_and_goes(**unit, page) ? shown_now(handle, **row, page, *form) : bare(204);
}

// Which questions that come and go with others of the page these answers call for: the script shows them. The page's own POST decides.
LearnerPages::Impl::Response LearnerPages::Impl::shown_now(const Handle& handle, const ports::AttemptRow& row, int page, const base::Fields& form) {
  const auto visit = visit_of(row, handle, {});
  if (!visit) {
    diary.failed("draft", visit.error());   // the draft is kept; without script the page's own POST shows them
    return bare(204);
  }
  const auto questions = activity::questions_on(*visit->unit, visit->attempt, page);
  std::string ids;
  for (const auto* question : activity::shown_with(questions, form, activity::answers_of(visit->attempt)))
    if (activity::depends_on(*question, questions)) ids += (ids.empty() ? "" : " ") + question->id;
  auto response = bare(200);
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.body = ids;
  return response;
}

}  // namespace preceptor::web
