// A whole stage for a test: demo LMS, demo record store and the tool, each its own process, on loopback ports, with their files in one folder.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "core/ports/http_client.hpp"
#include "tests/fakes/driver.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/site_store.hpp"

namespace preceptor::fakes {

struct DiaryLine {
  std::string code, step, reason, detail, expected, received;
};

// Which LMS a stage has. With a character the tool may be configured as ever (then the LMS begins with the tool and three links, see `lms_members`), or
// not known to the LMS at all, as on the day it is installed.
struct StageLms {
  std::string character = "generic";   // generic, moodle, canvas
  bool registered = true;
  // Units of tests/data/units that the course links to after the samples (link-4 ...), "ID=TITLE".
  std::vector<std::string> units = {};
  // The tool's store; empty: SQLite in the stage's folder. With PostgreSQL the site's key lies in the folder as "site.key", and diary() cannot be used.
  std::string store = {};
};

class Stage {
 public:
  // Starts all three. `build`: the folder that holds preceptor, preceptor-demo-lms and preceptor-demo-lrs; `wrapper`: put before the tool's command
  // (strace). Throws std::runtime_error with the program's output when one does not start.
  explicit Stage(std::string build, std::vector<std::string> wrapper = {}, const StageLms& lms = {});

  void start_tool();      // and waits until /readyz answers 200
  void start_tool_without_waiting();
  bool kill_tool() { return tool_.kill_now(); }   // true: it ran until then
  int stop_tool(std::chrono::milliseconds patience = std::chrono::milliseconds(5000)) { return tool_.stop(patience); }
  pid_t tool_pid() const { return tool_.pid(); }

  const std::string& lms() const { return lms_url_; }      // ends in '/'
  const std::string& tool() const { return tool_url_; }    // no '/' at the end
  const std::string& folder() const { return folder_.path(); }
  const SiteStore& store() const { return store_; }
  std::string tool_log() const { return read_file(folder() + "/tool.log"); }

  // Test hooks of the demo servers; JSON texts. Throws when refused.
  void next_launch(const std::string& hook);
  // Of the LMS's token, grade and roster services. How many hooks wait now, this one included.
  std::size_t next_service_answer(const std::string& hook);
  std::string lms_state();                             // tools, courses, links, line_items, grades of an LMS with a character
  const std::string& lms_members() const { return lms_ready_; }   // the line the LMS printed when it was ready
  void lrs_faults(const std::string& script);
  void clear_lrs_faults();
  std::string lrs_state();         // {"waiting":n,"used":{...},"conflicts":n}
  void rotate_platform_key();
  // Posts to the record store as a producer does; status 0: no answer came.
  Page post_statements(const std::string& body);

  // Every statement the record store holds, oldest first, as JSON texts.
  std::vector<std::string> statements();
  // Waits until at least `count` statements are there or the time is over; how many there are.
  std::size_t await_statements(std::size_t count, std::chrono::milliseconds patience);
  // Newest first. Read past the program.
  std::vector<DiaryLine> diary();

 private:
  std::string call(const std::string& method, const std::string& url, const std::string& body);
  void write_configuration(const nlohmann::json& lms, const nlohmann::json& lrs, const StageLms& kind);

  std::string build_;
  std::vector<std::string> wrapper_;
  TemporaryFolder folder_;
  SiteStore store_{folder_.path()};
  Process lms_, lrs_, tool_;
  int tool_port_ = 0;
  std::string lms_url_, lms_loopback_, lms_ready_, lrs_url_, tool_url_, lrs_authorization_;
  std::unique_ptr<ports::HttpClient> http_;
};

}  // namespace preceptor::fakes
