// What stakeholders of a root-cause case see: their role, six cards, and afterwards what became of it. Reached by launches of links that name a case.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "core/ports/diary.hpp"
#include "core/ports/log.hpp"
#include "core/ports/sealer.hpp"
#include "lti/registration.hpp"
#include "web/launch_targets.hpp"
#include "web/rca/case_book.hpp"

namespace preceptor::web {

struct RcaDeps {
  ports::RecordStore& records;
  ports::ProjectionStore& projections;
  lti::RegistrationStore& registrations;
  ports::Diary& diary;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;   // without trailing slash
  // Whether a record store gets ratings of causes: the form says so, and only what was answered on one that did is sent. None: no store does.
  std::function<bool()> ratings_leave = {};
};

class RcaPages : public LaunchTarget {
 public:
  explicit RcaPages(RcaDeps deps);
  ~RcaPages() override;

  // A verified launch of a link with custom parameter `rca` (a case's id) and, when the link says the role, `role` (an id of rca::all_roles()).
  // Errors: launch_content_missing, store_*, json_malformed.
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override;
  // GET and POST /r/<handle>/...
  ports::HttpResponse answer(const ports::HttpRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
