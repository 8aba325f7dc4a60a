// What every rule file shares: where we are in the statement, and where findings go. Internal to xapi.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "xapi/validate.hpp"

namespace preceptor::xapi::checks {

// A place in the statement. Links to its parent on the stack, so a valid statement costs no path text.
struct Path {
  const Path* parent = nullptr;
  std::string_view key;
  int index = -1;  // of an array element, when >= 0
  Path operator/(std::string_view member) const { return {this, member, -1}; }
  Path operator[](int at) const { return {this, {}, at}; }
  std::string text() const;
};

class Check {
 public:
  Check(const ValidateOptions& options, std::vector<Finding>& out) : options_(options), out_(out) {}
  const ValidateOptions& options() const { return options_; }
  // With the severity of the catalogue.
  void add(int rule, const Path& path, std::string message);
  // With another severity, where one rule has a stricter half of our own.
  void add(int rule, Severity severity, const Path& path, std::string message);

 private:
  const ValidateOptions& options_;
  std::vector<Finding>& out_;
};

// The member unless absent or null (null has a rule of its own, 4).
const nlohmann::json* member(const nlohmann::json& object, const char* name);

// Rules 3 and 5: nothing but these members.
void only_members(Check& check, const nlohmann::json& object, const Path& path, std::initializer_list<std::string_view> allowed);

// The member as a non-empty string that fits: otherwise a finding (7 type, 8 empty, `rule` format) and nullptr.
const std::string* formatted(Check& check, const nlohmann::json& object, const char* name, const Path& path, int rule,
                             bool (*fits)(std::string_view), std::string_view wanted);
// An object, or a finding of `rule`.
bool is_object(Check& check, const nlohmann::json& value, const Path& path, int rule);

// -- one function a concept -------------------------------------------------------------------------------------------
enum class AgentRole { any, member, team, context_agent, context_group };
void check_tree(Check& check, const nlohmann::json& value, const Path& path);                  // 4, 10
void check_statement(Check& check, const nlohmann::json& statement);                           // 1, 2 and all below
void check_identity(Check& check, const nlohmann::json& statement, const Path& path);          // 11-12, 15-24
void check_timestamp(Check& check, const nlohmann::json& value, const Path& path, bool ours);  // 16-22
void check_agent(Check& check, const nlohmann::json& value, const Path& path, AgentRole role); // 25-35
void check_default_identity(Check& check, const nlohmann::json& actor, const Path& path);      // 36
void check_verb(Check& check, const nlohmann::json& value, const Path& path);                  // 37, 38
void check_object(Check& check, const nlohmann::json& value, const Path& path, bool nested);   // 40-46, 56, 57
void check_activity(Check& check, const nlohmann::json& value, const Path& path);              // 41-46
void check_statement_ref(Check& check, const nlohmann::json& value, const Path& path, int rule);
void check_interaction(Check& check, const nlohmann::json& definition, const Path& path);      // 47-55
void check_response(Check& check, const nlohmann::json& statement, const Path& path);          // 53, 54 for result.response
void check_result(Check& check, const nlohmann::json& statement, const Path& path);            // 58-70
void check_context(Check& check, const nlohmann::json& statement, const Path& path);           // 71-83
void check_language_map(Check& check, const nlohmann::json& value, const Path& path, int rule);  // 84-86
void check_extensions(Check& check, const nlohmann::json& value, const Path& path, int rule);  // 87
void check_attachments(Check& check, const nlohmann::json& statement, const Path& path);       // 88-95, 99
void check_voiding(Check& check, const nlohmann::json& statement, const Path& path, bool nested);  // 39, 104
// What a statement and a SubStatement have in common.
void check_body(Check& check, const nlohmann::json& statement, const Path& path, bool nested);

inline constexpr std::string_view kVoided = "http://adlnet.gov/expapi/verbs/voided";

}  // namespace preceptor::xapi::checks
