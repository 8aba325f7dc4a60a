// The sealed path segment that stands for one attempt, or for a preview that is stored nowhere (design section 6: 2 h idle, 12 h at most).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/ports/sealer.hpp"
#include "web/teacher/rights.hpp"

namespace preceptor::web {

struct Handle {
  base::RegistrationId registration;
  base::AttemptId attempt;      // empty in a preview
  base::Instant issued{};       // by the launch
  base::Instant renewed{};      // with each page: also when that page was served
  // Active ms of pages left without a commit (no questions, or an answer refused): counted with the next one. -1 = not measured.
  std::int64_t carried_ms = 0;
  // Preview only: the content, the launch's facts (JSON) and the forms answered so far, one a page.
  base::ContentHash content;
  std::string facts;
  std::vector<std::string> forms;
  std::string why;                     // why nothing counts: the end of a message key "preview.text.<why>"
  std::optional<TeacherScope> teacher; // what leads on from the preview, of the launch
  bool preview() const { return attempt.empty(); }
};

inline constexpr base::Milliseconds kHandleIdle{2 * 60 * 60 * 1000};
inline constexpr base::Milliseconds kHandleLife{12 * 60 * 60 * 1000};
// An expired handle still saves a draft for this long after it was issued, so that nobody types an answer twice.
inline constexpr base::Milliseconds kHandleRescue{24 * 60 * 60 * 1000};

std::string seal_handle(const ports::Sealer& sealer, const Handle& handle);
// nullopt when it is not ours or was altered; expiry is the caller's question.
std::optional<Handle> open_handle(const ports::Sealer& sealer, std::string_view token);
bool is_expired(const Handle& handle, base::Instant now);

}  // namespace preceptor::web
