// The diary of launches, for whoever runs the site: when each platform last worked, and the newest refusals with the code that the learner saw.
#include <algorithm>
#include <map>

#include "plugin/app/commands/check.hpp"

namespace preceptor::app {
namespace {

constexpr int kRead = 1000;            // entries; beyond them lies what nobody asks about any more
constexpr std::size_t kShown = 10;     // different refusals
constexpr std::size_t kCodes = 5;      // codes a refusal
constexpr base::Milliseconds kRecent{7LL * 24 * 60 * 60 * 1000};

struct Refusals {
  ports::DiaryEntry newest;
  std::size_t count = 0;
  std::string codes;
};

// The fix of an error's stable name.
std::string fix_of(const std::string& name) {
  for (int code = 0; code <= static_cast<int>(base::Code::internal); ++code) {
    const auto& info = base::info(static_cast<base::Code>(code));
    if (info.name == name) return std::string(info.fix);
  }
  return {};
}

// Like refusals become one line, newest first: a broken platform fails in one way many times.
std::vector<Refusals> gathered(const std::vector<ports::DiaryEntry>& entries, base::Instant since) {
  std::vector<Refusals> found;
  for (const auto& entry : entries) {
    if (entry.reason == "ok" || entry.at < since) continue;
    const auto same = std::find_if(found.begin(), found.end(), [&](const Refusals& one) {
      return one.newest.step == entry.step && one.newest.reason == entry.reason && one.newest.registration == entry.registration;
    });
    Refusals& into = same == found.end() ? found.emplace_back(Refusals{entry, 0, ""}) : *same;
    if (into.count++ < kCodes) into.codes += (into.codes.empty() ? "" : ", ") + entry.code;
  }
  return found;
}

std::string cause_of(const Refusals& refusals, const std::string& name) {
  const ports::DiaryEntry& entry = refusals.newest;
  std::string cause = std::to_string(refusals.count) + (refusals.count == 1 ? " refused " : " refused, last ") + base::format_rfc3339(entry.at);
  if (!name.empty()) cause += ", " + name;
  cause += ", code " + refusals.codes;
  if (refusals.count > kCodes) cause += " and " + std::to_string(refusals.count - kCodes) + " more";
  if (!entry.detail.empty()) cause += "; " + entry.detail;
  if (!entry.expected.empty() || !entry.received.empty()) cause += "; expected " + entry.expected + ", received " + entry.received;
  return cause;
}

// When launches of one platform last worked, the ways browsers were known by, and which deployments they came from.
struct Worked {
  base::Instant last{};
  std::vector<std::string> ways;
  std::vector<ports::LastGood> deployments;   // each deployment's own last one
};

void add_way(Worked& worked, const std::string& way) {
  if (!way.empty() && std::find(worked.ways.begin(), worked.ways.end(), way) == worked.ways.end()) worked.ways.push_back(way);
}

std::string cause_of(const Worked& worked) {
  std::string cause = "last good one " + base::format_rfc3339(worked.last);
  for (const auto& way : worked.ways) cause += ", " + way;
  if (worked.deployments.size() < 2) return cause;
  for (const auto& one : worked.deployments) cause += "; " + one.deployment + ": " + base::format_rfc3339(one.at);
  return cause;
}

}  // namespace

void check_launches(Site& site, std::vector<CheckLine>& lines) {
  const auto diary = site.store().recent_diary(kRead);
  const auto good = site.store().last_good_launches();
  const auto registrations = site.store().list_registrations();
  if (!diary || !good || !registrations) {
    const base::Error& error = !diary ? diary.error() : !good ? good.error() : registrations.error();
    lines.push_back({"launches", "red", describe(error), std::string(info(error.code).fix)});
    return;
  }
  std::map<std::string, std::string> names;
  for (const auto& registration : *registrations) names[registration.id.str()] = registration.name;
  std::map<std::string, Worked> worked;
  for (const auto& one : *good) {
    Worked& of = worked[one.registration];
    of.last = std::max(of.last, one.at);
    if (!one.deployment.empty()) of.deployments.push_back(one);
  }
  for (const auto& entry : *diary) {
    if (entry.reason == "ok") add_way(worked[entry.registration], entry.detail);
  }
  for (const auto& registration : *registrations) {
    if (!registration.enabled) continue;
    const auto last = worked.find(registration.id.str());
    lines.push_back({"launches from " + registration.name, "good",
                     last == worked.end() ? "none yet" : cause_of(last->second), "", registration.id.str()});
  }
  const auto refused = gathered(*diary, site.clock().now() - kRecent);
  for (std::size_t i = 0; i < refused.size() && i < kShown; ++i) {
    const auto name = names.find(refused[i].newest.registration);
    lines.push_back({refused[i].newest.reason, "warning", cause_of(refused[i], name == names.end() ? "" : name->second), fix_of(refused[i].newest.reason), refused[i].newest.registration, "diary"});
  }
  if (refused.size() > kShown) {
    lines.push_back({"launches", "warning", std::to_string(refused.size() - kShown) + " more kinds of refusals in the last 7 days", "Mend those above first."});
  }
}

}  // namespace preceptor::app
