// What a site with a character holds: people, tools, courses, links, grade columns, grades. One lock guards all of it; what must outlive a
// restart is one JSON file in the state folder.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/ports/http_client.hpp"
#include "examples/demo_lms/course.hpp"
#include "examples/demo_lms/signing_key.hpp"
#include "examples/demo_lms/site/service_hooks.hpp"
#include "examples/demo_lms/test_hooks.hpp"

namespace preceptor::demo {

enum class Character { moodle, canvas };
enum class Kind { learner, instructor, assistant, administrator, test_user, observer };

struct Person {
  std::string key;       // in the demo's own addresses: "learner-1"
  std::string id;        // sub
  Kind kind = Kind::learner;
  std::string given, family, label;
  std::string username, email, sourced_id;
  std::string legacy_id, number;   // Canvas: the LTI 1.1 id (40 hex) and the number in its addresses
  std::string name() const { return given + " " + family; }
  bool teaches() const { return kind == Kind::instructor || kind == Kind::administrator; }
};

using Values = std::map<std::string, std::string>;

struct Tool {
  int id = 0;
  std::string client_id, deployment_id, name, description, domain, target_link_uri, login_url, keyset_url, public_key, icon_url, privacy;
  std::vector<std::string> redirect_uris;
  std::vector<std::string> scopes;       // granted
  Values custom;                         // tool-level custom parameters
  Values deep_link_urls;                 // placement -> address for LtiDeepLinkingRequest; Moodle has one placement, "ContentArea"
  Values resource_urls;                  // Canvas: placement -> address for LtiResourceLinkRequest
  bool active = false;                   // Moodle: not pending; Canvas: key on
  bool in_chooser = false;               // Moodle
  bool share_name = false, share_email = false;
  bool tells_deployment = true;          // Canvas: whether registration answers with the deployment id
  std::string registration;              // JSON, as it was asked for
  bool may(std::string_view scope) const;
};

struct Course {
  int id = 0;
  std::string context_id, label, title;
  std::vector<std::string> copied_from;  // context ids, nearest first
};

struct Activity {
  int id = 0, course = 0, tool = 0;
  std::string uid;                       // resource_link.id
  std::string title, text, url, placement, window;
  Values custom;
  double pass_grade = 0;                 // Moodle; 0: none set
  bool published = true;                 // Canvas begins with false
  int allowed_attempts = 0;              // Canvas; 0: any number
};

struct LineItem {
  int id = 0, course = 0, tool = 0, link = 0;   // link 0: stands alone
  bool coupled = false;                         // the link's own column
  std::string label, resource_id, tag;
  double maximum = 100;
  std::string review;                           // submissionReview, JSON; empty: none
  std::string submission_type;                  // Canvas extension, JSON; empty: none
};

struct Grade {
  bool scored = false, overridden = false;
  double given = 0;                             // on the line item's own scale
  std::int64_t at_ms = 0;
  std::string comment, activity, grading;
  std::string submission_type, submission_data; // Canvas
  int attempts = 0, number = 0;                 // Canvas: number of the result
};

struct SiteSettings {
  Character character = Character::moodle;
  std::string origin;       // "http://localhost:PORT"
  std::string state_dir;
  std::string tool;         // a tool given on the command line; usually none
  bool test_hooks = false;
  std::vector<Link> units;  // links the course begins with when a tool is given
};

// One click, remembered until the tool asks who it was.
struct Pending {
  std::string hint;         // lti_message_hint, byte for byte
  std::string message = "LtiResourceLinkRequest";
  const Person* who = nullptr;
  std::string language = "en", subject, placement, target_link_uri, document_target = "iframe";
  int tool = 0, course = 0, link = 0;
  std::string for_user;     // submission review, or the student a grader looks at
  const Person* behind = nullptr;   // who acts as `who` (masquerade)
  bool used = false, storage = true;   // storage: Canvas offers its platform storage (not in its mobile apps)
  std::int64_t until = 0;              // Canvas: Unix seconds
};

// What came back from a tool's picker, until the teacher saves it.
struct Draft {
  int course = 0, tool = 0;
  const Person* who = nullptr;
  std::string placement, items;   // JSON array of content items
  std::string message, error;
};

struct AccessToken {
  int tool = 0;
  std::vector<std::string> scopes;
  std::int64_t until = 0;   // Unix seconds
};

struct World {
  World(SiteSettings settings, SigningKey key);
  void load();              // what an earlier run saved
  void save();              // after every change; the lock is held

  bool is_moodle() const { return settings.character == Character::moodle; }
  const Person* person(std::string_view key) const;
  const Person* person_by_id(std::string_view id) const;
  Tool* tool_by_client(std::string_view client_id);
  Tool* tool(int id);
  Activity* link(int id);
  Activity* link_by_uid(std::string_view uid);
  Activity* link_named(const std::string& name);   // its number, or the unit it opens
  Course* course(int id);
  LineItem* item(int id);
  LineItem* coupled_item(int link);
  int next_id() { return ++last_id; }
  std::string remember(Pending pending);   // its hint
  Pending* recall(const std::string& hint);
  Tool* bearer_tool(const std::string& token, std::vector<std::string>* scopes);

  SiteSettings settings;
  std::mutex mutex;
  std::vector<Person> people;
  std::vector<SigningKey> keys;            // the last one signs; all are published
  int last_id = 0;
  std::map<int, Tool> tools;
  std::map<int, Course> courses;
  std::map<int, Activity> links;
  std::map<int, LineItem> items;
  std::map<int, std::map<std::string, Grade>> grades;   // by line item, then user id
  std::map<std::string, AccessToken> tokens;
  std::map<std::string, Pending> pending;
  std::map<std::string, Draft> drafts;
  std::map<std::string, std::string> sesskeys;          // Moodle: session key -> person's key
  std::set<std::string> stated_learners;                // ids that launches stated by the test hook "sub"
  std::map<std::string, std::int64_t> used_ids;         // Canvas: jti of assertions -> when they may be forgotten
  std::map<std::string, std::string> key_sets;          // of tools, by client id, as fetched
  std::unique_ptr<ports::HttpClient> http;
  TestHooks launch_hooks;
  ServiceHooks service_hooks;
};

std::int64_t now_seconds();
std::int64_t now_ms();
std::string random_hex(int bytes);

// The lock that saves when it ends.
class Change {
 public:
  explicit Change(World& world) : world_(world), lock_(world.mutex) {}
  ~Change() { world_.save(); }
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;

 private:
  World& world_;
  std::lock_guard<std::mutex> lock_;
};

}  // namespace preceptor::demo
