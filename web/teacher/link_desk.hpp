// What a teacher's pages ask of the grade, roster and record services of one link. Calls marked "calls out" ask the platform, with a deadline.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

// Grades of one link that the platform did not take, by reason.
struct GradeTrouble {
  std::string reason, fix;   // plain sentences for staff, in the LMS's own words
  int count = 0;
};

struct GradeSummary {
  int sent = 0, waiting = 0, held = 0, refused = 0;   // learners; held: there is no column to send to
  std::optional<base::Instant> last_sent, oldest_waiting;
  std::vector<GradeTrouble> troubles;
};

// All record stores (LRS) of this site together.
struct DeliverySummary {
  int stores = 0;
  std::int64_t waiting = 0, parked = 0;
  std::optional<base::Instant> oldest, last;
};

struct ClassMember {
  std::string user_id;   // the launch's `sub`
  std::string name;      // empty where the platform does not share it
  bool learner = false, active = true;
};

struct ClassList {
  std::vector<ClassMember> members;
  int left_out = 0;   // whom the platform lists without an id
};

// A link's grade column, as the platform describes it.
struct GradeColumn {
  std::string label;
  std::string resource_id;   // our mark: the unit's id; empty when the column carries none
  double maximum = 0;
};

// What is to be changed on a column; what is absent stays as it is.
struct ColumnChange {
  std::optional<std::string> label, resource_id;
  std::optional<int> maximum;
  bool empty() const { return !label && !resource_id && !maximum; }
};

class LinkDesk {
 public:
  virtual ~LinkDesk() = default;
  // What launches told of the link; absent before the first.
  virtual base::Result<std::optional<ports::LinkFacts>> facts(const ports::LinkKey& link) = 0;
  virtual base::Result<GradeSummary> grades(const ports::LinkKey& link) = 0;
  virtual base::Result<DeliverySummary> delivery() = 0;
  // How many record stores would not take a statement now. Calls out, at most once a minute for the whole site. Writes nothing there.
  virtual base::Result<int> stores_out_of_reach() = 0;
  // The link's grade column; absent when it has none. Calls out.
  virtual base::Result<std::optional<GradeColumn>> find_column(const ports::LinkFacts& link) = 0;
  // The link's column, found or made. Calls out.
  virtual base::Result<GradeColumn> make_column(const ports::LinkFacts& link, const std::string& label) = 0;
  // The link's column, changed; where that makes grades count that counted nothing, they are sent again. Error service_not_offered: there is none. Calls out.
  virtual base::Result<GradeColumn> mend_column(const ports::LinkFacts& link, const ColumnChange& change) = 0;
  // The people who can open the link. Calls out.
  virtual base::Result<ClassList> roster(const ports::LinkFacts& link) = 0;
  // Waiting, held and refused grades of the link are tried at once.
  virtual base::Status send_again(const ports::LinkKey& link) = 0;
  // A one-time address of this registration's administration.
  virtual base::Result<std::string> manage_url(const base::RegistrationId& registration) = 0;
};

}  // namespace preceptor::web
