#include "web/learner/diary_lines.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "lti/shown.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kMaxText = 500;
constexpr std::size_t kMaxRegistration = 64;
constexpr base::Milliseconds kAcceptedEvery{60 * 1000};

std::string cut(const std::string& text) { return std::string(base::utf8_prefix(text, kMaxText)); }

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const auto name : names) text += (text.empty() ? "" : ",") + std::string(name);
  return text;
}

}  // namespace

std::string short_code() {
  constexpr std::string_view letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";  // without 0 and O, 1 and I
  std::string code = "L-";
  for (const unsigned char byte : base::random_bytes(4)) code += letters[byte % letters.size()];
  return code;
}

void DiaryLines::write(const ports::DiaryEntry& entry) {
  if (const auto written = diary_.write_diary(entry); !written)
    log_.write(ports::Level::error, "diary.failed", {{"error", base::describe(written.error())}, {"code", entry.code}});
}

std::string DiaryLines::refused(const std::string& step, const lti::Refusal& refusal) {
  ports::DiaryEntry entry;
  entry.at = clock_.now();
  entry.code = short_code();
  entry.step = step;
  if (refusal.registration) entry.registration = lti::shown(refusal.registration->str().substr(0, kMaxRegistration));
  entry.reason = std::string(base::info(refusal.error.code).name);
  entry.detail = cut(refusal.error.detail);
  entry.expected = cut(refusal.error.expected);
  entry.received = cut(refusal.error.received);
  entry.checks = joined(refusal.checks);
  log_.write(ports::Level::warning, step + ".refused",
             {{"code", entry.code}, {"reason", entry.reason}, {"registration", entry.registration.empty() ? "unknown" : entry.registration}});
  write(entry);
  return entry.code;
}

bool DiaryLines::is_due(const lti::VerifiedLaunch& launch, base::Instant now) {
  {
    const std::lock_guard lock(mutex_);
    const auto [last, is_new] = last_accepted_.try_emplace({launch.registration.id, launch.bound_by, launch.launch.deployment_id}, now);
    if (is_new || !base::is_young(last->second, now, kAcceptedEvery)) {
      last->second = now;
      return true;
    }
  }
  const auto watched = diary_.launches_watched(launch.registration.id, now);
  if (!watched) log_.write(ports::Level::error, "diary.failed", {{"error", base::describe(watched.error())}});
  return watched && *watched;
}

void DiaryLines::accepted(const lti::VerifiedLaunch& launch) {
  const auto now = clock_.now();
  if (!is_due(launch, now)) return;
  ports::DiaryEntry entry;
  entry.at = now;
  entry.step = "launch";
  entry.registration = launch.registration.id.str();
  entry.reason = "ok";
  entry.detail = "bound by " + std::string(lti::name_of(launch.bound_by));
  entry.received = cut("deployment " + lti::shown(launch.launch.deployment_id));
  entry.checks = joined(launch.checks);
  write(entry);
}

std::string DiaryLines::failed(const std::string& step, const base::Error& error) {
  std::string code = short_code();
  log_.write(ports::Level::error, "page.failed", {{"step", step}, {"code", code}, {"error", base::describe_for_log(error)}});
  return code;
}

}  // namespace preceptor::web
