#include "xapi/check.hpp"

#include <array>
#include <optional>
#include <unordered_set>

#include "core/base/json.hpp"
#include "xapi/profile/profile_lines.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/text.hpp"

namespace preceptor::xapi {
using base::Json;
namespace {

class Checker {
 public:
  Checker(Version version, bool house, bool profile, CheckReport& report) : options_{version, {}}, house_(house), report_(report) {
    if (profile) profile_.emplace();
  }

  void line(std::int64_t number, std::string_view text, bool too_long) {
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    if (text.find_first_not_of(" \t") == std::string_view::npos && !too_long) return;
    ++report_.lines;
    std::vector<Finding> found;
    checks::Check check(options_, found);
    const checks::Path root;
    std::string id;
    Json statement;
    if (too_long) {
      check.add(1, root, "is a line of over 1 MiB; not checked further");
    } else if (checks::parse_statement(check, text, statement)) {
      checks::check_statement(check, statement);
      if (const Json* given = checks::member(statement, "id"); given != nullptr && given->is_string()) id = given->get<std::string>();
      if (!id.empty() && !seen_.insert(id).second) check.add(13, root / "id", "appears on an earlier line too");
      if (profile_ && statement.is_object())
        if (auto off = profile_->statement(number, statement)) found.push_back(std::move(*off));
    }
    keep(number, id, found);
  }

  // What can only be said of the whole file.
  void finish() {
    if (!profile_) return;
    for (auto& order : profile_->orders()) {
      std::vector<Finding> found{std::move(order.finding)};
      keep(order.line, {}, found);
    }
  }

 private:
  void keep(std::int64_t number, const std::string& id, std::vector<Finding>& found) {
    bool bad = false;
    for (Finding& finding : found) {
      const bool failure = fails(finding, house_);
      bad = bad || failure;
      ++(failure ? report_.failures : report_.warnings);
      if (report_.findings.size() < kMaxFindings) report_.findings.push_back({number, id.substr(0, 64), std::move(finding)});
    }
    report_.statements_bad += bad ? 1 : 0;
  }

  ValidateOptions options_;
  bool house_;
  std::optional<ProfileLines> profile_;
  CheckReport& report_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

bool fails(const Finding& finding, bool house) { return house || finding.severity == Severity::spec || finding.severity == Severity::profile; }

CheckReport check_lines(const ReadBytes& read, Version version, bool house, bool profile) {
  CheckReport report;
  Checker checker(version, house, profile, report);
  std::array<char, 65536> buffer;
  std::string line;
  std::int64_t number = 1;
  bool too_long = false;
  while (const std::size_t got = read(buffer.data(), buffer.size())) {
    std::string_view rest(buffer.data(), got);
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      const std::string_view part = rest.substr(0, end);
      too_long = too_long || line.size() + part.size() > kMaxLineBytes;
      if (!too_long) line.append(part);
      if (end == std::string_view::npos) break;
      checker.line(number++, line, too_long);
      line.clear();
      too_long = false;
      rest.remove_prefix(end + 1);
    }
  }
  if (!line.empty() || too_long) checker.line(number, line, too_long);
  checker.finish();
  return report;
}

}  // namespace preceptor::xapi
