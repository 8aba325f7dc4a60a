// What a register of licences (CE Broker's check, credit.md 6.4) is asked of learners and what it answered. An answer is kept by person, never with a number.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/record_store.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::web {

// What staff switch on (CreditBook::enable): the shape was seen in two vendors' code only.
inline constexpr const char* kLicenceChecks = "format:cebroker-licences";
// Projections: one row a learner whose licences were answered, `id` is the person's; state "valid", "licence_name" or "licence_invalid", the worst of them.
inline constexpr const char* kLicenceKind = "licence_check";

struct LicenceAsked {
  base::PersonId person;
  std::string profession, state, number;   // the register's code; two letters; as it is kept
  std::string given_name, family_name;
};
struct LicencesAsked {
  std::vector<LicenceAsked> all;           // by person
  std::int64_t left_out = 0;               // learners with nothing to ask: no permission to report, no licence with its number, no code of their profession
};
// Of the learners with credit that `filter` takes. `setting`: beginning of the provider's setting that holds the register's code of a profession. Each look into
// the vault is logged. Errors: store_*.
base::Result<LicencesAsked> licences_to_ask(const CreditDeps& deps, const ports::GrantFilter& filter, const std::string& setting, const ports::VaultActor& actor);

// One answer as the caller read it; empty members are those that did not come back.
struct LicenceTold {
  std::string profession, state, number, name;
  enum class What { valid, invalid, unclear } what = What::unclear;   // unclear: neither; nothing is noted
};
enum class LicenceNoted { valid, other_name, invalid, unknown, ambiguous, unclear };   // unknown: nobody has it; ambiguous: it fits licences of several states or professions
// Notes them, one commit a learner, and tells each with its place in `told`. `dry_run`: only tells. Errors: store_*.
base::Status note_licences(const CreditDeps& deps, const LicencesAsked& asked, const std::vector<LicenceTold>& told, const std::string& who, bool dry_run,
                           const std::function<bool(std::size_t place, LicenceNoted)>& each);

// What the pre-flight says of it: the end of a message key, and the state it is about.
struct LicenceFinding {
  std::string key, state;
};
// Absent: never answered, good, or the profile was changed since. Errors: store_*, json_malformed.
base::Result<std::optional<LicenceFinding>> licence_finding(ports::ProjectionStore& rows, const base::PersonId& person, const credit::Profile& profile);

}  // namespace preceptor::web
