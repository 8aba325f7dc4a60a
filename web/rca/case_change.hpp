// What an act on a case reads and adds. For case_book.cpp, which writes it, and case_acts.cpp, which says what is added.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/activity/rca/events.hpp"
#include "web/rca/case_book.hpp"

namespace preceptor::web {

struct CaseText {
  std::string field, text;
  base::PersonId person;   // whose it is: erased with the person; empty for the organisation's
};

struct CaseBook::Loaded {
  std::vector<record::Event> events;
  std::vector<ports::FreeText> texts;
  RcaCase now;
  std::int64_t row_version = 0, override_version = 0;   // 0: there is no row
};

// What an act adds. `at` is the time of its first event.
struct CaseBook::Change {
  struct Event {
    rca::CasePayload payload;
    base::PersonId person;
    std::vector<CaseText> texts;
  };
  base::Instant at{}, now{};
  std::string salt;
  std::vector<Event> events;
  std::optional<std::optional<PendingOverride>> pending;   // set: what waits from now on
  std::optional<base::AttemptId> drop_drafts;

  void add(rca::CasePayload payload, const base::PersonId& person, std::vector<CaseText> texts) {
    events.push_back({std::move(payload), person, std::move(texts)});
  }
  void append_to(Loaded& loaded, const std::string& id, ports::UnitOfWork& work) const;
};

CaseAct case_refusal(std::vector<rca::Problem> problems);
// A name as it may be printed beside what its owner signed.
void check_case_name(std::vector<rca::Problem>& problems, const std::string& field, const std::string& name);

}  // namespace preceptor::web
