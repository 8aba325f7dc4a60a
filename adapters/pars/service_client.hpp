// Records of credit to a service in PARS' draft form, one at a time. Paths, header and answers were seen in a draft only, which calls its paths temporary and says
// nothing of credentials (credit.md 4.2, 4.3): all of that is settings, with the draft's words as defaults.
#pragma once
#include <map>
#include <string>

#include "core/base/secret.hpp"
#include "core/ports/credit_receiver.hpp"
#include "core/ports/http_client.hpp"

namespace preceptor::pars {

// The service speaks JSON in this form; staff switch it on under this format's name.
inline constexpr const char* kServiceFormat = "pars-learner-json";

struct ServiceSettings {
  std::string url;                                     // without slash at the end
  std::string user;                                    // with it: HTTP Basic; without: the secret goes into `header` as it is
  base::Secret secret;                                 // a password, or a whole header's value; empty: none is sent
  std::string header = "Authorization";
  std::string save_path = "/learner-activities";       // POST: add and delete
  std::string status_path = "/learner-activities/status";   // GET
  std::string id_parameter = "CreditId";
  std::map<std::string, std::string> report;           // Report::settings: "pars.completed_form", "pars.provider_id"
};

class ServiceClient final : public ports::CreditReceiver {
 public:
  // `http` outlives it.
  ServiceClient(ports::HttpClient& http, ServiceSettings settings) : http_(http), settings_(std::move(settings)) {}
  report::SendAnswer send(const report::LearnerRow& row, const report::Report& report) override;
  report::SendAnswer ask(const std::string& ccid) override;

 private:
  report::SendAnswer call(ports::OutboundRequest request, const std::string& ccid, bool asked) const;
  ports::HttpClient& http_;
  ServiceSettings settings_;
};

// What an answer means. `asked`: to a question, not to a record. A body is an object with `Status` (Accepted, Pending, Rejected, Not found) or, to a record, `Result` (Success,
// Failure), `Code` in MedBiquitous' words, and perhaps `CreditID` (a `Message` is not read), in whatever case, alone or wrapped in one member or list of one; anything else, and an
// answer that names another record, is `unreachable` with a reason.
report::SendAnswer read_service_answer(const ports::OutboundResponse& answer, const std::string& ccid, bool asked);

}  // namespace preceptor::pars
