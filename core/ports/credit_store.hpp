// Grants as rows, for lists, reports and one learner's credits. Written through UnitOfWork::grants in the commit of the events they follow from.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/credit/grant.hpp"

namespace preceptor::ports {

struct GrantFilter {
  std::optional<base::Date> from, to;          // credit date, both days included
  std::string activity_id, system, board, provider;   // empty = any; board: one of the boards its points go to
  std::vector<credit::GrantState> states;      // empty = any
  std::optional<base::PersonId> person;
};
// Where a page of grants ended: rows come by (date, ccid), so that a walk is the same however it is cut.
struct GrantPlace {
  base::Date date{};
  std::string ccid;
};

class CreditStore {
 public:
  virtual ~CreditStore() = default;
  virtual base::Result<std::optional<credit::Grant>> load_grant(const std::string& ccid) = 0;
  // A correction keeps the code of what it corrects: the one with the highest sequence.
  virtual base::Result<std::optional<credit::Grant>> grant_of_certificate(const std::string& code) = 0;
  // Those after `after`, 1 to 10,000 at a time, by (date, ccid).
  virtual base::Result<std::vector<credit::Grant>> list_grants(const GrantFilter& filter, const std::optional<GrantPlace>& after, int limit) = 0;
  virtual base::Result<std::int64_t> count_grants(const GrantFilter& filter) = 0;
};

}  // namespace preceptor::ports
