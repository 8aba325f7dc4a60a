// A question from the point of care: typed, answered by the published units that match, judged in one tap, acted on in one tap. Pages below
// /q/<handle>, reached by a course link with the custom parameter `ask` and from every receipt.
#pragma once
#include <memory>

#include "core/ports/diary.hpp"
#include "core/ports/log.hpp"
#include "core/ports/sealer.hpp"
#include "lti/registration.hpp"
#include "web/ask/question_book.hpp"
#include "web/ask/shelf.hpp"
#include "web/launch_targets.hpp"
#include "web/unit_opener.hpp"

namespace preceptor::web {

class CreditBook;

struct AskDeps {
  ports::RecordStore& records;
  ports::ProjectionStore& projections;
  lti::RegistrationStore& registrations;
  Shelf& shelf;
  ports::Diary& diary;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;   // without trailing slash
  CreditBook* credit = nullptr;   // counts completed questions; null: nothing is counted. Used by requests only
};

class AskPages : public LaunchTarget {
 public:
  explicit AskPages(AskDeps deps);
  ~AskPages() override;
  // Who starts the units. Before the first request; it outlives these pages.
  void lead_to(UnitOpener& opener);

  // Previews and launches without a user may search; nothing of theirs is stored and no unit is started for them.
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override;
  // GET and POST /q/<handle>[/ask|/open|/judge|/do].
  ports::HttpResponse answer(const ports::HttpRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
