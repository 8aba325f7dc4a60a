// What one LMS does its own way, behind one interface: another LMS is one new folder under adapters/. Stateless; any thread.
// The base class is a platform that keeps to the specifications.
#pragma once
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/ports/http_client.hpp"
#include "lti/launch.hpp"

namespace preceptor::lti {

struct ToolFacts;

// How a platform's answer is to be taken.
struct Verdict {
  enum class What {
    done,        // accepted
    superseded,  // the platform holds something newer: nothing to do
    later,       // passing trouble: back off, for `wait` when the platform said how long
    never,       // it will not be taken however often it is sent
  };
  What what = What::done;
  std::string reason;   // one plain sentence for staff; no name, token or e-mail, unless the LMS's own words, after ": ", hold one
  std::string fix;      // one thing to do, in the LMS's own words
  std::optional<base::Milliseconds> wait;
  bool no_new_submission = false;   // with later: send it again as no submission of its own (ScoreFacts::first is false then)
  bool whole_platform = false;      // with later: not this grade's trouble; nothing else is asked of the platform meanwhile
};

// Beside the score itself, what a profile may need to shape it.
struct ScoreFacts {
  bool first = true;          // no grade of this user reached the platform yet, nor may have
  bool graded = true;         // FullyGraded; false: progress
  std::string review_url;     // where an instructor sees the work; empty when there is none
};

// Three of the five values of a connection made by hand.
struct PlatformEndpoints {
  std::string authorization_endpoint, token_endpoint, jwks_uri;
};

// Whose platform it is, where many share one issuer.
struct PlatformAccount {
  std::string name;   // as people write it
  std::string host;   // of the site they see; empty when it is the issuer's
};

// Where a link stands, as its launches told it.
struct LinkPlace {
  std::string issuer, context_id, resource_link_id;
  std::string lineitems;   // the course's line items; empty when the platform offers none
};

// Pages of the LMS itself that the check of a link leads to.
enum class LmsPage {
  link,     // where a teacher sets what completes the link
  course,   // where links are added and replaced
  tools,    // where an administrator says what the tool may do
};

// How long the answer asks us to wait; at most an hour.
std::optional<base::Milliseconds> retry_after(const ports::OutboundResponse& answer);

class LmsProfile {
 public:
  virtual ~LmsProfile() = default;
  virtual std::string_view kind() const { return "generic"; }     // Registration::lms
  virtual std::string_view label() const { return "LMS"; }        // as people write it

  // Facts only this LMS states, put where everybody reads them (test user, masquerading). After verification.
  virtual void refine(Launch&) const {}

  // What `preceptor setup` proposes for a connection made by hand; empty where nothing can be guessed.
  virtual std::string usual_issuer() const { return {}; }
  virtual std::string usual_deployment() const { return {}; }
  // Where this LMS answers, from its issuer alone, so that nobody has to look it up. Empty where that cannot be known.
  virtual PlatformEndpoints endpoints(std::string) const { return {}; }

  // The address of that page; empty where it cannot be known from the outside.
  virtual std::string page_of(LmsPage, const LinkPlace&) const { return {}; }

  // Dynamic Registration. Whether a platform that calls itself so is this LMS.
  virtual bool is_family(std::string_view product_family_code) const { return product_family_code == kind(); }
  // Whether `other` answers for the issuer although their hosts differ (lti.md 6.9).
  virtual bool answers_for(std::string_view, std::string_view) const { return false; }
  // `member`: the platform's lti-platform-configuration, an object.
  virtual PlatformAccount account(const nlohmann::json& member) const;

  // `platform`: its openid_configuration; `request`: ours, made by the specification, to be adapted.
  virtual void shape_registration(const nlohmann::json& platform, nlohmann::json& request) const;
  // Custom parameters asked for on every launch: name -> variable.
  virtual std::map<std::string, std::string> custom_parameters() const { return {}; }
  // Message keys of what the administrator does in this LMS, in order: with the invitation's address, and after it registered.
  virtual std::vector<std::string> connect_steps() const { return {"admin.click_generic_paste", "admin.click_generic_on"}; }
  // Whether it also takes a tool's configuration as a document it reads from an address of ours (configuration_path), and that document (JSON).
  // What the administrator does with the address: messages admin.configuration.<kind>, admin.configuration_why.<kind>.
  virtual bool takes_configuration() const { return false; }
  virtual std::string configuration(const ToolFacts&) const { return {}; }
  virtual std::vector<std::string> next_steps() const { return {"register.next.generic"}; }

  // Deep Linking: one content item, made by the specification, to be adapted.
  virtual void shape_item(nlohmann::json& item) const;

  // Grades. Progress (anything but FullyGraded) is sent only where it cannot take a grade away.
  virtual bool takes_progress() const { return false; }
  virtual base::Milliseconds timestamp_step() const { return base::Milliseconds{1}; }   // two scores of one user are at least this apart
  virtual void shape_score(nlohmann::json& score, const ScoreFacts& facts) const;
  virtual Verdict judge_score(const ports::OutboundResponse& answer) const;
  // Whether reviewers come by LtiSubmissionReviewRequest; otherwise by the URL submitted with the score.
  virtual bool reviews_by_message() const { return true; }
  // Whether its page answers `lti.capabilities` with more than storage and height: unload warnings, alerts, whole windows, closing.
  virtual bool page_listens() const { return false; }
  // Whether this launch says that work is graded there without names.
  virtual bool grades_without_names(const Launch&) const { return false; }
};

// Addresses that a connection made by hand leaves empty become the LMS's own; what was given stays.
template <class Connection>
void fill_endpoints(Connection& connection, const LmsProfile& profile) {
  const PlatformEndpoints known = profile.endpoints(connection.issuer);
  if (connection.authorization_endpoint.empty()) connection.authorization_endpoint = known.authorization_endpoint;
  if (connection.token_endpoint.empty()) connection.token_endpoint = known.token_endpoint;
  if (connection.jwks_uri.empty()) connection.jwks_uri = known.jwks_uri;
}

// Below public_url: the configuration of one registration or invitation for one kind of LMS.
inline std::string configuration_path(std::string_view kind, std::string_view code) { return "/lti/" + std::string(kind) + "/" + std::string(code) + ".json"; }

class LmsProfiles {
 public:
  void add(std::unique_ptr<const LmsProfile> profile);
  // The profile of that kind; the specifications' own for a kind that has none.
  const LmsProfile& of(std::string_view kind) const;
  // The profile of the LMS that calls itself so; the specifications' own for one nobody knows.
  const LmsProfile& of_family(std::string_view product_family_code) const;
  // Whether connections may name that kind: one that was added, or generic.
  bool has(std::string_view kind) const;
  // In the order they were added, generic last.
  std::vector<std::string> kinds() const;
  // The kinds as one text for people: "moodle, canvas or generic".
  std::string listed() const;
  // As people write the LMS; `otherwise` for a kind without a profile of its own.
  std::string label(std::string_view kind, std::string otherwise) const;
  // For a launch: a registration that names no LMS is taken for what the platform calls itself.
  const LmsProfile& of(const Registration& registration, const ToolPlatform& platform) const;

 private:
  LmsProfile generic_;
  std::vector<std::unique_ptr<const LmsProfile>> profiles_;
};

}  // namespace preceptor::lti
