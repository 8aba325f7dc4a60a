// credit_claimed and credit_granted -> "requested the credential", "earned the certificate" (design, section 3). Amount and system go along;
// no identifier, no board, no code of a certificate.
#pragma once
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/credit/rules.hpp"
#include "core/record/event.hpp"
#include "core/record/rendering.hpp"

namespace preceptor::xapi {

struct CreditContext {
  std::string activity_base;          // IRI prefix, without trailing slash
  std::string actor_home_page;        // account.homePage
  std::string actor_name;             // account.name: `sub`
  std::string activity_title, language;
  const credit::Rulebook* rules = nullptr;   // names of the systems
  std::string audience = "identified";       // whose rendering it is
  std::string account_name = {};             // context.registration; empty: the account's id
  int version = 0;                           // of the rendering; 0: the newest. Another number is another id
};

// `<base>/credential/<activity id>/<system>`.
std::string credential_iri(std::string_view activity_base, std::string_view activity_id, std::string_view system);

// None for other events. Errors: json_malformed, the payload is damaged; statement_invalid as in render.hpp.
base::Result<std::vector<record::Rendering>> render_credit(const record::Event& event, const CreditContext& context);

}  // namespace preceptor::xapi
