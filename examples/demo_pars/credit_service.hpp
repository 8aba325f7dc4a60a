// A mock of PARS' service for learner records, in the form of the public draft: takes, refuses for identity, answers late. Nothing real knows of it.
#pragma once
#include <atomic>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/url.hpp"
#include "core/ports/http.hpp"
#include "examples/demo_pars/record_shelf.hpp"

namespace preceptor::demo {

struct CreditServiceSettings {
  std::string user, password;
  std::vector<std::pair<std::string, std::string>> known;   // whoever has this family name is known under this number alone
  std::vector<std::string> late;                            // family names whose board takes its time
  base::Milliseconds late_for{20'000};
  bool test_hooks = false;
};

// What was refused, newest first, for the page.
struct RefusedRecord {
  std::string given, family, number, why;
  base::Instant at{};
};

class CreditService {
 public:
  CreditService(CreditServiceSettings settings, RecordShelf& shelf) : settings_(std::move(settings)), shelf_(shelf) {}
  ports::HttpResponse handle(const ports::HttpRequest& request);

 private:
  ports::HttpResponse service(const ports::HttpRequest& request);
  ports::HttpResponse save(const std::string& body);
  ports::HttpResponse add(CreditRecord record);
  ports::HttpResponse status(const std::string& id);
  ports::HttpResponse refuse(const CreditRecord& record, int status, const std::string& code, const std::string& message);
  ports::HttpResponse hook(const ports::HttpRequest& request);
  ports::HttpResponse after_saving(ports::HttpResponse answer);
  std::string state_json() const;
  std::string page() const;

  CreditServiceSettings settings_;
  RecordShelf& shelf_;
  mutable std::mutex mutex_;
  std::vector<RefusedRecord> refused_;
  std::string next_;              // the hook that the next saving meets; empty for none
  std::atomic<int> saved_{0}, asked_{0};
};

// What the page at "/" shows.
std::string records_page(const CreditServiceSettings& settings, const std::vector<CreditRecord>& records, const std::vector<RefusedRecord>& refused, base::Instant now);

}  // namespace preceptor::demo
