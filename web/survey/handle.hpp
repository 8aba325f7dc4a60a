// The sealed path segment that stands for one form to fill in. It holds no person and no attempt, and is stored nowhere.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/burden/stage.hpp"
#include "core/ports/sealer.hpp"

namespace preceptor::web {

struct SurveyHandle {
  std::string token;                 // one use; empty in a preview, which keeps nothing
  base::ContentHash form, unit;      // unit: empty where the form was launched alone
  bool credit = false;               // the unit stood in an activity with credit
  std::optional<burden::CareerStage> stage;
  base::RegistrationId registration; // who may frame the page
  base::Instant issued{};
  std::string return_url, locale, why;  // why: the end of a message key "preview.text.<why>"
  bool preview() const { return token.empty(); }
};

std::string seal_survey(const ports::Sealer& sealer, const SurveyHandle& handle);
std::optional<SurveyHandle> open_survey(const ports::Sealer& sealer, std::string_view token);
bool is_expired(const SurveyHandle& handle, base::Instant now);   // 12 h

// Who is asked about themselves beside a form that was launched alone: a hidden field of that question only.
struct AskedPerson {
  base::PlatformId platform;
  std::string subject;
};
std::string seal_asked(const ports::Sealer& sealer, const AskedPerson& person);
std::optional<AskedPerson> open_asked(const ports::Sealer& sealer, std::string_view token);

}  // namespace preceptor::web
