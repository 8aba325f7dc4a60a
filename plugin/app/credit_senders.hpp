// The workers that send records of credit: one for each provider that has a service, each under a lease of its own.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "adapters/pars/service_client.hpp"
#include "core/report/sending.hpp"
#include "plugin/app/leases.hpp"
#include "plugin/app/site.hpp"
#include "plugin/app/worker.hpp"
#include "web/credit/credit_sender.hpp"
#include "web/credit/sending_state.hpp"

namespace preceptor::app {

class CreditSenders {
 public:
  CreditSenders(Site& site, Leases& leases);
  ~CreditSenders();
  void start();
  void wake();   // something may wait
  void ask_stop();   // without waiting; stop() follows
  void stop();

 private:
  // One provider and its receiver.
  struct Line {
    Line(Site& site, const SendingConfig& config, const credit::Provider& provider);
    std::string provider;
    report::SendPace pace;
    pars::ServiceClient client;
    web::CreditDeps deps;
    web::CreditSender sender;
    int failures = 0;   // turns in a row that reached nobody
    std::unique_ptr<Worker> worker;
  };
  std::chrono::milliseconds turn(Line& line);
  std::chrono::milliseconds send(Line& line);
  base::Result<bool> switched_on();
  base::Status note(const Line& line, web::SendingState::How how, const std::string& words);

  Site& site_;
  Leases& leases_;
  std::vector<std::unique_ptr<Line>> lines_;
};

}  // namespace preceptor::app
