#include "plugin/host/setup.hpp"

#include <cstdio>
#include <optional>

#include "plugin/host/files.hpp"
#include "plugin/host/instance.hpp"
#include "plugin/host/json_text.hpp"
#include "plugin/host/terminal.hpp"

namespace host {
namespace {

class Setup {
 public:
  explicit Setup(const SetupOptions& options) : options_(options), interactive_(can_ask()), lms_(lms_kinds()) {}

  // False: something is missing or wrong, and was said.
  bool collect() {
    return take("public_url", "") && take("listen", "127.0.0.1:8480") && take("store", "/var/lib/preceptor/preceptor.db") && take("content", "") &&
           collect_lms() && collect_lrs();
  }

  std::string configuration(bool trial) const {
    JsonObject config;
    config.text("public_url", get("public_url"));
    // The trial opens no listener and no file: it asks the library whether it understands every answer.
    if (!trial) config.text("listen", get("listen"));
    config.text("store", trial ? "memory:" : "sqlite:" + absolute(get("store")));
    if (!get("content").empty()) config.list("content", {absolute(get("content"))});
    if (get("lms") != "none") config.raw("platforms", "[\n    " + platform() + "\n  ]");
    if (has_lrs()) config.raw("lrs", "[\n    " + lrs() + "\n  ]");
    if (get("public_url").starts_with("http://")) config.flag("allow_loopback", true);
    return config.str(true);
  }

 private:
  const std::string& get(const std::string& name) const {
    static const std::string none;
    const auto found = answers_.find(name);
    return found == answers_.end() ? none : found->second;
  }
  bool has_lrs() const { return !get("lrs_endpoint").empty() && get("lrs_endpoint") != "none"; }

  bool take(const std::string& name, const std::string& proposal) {
    const Question* question = nullptr;
    for (const auto& candidate : setup_questions())
      if (candidate.name == name) question = &candidate;
    const auto given = options_.answers.find(name);
    const auto check = [&](const std::string& answer) { return check_answer(name, answer, lms_); };
    std::optional<std::string> answer;
    if (given != options_.answers.end() && !given->second.empty()) answer = given->second;
    else if (interactive_) return keep(name, ask(asked(*question), proposal, check));
    else answer = proposal;
    if (const std::string problem = check(*answer); !problem.empty()) {
      std::fprintf(stderr, "preceptor setup: %s: %s\n", question->flag, problem.c_str());
      return false;
    }
    return keep(name, answer);
  }
  bool given(const std::string& name) const {
    const auto found = options_.answers.find(name);
    return found != options_.answers.end() && !found->second.empty();   // options that were not used are there, and empty
  }
  std::string asked(const Question& question) const {
    return question.name == std::string("lms") ? std::string(question.asked) + " (" + lms_.listed + ")" : question.asked;
  }
  bool keep(const std::string& name, const std::optional<std::string>& answer) {
    if (answer) answers_[name] = *answer;
    else std::fputs("\npreceptor setup: stopped; nothing was written.\n", stderr);
    return answer.has_value();
  }

  bool collect_lms() {
    if (!take("lms", "none")) return false;
    const std::string lms = get("lms");
    if (lms == "none") return true;
    const LmsKind& kind = lms_.kinds.at(lms);
    if (!take("issuer", kind.issuer) || !take("client_id", "") || !take("deployment_id", kind.deployment_id)) return false;
    // The library knows them for most kinds; who knows better says so.
    for (const char* name : {"authorization_endpoint", "token_endpoint", "jwks_uri"})
      if ((!kind.endpoints_known || given(name)) && !take(name, "")) return false;
    return true;
  }

  bool collect_lrs() {
    if (!take("lrs_endpoint", "none")) return false;
    return !has_lrs() || (take("lrs_username", "") && take("lrs_password_file", ""));
  }

  std::string platform() const {
    JsonObject json;
    json.text("name", get("lms")).text("lms", get("lms")).text("issuer", get("issuer")).text("client_id", get("client_id"));
    json.list("deployment_ids", {get("deployment_id")});
    for (const char* name : {"authorization_endpoint", "token_endpoint", "jwks_uri"})
      if (!get(name).empty()) json.text(name, get(name));
    return json.str();
  }

  std::string lrs() const {
    JsonObject json;
    json.text("name", "main").text("endpoint", get("lrs_endpoint")).text("username", get("lrs_username"));
    json.text("password_file", absolute(get("lrs_password_file"))).text("version", "auto");
    return json.str();
  }

  const SetupOptions& options_;
  bool interactive_;
  LmsKinds lms_;
  std::map<std::string, std::string> answers_;
};

// The whole of it, by the library itself.
bool library_agrees(const std::string& config) {
  Instance instance(2, PRECEPTOR_LOG_ERROR);
  if (instance.open(config)) return true;
  print_failure(instance.failure());
  std::fputs("preceptor setup: nothing was written.\n", stderr);
  return false;
}

bool may_write(const SetupOptions& options) {
  if (options.force || !exists(options.output)) return true;
  if (can_ask() && ask_yes_no(options.output + " exists. Replace it?", false).value_or(false)) return true;
  std::fprintf(stderr, "preceptor setup: %s exists and stays as it is. Name another file with --output, or replace it with --force.\n", options.output.c_str());
  return false;
}

}  // namespace

int setup(const SetupOptions& options) {
  Setup setup(options);
  if (!may_write(options)) return Exit::failed;
  if (!setup.collect()) return Exit::wrong_arguments;
  if (!library_agrees(setup.configuration(true))) return Exit::failed;
  if (const auto problem = write_private_file(options.output, setup.configuration(false)); !problem.empty()) {
    std::fprintf(stderr, "preceptor setup: %s\n", problem.c_str());
    return Exit::failed;
  }
  std::printf("Written: %s (only you may read it)\nNext: preceptor check --config %s, then preceptor serve --config %s\n", options.output.c_str(),
              options.output.c_str(), options.output.c_str());
  return Exit::good;
}

}  // namespace host
