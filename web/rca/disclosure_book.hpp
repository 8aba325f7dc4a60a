// The disclosures of everybody who controls content: one a member of staff, dated, with a ruling by somebody else and a mitigation. Each save is one event
// `disclosure_saved` in the person's stream; the text lies beside it and goes with the person. Rules are core/activity/rca/disclosures'.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/activity/rca/disclosures.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

inline constexpr const char* kDisclosureKind = "disclosure";   // of the projection; id and person: the member's

struct StoredDisclosure {
  rca::Discloser discloser;
  std::int64_t version = 0;      // of the row; 0: never saved
  base::Instant saved_at{};
};

// Of whom a file or a form names: by their id, or else by the name they disclosed under. Null: has not disclosed, or several disclosed under that name, of whom none
// stands for another.
const StoredDisclosure* find_disclosure(const std::vector<StoredDisclosure>& known, const std::string& person);
// Whether `person` is nobody's id and the name of more than one.
bool names_several(const std::vector<StoredDisclosure>& known, const std::string& person);

// What became of saving.
struct DisclosureAct {
  enum class Outcome { done, refused, conflict };
  Outcome outcome = Outcome::done;
  std::vector<rca::Problem> problems;
  std::optional<StoredDisclosure> now;   // conflict: what another saved since
};

class DisclosureBook {
 public:
  DisclosureBook(ports::RecordStore& records, ports::ProjectionStore& projections, const ports::Clock& clock)
      : records_(records), projections_(projections), clock_(clock) {}

  // Of that member; version 0 and an empty form when there is none yet. Errors: store_*, json_malformed.
  base::Result<StoredDisclosure> load(const std::string& person);
  // Everybody's, by name.
  base::Result<std::vector<StoredDisclosure>> list();
  // The member's own statement: parts, and companies with the nature of each relationship, dated today over the last 24 months. Rulings and mitigations of
  // relationships that stay as they were are kept, others are to be ruled on anew. `seen`: the version when the form was made.
  base::Result<DisclosureAct> disclose(const std::string& person, const std::string& name, const std::vector<rca::Part>& parts,
                                       const std::vector<rca::Relationship>& relationships, std::int64_t seen);
  // Somebody else's ruling on the n-th relationship. Of a relevant one the mitigation says how it was resolved; empty while it is not.
  base::Result<DisclosureAct> rule(const std::string& person, std::size_t n, bool relevant, const std::string& mitigation, const std::string& ruled_by,
                                   std::int64_t seen);
  // What publishing an activity asks for, of these people: a file names them as their disclosures do, the browser by their id. Who has not disclosed is
  // there by what was given, with nothing told. `support`: who gives commercial support, or "none".
  base::Result<rca::Disclosures> gather(const std::vector<std::string>& people, const std::string& support);

 private:
  base::Result<DisclosureAct> save(const StoredDisclosure& before, rca::Discloser after, const std::string& by);

  ports::RecordStore& records_;
  ports::ProjectionStore& projections_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
