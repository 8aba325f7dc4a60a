// "Harbor", a learning platform that exists nowhere, with ways of its own wherever LmsProfile lets an LMS have them; and a server that plays it.
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "lti/lms_profile.hpp"
#include "plugin/http/server.hpp"
#include "tests/fakes/test_platform.hpp"
#include "tests/security/world.hpp"

namespace preceptor::third_lms {

class HarborProfile : public lti::LmsProfile {
 public:
  std::string_view kind() const override { return "harbor"; }
  std::string_view label() const override { return "Harbor"; }
  std::string usual_issuer() const override { return "https://harbor.example.org"; }
  lti::PlatformEndpoints endpoints(std::string issuer) const override { return {issuer + "/sign-in", issuer + "/token", issuer + "/jwks"}; }
  std::string page_of(lti::LmsPage page, const lti::LinkPlace& place) const override {
    return page == lti::LmsPage::link ? place.issuer + "/berths/" + place.resource_link_id : std::string();
  }
  bool takes_configuration() const override { return true; }
  std::string configuration(const lti::ToolFacts& tool) const override;
  void refine(lti::Launch& launch) const override { launch.masquerading = launch.custom.contains("stowaway"); }
  void shape_item(nlohmann::json& item) const override { item["https://harbor.example.org/berth"] = 7; }
  void shape_score(nlohmann::json& score, const lti::ScoreFacts& facts) const override { score["https://harbor.example.org/voyage"] = facts.first ? "first" : "again"; }
  lti::Verdict judge_score(const ports::OutboundResponse& answer) const override {
    if (answer.status != 418) return LmsProfile::judge_score(answer);
    return {lti::Verdict::What::never, "the harbor master refused the cargo", "In Harbor: open the gate.", {}};
  }
};

// Key set, tokens and one grade column, on a loopback port.
class HarborServer {
 public:
  explicit HarborServer(const fakes::TestPlatform& platform);
  std::string url(const std::string& path = {}) const { return "http://127.0.0.1:" + std::to_string(server_->port()) + path; }
  std::vector<fakes::TestJson> scores() const;
  std::atomic<int> score_status{200};

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request);
  const fakes::TestPlatform& platform_;
  security::KeptLog log_;
  mutable std::mutex mutex_;
  std::vector<fakes::TestJson> scores_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace preceptor::third_lms
