// Turns payloads into events with their statements, and keeps fold and row in step: everything one request changes, for one commit.
#pragma once
#include <optional>
#include <string>

#include "core/ports/record_store.hpp"
#include "web/learner/visit.hpp"
#include "xapi/render.hpp"
#include "xapi/signed_statement.hpp"

namespace preceptor::web {

class Recorder {
 public:
  // `subject`: the platform's `sub`; empty when the person was erased, whose events get no statements any more.
  // `sign`: of a statement of completion; wherever an attempt can be completed it is the site's.
  Recorder(Visit& visit, std::string activity_base, std::string subject, base::Instant now, xapi::SignStatement sign = {});

  // Appends at the stream's next time, or at `at` (later than the last event). Error statement_invalid: we are broken.
  base::Status add(record::Payload payload, std::optional<base::Instant> at = std::nullopt);
  std::int64_t last_seq() const { return visit_.attempt.last_seq; }
  ports::UnitOfWork& work() { return work_; }
  // Puts the row as it now is into the work.
  ports::UnitOfWork& finish();

 private:
  Visit& visit_;
  base::Instant now_;
  std::string subject_;
  xapi::SignStatement sign_;
  xapi::RenderContext context_;
  ports::UnitOfWork work_;
};

}  // namespace preceptor::web
