// Evidence bundles: a signed file of statements, their seals and what record stores answered, made and downloaded at once.
#pragma once
#include <functional>
#include <string>

#include "web/accreditation/deps.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::web::accreditation {

struct EvidenceDeps {
  // The file; `who`: the member of staff, for the log. Error bundle_too_large: not for a download.
  std::function<base::Result<std::string>(const xapi::ExportFilter&, const std::string& who)> make;
  std::function<base::Result<std::string>()> thumbprint;   // of the key that signs
};

class EvidenceSection : public StaffSection {
 public:
  explicit EvidenceSection(EvidenceDeps deps) : deps_(std::move(deps)) {}
  EvidenceSection(const EvidenceSection&) = delete;
  EvidenceSection& operator=(const EvidenceSection&) = delete;
  Entry entry() const override { return {"evidence", "/evidence", "evidence.nav", kAccreditation}; }
  std::vector<StaffRoute> routes() override;

 private:
  ports::HttpResponse show(StaffTurn& turn, const std::string& problem, int status);
  ports::HttpResponse make(StaffTurn& turn);

  EvidenceDeps deps_;
};

}  // namespace preceptor::web::accreditation
