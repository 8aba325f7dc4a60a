// From the store to observations: all attempts of a unit, streamed; events are folded one attempt at a time and not kept.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/burden/change.hpp"
#include "core/burden/observation.hpp"
#include "core/burden/preference.hpp"
#include "core/burden/report.hpp"
#include "core/credit/claim_effort.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/survey_pool.hpp"
#include "web/learner/units.hpp"

namespace preceptor::web {

// What figures of one unit are made of. Only attempts whose period is closed.
struct UnitRecord {
  std::shared_ptr<const activity::Unit> unit;       // its current version in the reader's language; the newest seen when it is withdrawn
  std::vector<burden::AttemptObservation> attempts;
  std::vector<burden::PairedAnswer> pairs;          // of each attempt: the learner's first answers, and those of later times up to it
  std::vector<burden::CommitmentObservation> commitments;
  std::map<std::string, std::string> versions, courses;   // value of Where -> what people call it
  std::vector<base::Instant> ends;                  // of the closed periods
  bool waiting = false;                             // attempts lie in the open period
  bool may_close = false;                           // and are enough persons to close it now
};

class BurdenRecords {
 public:
  BurdenRecords(ports::RecordStore& records, ports::ProjectionStore& projections, ports::ContentStore& content, ports::SurveyPool& pool, ports::Diary& diary,
                const ports::Clock& clock)
      : records_(records), projections_(projections), content_(content), pool_(pool), diary_(diary), clock_(clock), units_(content) {}

  // Null when no attempt and no version of that id is known. `language`: the reader's, in which the unit and its commitments are named where it is published in it.
  base::Result<std::shared_ptr<const UnitRecord>> unit(const std::string& id, const std::string& language = {});
  // Every unit that is published now, one version an id, in the reader's language where there is one.
  base::Result<std::vector<std::shared_ptr<const activity::Unit>>> current_units(const std::string& language = {});
  // Closes the unit's open period now. False: too few persons are new, nothing changed. Error: store_conflict, another was faster.
  base::Result<bool> close_period(const std::string& id);

  // Micro-burden surveys that were released, of every unit and launched alone. `where.version` is the unit's hash.
  base::Result<std::vector<burden::SurveyObservation>> surveys();
  // Rows of each person who began a unit: after every closed period in which they did, and one for what they say. Micro: stated minutes up to kMicroMinutes.
  base::Result<std::vector<burden::PreferenceObservation>> preferences();
  // Launches that opened or resumed a unit, and those the diary says were refused; `where.course` is the registration.
  base::Result<std::vector<burden::LaunchObservation>> launches();

 private:
  // An option that was committed to, by its ids, which are the same in every language of a unit. `said.option` is what its version called it.
  struct Committing {
    std::string question, choice;
    burden::CommitmentObservation said;
  };
  // One attempt as it was when its last event was this one.
  struct Seen {
    std::int64_t last_seq = 0;
    burden::AttemptObservation made;
    base::Instant last_at{}, final_at{};
    int launches = 1;
    bool counts = true;                              // the platform says who this is
    std::vector<Committing> commitments;
    std::map<std::string, bool> right;
    std::string course_title;
  };
  using Kept = std::map<base::AttemptId, Seen>;
  base::Result<std::shared_ptr<const Kept>> read(const std::string& unit_id);
  base::Result<Seen> look(const ports::AttemptRow& row);
  base::Result<std::vector<base::Instant>> early_ends(const std::string& unit_id);
  // What a person's claims cost, by attempt.
  struct Claims {
    std::map<std::string, credit::ClaimEffort> efforts;
    std::map<std::string, std::vector<credit::IdentifierForm>> forms;
  };
  // The same of one attempt.
  struct Spent {
    std::optional<burden::Claim> claim;
    std::optional<int> identifiers_again;
  };
  // What people told and claimed, read once a person while one record is made.
  struct Told {
    std::map<std::string, std::optional<std::pair<burden::CareerStage, base::Instant>>> stages;
    std::map<std::string, Claims> claims;
  };
  base::Result<std::optional<burden::CareerStage>> stage_at(const std::string& person, base::Instant at, std::map<std::string, std::optional<std::pair<burden::CareerStage, base::Instant>>>& told);
  // records_told.cpp. `end`: of the attempt's period, which is closed.
  base::Status add_told(burden::AttemptObservation& attempt, base::Instant end, Told& told);
  base::Result<Spent> spent_by(const burden::AttemptObservation& attempt, base::Instant end, Told& told);
  base::Result<Claims> claims_of(const base::PersonId& person);
  // The versions that are published now, first the one to show; the newest seen when it is withdrawn, nothing when nobody knows it.
  using Versions = std::vector<std::shared_ptr<const activity::Unit>>;
  base::Result<Versions> versions_of(const std::string& id, const std::string& language, const Kept& kept);
  static std::vector<Committing> commitments_in(const std::vector<record::Event>& events, const activity::Unit& unit, const std::string& person);
  static void add_commitments(const Seen& seen, int period, const Versions& versions, UnitRecord& made);

  ports::RecordStore& records_;
  ports::ProjectionStore& projections_;
  ports::ContentStore& content_;
  ports::SurveyPool& pool_;
  ports::Diary& diary_;
  const ports::Clock& clock_;
  Units units_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Kept>> kept_;
  // By attempt, of periods that are closed: their claims are not read again.
  struct ClaimedBy {
    base::Instant end{};
    Spent spent;
  };
  std::map<std::string, ClaimedBy> claimed_;
};

inline constexpr int kMicroMinutes = 10;

}  // namespace preceptor::web
