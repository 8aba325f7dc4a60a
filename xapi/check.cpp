#include "xapi/check.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

#include "core/base/ascii.hpp"
#include "core/base/json.hpp"
#include "xapi/profile/profile_lines.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/text.hpp"

namespace preceptor::xapi {
using base::Json;
namespace {

class Checker {
 public:
  Checker(Version version, bool house, bool profile, std::optional<base::Instant> now, CheckReport& report) : options_{version, now}, house_(house), report_(report) {
    if (profile) profile_.emplace();
  }

  void line(std::int64_t number, std::string_view text, bool too_long) {
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    if (text.find_first_not_of(" \t") == std::string_view::npos && !too_long) return;
    if (whole_) return;
    ++report_.lines;
    std::vector<Finding> found;
    checks::Check check(options_, found);
    const checks::Path root;
    // What people have at hand is often one array, or a statement over many lines: said once, not of every line.
    const auto begins = text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
    if (report_.lines == 1 && (begins.starts_with("[") || begins == "{")) {
      whole_ = true;
      check.add(1, root, begins == "{" ? "begins a statement over several lines; this reads one statement a line: jq -c . FILE" : "begins an array; this reads one statement a line: jq -c '.[]' FILE");
      return keep(number, {}, found);
    }
    std::string id;
    Json statement;
    if (too_long) {
      check.add(1, root, "is a line of over 1 MiB; not checked further");
    } else if (checks::parse_statement(check, text, statement)) {
      checks::check_statement(check, statement);
      if (const Json* given = checks::member(statement, "id"); given != nullptr && given->is_string()) id = given->get<std::string>();
      if (!id.empty() && !seen_.insert(base::lower(id)).second) check.add(13, root / "id", "appears on an earlier line too");
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
  std::unordered_set<std::string> seen_;   // ids in small letters: case does not make another
  bool whole_ = false;                     // the file is no lines of statements
};

}  // namespace

bool fails(const Finding& finding, bool house) { return house || finding.severity == Severity::spec || finding.severity == Severity::profile; }

CheckReport check_lines(const ReadBytes& read, Version version, bool house, bool profile, std::optional<base::Instant> now) {
  CheckReport report;
  Checker checker(version, house, profile, now, report);
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
