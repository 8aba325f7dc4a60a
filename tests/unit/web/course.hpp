// A course page, a browser and the learner pages behind it, in memory: logs in, launches, follows redirects, sends forms.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/activity/unit.hpp"
#include "core/base/secret.hpp"
#include "core/base/url.hpp"
#include "lti/jose/sealer.hpp"
#include "lti/launch.hpp"
#include "tests/fakes/memory_stores.hpp"
#include "tests/fakes/test_platform.hpp"
#include "web/ask/ask_pages.hpp"
#include "web/learner/learner_pages.hpp"
#include "web/onward/onward.hpp"

namespace preceptor::web::testing {

inline const std::string kLti = "https://purl.imsglobal.org/spec/lti/claim/";

inline bool has(const ports::HttpResponse& page, const std::string& text) { return page.body.find(text) != std::string::npos; }

inline constexpr const char* kPublicUrl = "https://cme.example.org/tool";

// One key for all tests: making one takes a while.
fakes::TestPlatform& platform();

class OneKey : public lti::KeySource {
 public:
  OneKey();
  base::Result<std::shared_ptr<const jose::PublicKey>> key(const lti::Registration&, std::string_view kid) override;

 private:
  jose::KeySet set_;
};

// Two sections (a scored single choice; an optional text and a number), a commitment and a relevance question.
activity::Unit sample_unit(const std::string& language = "en");
ports::ContentVersion version_of(activity::Unit unit);

class Course {
 public:
  // `credit` and `claims` are used by requests only: they may be made after the course.
  explicit Course(LaunchTargets targets = {}, SurveyPages* surveys = nullptr, CreditBook* credit = nullptr, ClaimPages* claims = nullptr);
  void publish(const std::vector<activity::Unit>& units);

  ports::HttpResponse login();
  // GET of a login address that we made ourselves (steps of the ladder). Whatever leads to the platform is remembered for launch_body.
  ports::HttpResponse login_again(const std::string& address);
  // A launch POST's body for the last login; `claims` may be changed before it is signed.
  std::string launch_body(const std::function<void(fakes::TestJson&)>& change = {});
  ports::HttpResponse post_launch(const std::string& body);
  // Login and launch.
  ports::HttpResponse launch(const std::function<void(fakes::TestJson&)>& change = {});

  ports::HttpResponse get(const std::string& path);
  ports::HttpResponse post(const std::string& path, const base::Fields& fields);
  // POST, then the page it redirects to.
  ports::HttpResponse submit(const std::string& path, const base::Fields& fields);
  ports::HttpResponse follow(const ports::HttpResponse& response);

  // The one attempt's id.
  std::string attempt_id() const;

  fakes::StillClock clock;
  fakes::MemoryLog log;
  fakes::MemoryDiary diary;
  fakes::MemoryContent content;
  fakes::MemoryRegistrations registrations;
  fakes::MemoryRecords records;
  lti::LmsProfiles profiles;
  jose::AeadSealer sealer;
  OneKey keys;
  lti::ToolUrls urls{kPublicUrl};
  lti::Login login_protocol;
  lti::LaunchVerifier verifier;
  Shelf shelf;
  Onward onward;
  AskPages ask;
  LearnerPages pages;
  std::string accept_language = "en";
  std::string cookie;
  base::Fields more_login;   // further fields of the next logins
  std::string destination;   // Sec-Fetch-Dest; empty for a client that sends none. With it, cookies are the test's own business
  std::string subject = "user-4";
  std::string target = std::string(kPublicUrl) + "/lti/launch";   // target_link_uri of login and launch

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request);
  ports::HttpRequest request(const std::string& method, const std::string& path);
  void remember(const ports::HttpResponse& response);
  std::string state_, nonce_;
};

// The first form's action on a page, without the prefix of public_url.
std::string action(const ports::HttpResponse& page);
// The value of the first hidden field of that name.
std::string hidden(const ports::HttpResponse& page, const std::string& name);
std::string header(const ports::HttpResponse& response, const std::string& name);
// The value of the first attribute of that name, "&amp;" read.
std::string attribute(const ports::HttpResponse& page, const std::string& name);
// Without the prefix of public_url.
std::string local(const std::string& path);

}  // namespace preceptor::web::testing
