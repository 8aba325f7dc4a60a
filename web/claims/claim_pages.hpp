// The learner's credit: what the receipt says of it, claiming, the profile, my credits, certificates, what is kept. Pages below /c/<personal handle>, and the
// public page that tells whether a certificate is genuine.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/http.hpp"
#include "core/ports/log.hpp"
#include "core/ports/sealer.hpp"
#include "core/report/format.hpp"
#include "lti/launch.hpp"
#include "web/credit/credit_book.hpp"
#include "web/learner/visit.hpp"

namespace preceptor::web {

struct ClaimDeps {
  CreditBook& book;
  ports::RecordStore& records;
  ports::ProjectionStore& projections;
  ports::CreditStore& grants;
  ports::ContentStore& content;
  ports::ProfileVault& vault;
  lti::RegistrationStore& registrations;
  ports::Diary& diary;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;                          // without trailing slash
  std::vector<credit::Provider> providers;         // of the configuration
  std::function<bool(const std::string& client_address)> may_guess;   // false: this client asked for too many certificates
  const report::Format* transcript_xml = nullptr;  // MedBiquitous Activity Report; none: no XML is offered
};

class ClaimPages {
 public:
  explicit ClaimPages(ClaimDeps deps);
  ~ClaimPages();

  // GET and POST /c/<personal handle>[/...].
  ports::HttpResponse answer(const ports::HttpRequest& request);
  // GET /verify and /verify/<code>, for anybody.
  ports::HttpResponse verify(const ports::HttpRequest& request);
  // What the receipt of this attempt says of credit, as HTML to be styled by assets/credit.css: empty where the unit is in no activity or nobody is known. What
  // cannot be found out is left out, and logged.
  std::string receipt(const Visit& visit);
  // How the launch names the person, for the profile's form and for what is compared with it: noted in `work`, on a site with credit. Errors: store_*.
  base::Status note_identity(const lti::VerifiedLaunch& launch, const ports::Person& person, ports::UnitOfWork& work);
  // What is due at a launch about grants whose report moved on since it was told last: one sentence each, to be put on top of its page with `work` committed
  // first. Also notes how the launch names the person. Errors: store_*.
  struct News { std::vector<std::string> sentences; std::string credits_url; };
  base::Result<News> news(const lti::VerifiedLaunch& launch, const ports::Person& person, const Messages& words, ports::UnitOfWork& work);

  struct Impl;   // impl.hpp, for this folder alone

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
