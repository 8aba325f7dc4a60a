// Finding one person, all that is held of her, and her erasure, over the store's ports. What the commands `person export|erase` do.
#pragma once
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/ports/person_keeping.hpp"
#include "plugin/app/site.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::app {

// By our own id, or by platform (the name or id of a connection) and its `sub`. Somebody erased, or never mapped, is known by the id alone.
// Errors: platform_unknown, command_arguments (nobody is known so; several connections have the name), store_*.
base::Result<base::PersonId> find_person(Site& site, const std::string& id, const std::string& platform, const std::string& subject);

// Everything, decrypted; the look at the profile is logged. What is not in it is said in it. Errors: store_*.
base::Result<nlohmann::json> held_of_person(Site& site, const base::PersonId& person);

inline constexpr const char* kPersonExportCopy = "person export";   // ports::CopyMade::kind; its id begins with the person's and '/'

// That a file holds it now, so that an erasure can name it. Errors: store_*.
base::Status note_person_copy(Site& site, const base::PersonId& person, const std::string& file);

// The id under which an exported file is noted: it tells an erasure whether the file holds everybody of its time ("whole/..."), one person ("<person>/...",
// "<person>/part/...") or a part of which nothing is known.
std::string copy_id(const xapi::ExportFilter& filter, bool all_kinds);

// What lies outside the store's tables and holds the person, or may.
struct HeldElsewhere {
  std::string kind, name;   // "backup", "xapi", "evidence", "audit file", "person export", "statements kept under /staff", "credit export", "credit file"; a path, or the id of a kept export
  base::Instant made_at{};
  std::string until;        // the day it is to be gone, RFC 3339; empty: it is kept until somebody deletes it
  bool certain = true;      // false: whose statements are in it was not noted, or can be known no more
};
base::Result<std::vector<HeldElsewhere>> held_elsewhere(Site& site, const base::PersonId& person);

struct Erased {
  bool before = false;                          // the person was erased already; what was left over went now
  std::vector<ports::HeldCount> taken;          // rows by table
  std::int64_t voided = 0;                      // statements that are taken back at record stores
  std::vector<HeldElsewhere> elsewhere;
};
// With `dry_run` nothing is changed. `voids`: also takes back what record stores may have got. Errors: store_*, statement_invalid.
base::Result<Erased> erase(Site& site, const base::PersonId& person, bool voids, bool dry_run);

}  // namespace preceptor::app
