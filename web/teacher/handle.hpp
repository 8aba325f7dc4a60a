// The sealed path segment of a teacher's pages: 2 h idle, 12 h at most, like the learner's, but under a purpose of its own, so that neither
// opens the other's pages.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/ports/sealer.hpp"
#include "web/teacher/rights.hpp"

namespace preceptor::web {

struct TeacherHandle {
  TeacherScope scope;
  std::string unit_id;      // as the launch named it
  base::Instant issued{};   // by the launch
  base::Instant renewed{};  // with each page
  std::string facts;        // the launch's, JSON as attempts keep it
};

std::string seal_teacher(const ports::Sealer& sealer, const TeacherHandle& handle);
// nullopt when it is not ours or was altered; expiry is the caller's question.
std::optional<TeacherHandle> open_teacher(const ports::Sealer& sealer, std::string_view token);
bool is_expired(const TeacherHandle& handle, base::Instant now);
// "/t/<token>/<place>" below the prefix of public_url.
std::string teacher_path(const std::string& prefix, const std::string& token, std::string_view place);

}  // namespace preceptor::web
