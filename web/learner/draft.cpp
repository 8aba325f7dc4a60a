// Answers not given yet: kept by attempt and page, the highest sequence wins.
#include <charconv>

#include "web/learner/impl.hpp"
#include "web/page.hpp"

namespace preceptor::web {
namespace {

constexpr std::int64_t kMaxSequence = 1'000'000'000;  // far beyond what a page counts up to, far below an overflow

// The form's own count; 0 where it is absent or not one of ours.
std::int64_t sequence_of(const base::Fields& form) {
  const auto* text = base::field(form, "seq");
  std::int64_t value = 0;
  if (!text) return 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc() && end == text->data() + text->size() && value >= 0 && value <= kMaxSequence ? value : 0;
}

}  // namespace

// `step`: added to the form's sequence; 1 where the script did not count it up.
base::Status LearnerPages::Impl::keep_draft(const Handle& handle, int page, const base::Fields& form, int step) {
  ports::Draft draft;
  draft.registration = handle.registration;
  draft.attempt = handle.attempt;
  draft.page = page;
  draft.sequence = sequence_of(form) + step;
  base::Fields answers;
  for (const auto& [name, value] : form)
    if (name.substr(0, 2) == "q.") answers.emplace_back(name, value);
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
  return bare(204);
}

}  // namespace preceptor::web
