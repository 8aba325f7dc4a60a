// Grades on their way to a platform, and what launches told of the links they belong to. Offers and link facts come in with
// RecordStore::commit (UnitOfWork::grades and ::link), in the transaction of the answer that earned them.
//
// One row for each learner on one link: the best grade so far. An offer that is not better than the row's changes nothing, except that a
// row which was refused or held is tried again. Progress never follows a grade. New facts of a link let its held grades go.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/site_store.hpp"

namespace preceptor::ports {

enum class GradeState {
  waiting,      // to be sent at next_at
  sent,         // the platform took it
  superseded,   // the platform holds something newer: nothing to do
  refused,      // the platform will not take it; reason and fix say why. Sent again by staff or by a better grade
  held,         // there is nowhere to send it yet (no grade column); goes when the link's facts change or staff ask
};
std::string_view name_of(GradeState state);
std::optional<GradeState> grade_state(std::string_view name);

struct GradeRow {
  GradeOffer offer;              // the best so far
  std::int64_t revision = 1;     // grows with each offer that is taken
  GradeState state = GradeState::waiting;
  std::string lineitem;          // used last; empty before the first sending
  base::Instant last_timestamp{};// of the last score that went out, whatever became of it; the epoch before the first
  bool reached = false;          // a grade (not progress) reached the platform, or may have
  int tries = 0;                 // of this revision
  base::Instant next_at{};
  int status = 0;                // the platform's last answer; 0 = none
  std::string reason, fix;       // for staff, while not sent
  base::Instant sent_at{};       // of the last score taken
  int sent_given = 0, sent_max = 0;   // the grade the platform took last; 0 of 0 = none
};

// The key of a row.
struct GradeKey {
  LinkKey link;
  std::string subject;
};
GradeKey key_of(const GradeRow& row);
LinkKey key_of(const LinkFacts& link);

// Whether a of b is more than c of d; none (0 of 0) is less than any.
bool is_better(int given, int max, int than_given, int than_max);

// What went to one line item for one learner, by all rows: two links may share a column.
struct ColumnFacts {
  base::Instant last_timestamp{};
  int best_given = 0, best_max = 0;   // by other rows than the one asked for
};

struct GradeOutcome {
  GradeState state = GradeState::sent;   // waiting: again at next_at
  int status = 0;
  std::string reason, fix;
  base::Instant at{}, next_at{};
  bool reached = false;                  // as in GradeRow
};

struct GradeFilter {
  base::RegistrationId registration;
  std::optional<LinkKey> link;       // absent: every link of the registration
  std::vector<GradeState> states;    // none: every state
};

struct GradeCounts {
  std::int64_t waiting = 0, sent = 0, refused = 0, held = 0;
  std::optional<base::Instant> oldest_waiting, last_sent;
};

class GradeStore {
 public:
  static constexpr std::size_t kBusy = 4;
  virtual ~GradeStore() = default;

  virtual base::Result<std::optional<LinkFacts>> load_link(const LinkKey& link) = 0;
  virtual base::Result<std::vector<LinkFacts>> list_links(const base::RegistrationId& registration) = 0;

  // The waiting row that is due longest, of none of the registrations `busy` (at most kBusy).
  virtual base::Result<std::optional<GradeRow>> next_grade(base::Instant now, const std::vector<base::RegistrationId>& busy) = 0;
  virtual base::Result<ColumnFacts> column_facts(const GradeKey& row, const std::string& lineitem) = 0;
  // Notes, before a score goes out, where to and with which timestamp, so that no restart uses the timestamp again. The row is not due before
  // `not_before`, should nobody settle it. Error store_conflict: the fence is old, or the row has changed since.
  virtual base::Status begin_grade(const Lease& lease, const GradeRow& row, const std::string& lineitem, base::Instant timestamp,
                                   base::Instant not_before) = 0;
  // What became of `row`, as it was given out. When a better offer came meanwhile the row stays waiting, and what was taken is noted.
  virtual base::Status settle_grade(const Lease& lease, const GradeRow& row, const GradeOutcome& outcome) = 0;

  // A platform in trouble: none of its waiting rows is due before `until`. Error store_conflict: the fence is old.
  virtual base::Status postpone_grades(const Lease& lease, const base::RegistrationId& registration, base::Instant until) = 0;

  // For staff: newest first.
  virtual base::Result<std::vector<GradeRow>> list_grades(const GradeFilter& filter, int limit) = 0;
  virtual base::Result<std::optional<GradeRow>> load_grade(const GradeKey& key) = 0;
  virtual base::Result<GradeCounts> count_grades(const base::RegistrationId& registration) = 0;
  // Refused, held and waiting rows are due now; of one link, or of every link of the registration. How many.
  virtual base::Result<int> retry_grades(const base::RegistrationId& registration, const std::optional<LinkKey>& link, base::Instant now) = 0;
  // Besides those, rows of the link that the platform took: they are sent once more, because the column took them for nothing. How many.
  virtual base::Result<int> resend_grades(const LinkKey& link, base::Instant now) = 0;
};

}  // namespace preceptor::ports
