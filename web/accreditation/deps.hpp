// What the pages of accreditation staff are made of.
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/ports/sealer.hpp"
#include "core/report/documents.hpp"
#include "web/burden/records.hpp"
#include "web/credit/credit_book.hpp"
#include "web/credit/export_desk.hpp"
#include "web/credit/sending_state.hpp"
#include "web/rca/case_book.hpp"
#include "web/rca/disclosure_book.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web::accreditation {

inline constexpr StaffRoles kAccreditation{StaffRole::accreditation};
inline constexpr StaffRoles kAccreditationAndReaders{StaffRole::accreditation, StaffRole::reader};

// The rule that hands out an activity's documents for PARS' batch upload, and the provider's setting that they name it by.
inline constexpr const char* kActivityDocuments = "format:pars-activity";
inline constexpr const char* kServiceProviderId = "pars.provider_id";

// A connected LMS: whose persons a roster names, and whose launch values are mapped.
struct ConnectedLms {
  std::string platform, registration, name;
};

struct Deps {
  CreditBook& book;
  ExportDesk& desk;
  ports::CreditStore& grants;
  ports::RecordStore& records;
  ports::ProjectionStore& rows;
  ports::ContentStore& content;
  ports::ProfileVault& vault;
  const ports::Sealer& sealer;
  CaseBook& cases;
  BurdenRecords& burden;
  StaffList& members;
  const ports::Clock& clock;
  std::vector<credit::Provider> providers;
  std::function<base::Result<std::vector<ConnectedLms>>()> connected;
  report::Documents documents;   // what report formats make for pages
  // A file of these (name, bytes) that depends on nothing else.
  std::function<base::Result<std::string>(std::vector<std::pair<std::string, std::string>>)> zip;
  // What the newest launch called somebody; empty when it told no name.
  std::function<base::Result<std::string>(const base::PersonId&)> launch_name;
  // Providers that have a service for their records; without the function none.
  std::function<base::Result<std::vector<SendingLine>>()> sending = {};
  // After a rule was switched on: activities that waited for one are looked at again. Logs what fails.
  std::function<void()> rule_switched_on = {};
  // Looks at one grant again and keeps what the pre-flight says (Validation::grant). Without the function nothing is kept.
  std::function<base::Status(const std::string& ccid, const std::string& by)> validate = {};
  // Keeps that a file with persons in it left, so that an erasure can name it (ports::CopyMade). Without the function nothing is kept.
  std::function<base::Status(const std::string& kind, const std::string& file)> note_copy = {};
};

}  // namespace preceptor::web::accreditation
