#include "plugin/app/commands/health_lines.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "core/base/visible.hpp"

namespace preceptor::app {
namespace {

using base::Instant;
using base::Milliseconds;

constexpr Milliseconds kHour{3'600'000}, kDay{24LL * 3'600'000};
constexpr Milliseconds kBackupsOld = kDay * 2;   // one missed night is not an alarm
constexpr int kManyDays = 21;

std::string counted(std::int64_t count, const std::string& one) { return std::to_string(count) + " " + one + (count == 1 ? "" : "s"); }

std::string ago(Milliseconds age) {
  if (age < kHour) return "less than an hour ago";
  return age < kDay * 2 ? counted(age / kHour, "hour") + " ago" : counted(age / kDay, "day") + " ago";
}

std::string last_made(Instant last, Instant now) { return "the last was made " + base::format_rfc3339(last) + ", " + ago(now - last); }

std::string mebibytes(std::int64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB"; }

}  // namespace

CheckLine red_line(std::string what, const base::Error& error) {
  return {std::move(what), "red", describe(error), std::string(info(error.code).fix)};
}

CheckLine backup_line(std::optional<Instant> last, Instant now) {
  if (!last) {
    return {"backups", "warning", "none was made with preceptor store backup",
            "Run preceptor store backup FILE every night, onto another disk; keep a copy of the key file in a second place."};
  }
  if (now - *last > kBackupsOld) return {"backups", "warning", last_made(*last, now), "See why preceptor store backup no longer runs every night."};
  return {"backups", "good", last_made(*last, now), ""};
}

CheckLine server_backup_line(std::optional<Instant> last, Instant now) {
  if (!last) {
    return {"backups", "warning", "none was noted: a database server's are made with its own tools, of which we hear nothing by ourselves",
            "Run pg_dump every night, onto another disk, and note each: preceptor store backup FILE --made-elsewhere WHEN. Keep a copy of the key file in a second place."};
  }
  if (now - *last > kBackupsOld)
    return {"backups", "warning", last_made(*last, now), "See why pg_dump, or the note of it with preceptor store backup FILE --made-elsewhere WHEN, no longer runs every night."};
  return {"backups", "good", last_made(*last, now), ""};
}

CheckLine export_line(std::optional<Instant> last, Instant now) {
  return {"exports", "good", last ? last_made(*last, now) : "none was made yet; preceptor export xapi makes one", ""};
}

CheckLine identifiers_line(std::int64_t lost, const std::string& key_file) {
  const std::string what = "identifiers of learners";
  if (lost == 0) return {what, "good", "all can be read with " + key_file, ""};
  return {what, "red",
          "the identifiers of " + std::to_string(lost) + " learners are sealed under a key that is not in " + key_file +
              ": their legal names, NPIs, board ids, birth days and licences cannot be read, and nothing of theirs can be reported. Credits and certificates are whole",
          "Put the key file that belongs to this store back in its place. Where it is gone, those learners fill in their profile once more."};
}

CheckLine database_line(const ports::StoreLook& look) {
  if (!look.looked) return {"database", "good", mebibytes(look.bytes) + ", too much to read through here; preceptor store backup reads its copy through", ""};
  if (look.whole) return {"database", "good", mebibytes(look.bytes) + " read through, nothing is damaged", ""};
  return {"database", "red", "the store's file is damaged",
          "Stop preceptor serve, keep the damaged file with its -wal file, and put the newest backup in its place; check the disk."};
}

CheckLine server_line(const ports::StoreLook& look) {
  return {"database", "good", mebibytes(look.bytes) + " in PostgreSQL, which checks its own pages; its backups are made with its own tools", ""};
}

CheckLine clock_line(const std::string& name, std::optional<Milliseconds> ahead) {
  // Our token requests are dated back by 45 s, because Moodle takes none from its future; a launch may be 60 s off (moodle.md 5.2, lti.md 4).
  constexpr Milliseconds kNoise{2000}, kNoticed{10'000}, kRefused{45'000};
  const std::string what = "clock of " + name;
  if (!ahead) return {what, "good", "its answer carries no usable Date, so its clock cannot be compared with ours", ""};
  const Milliseconds apart = std::chrono::abs(*ahead);
  if (apart <= kNoise) return {what, "good", "agrees with ours", ""};
  const std::string cause = "is " + counted(std::chrono::round<std::chrono::seconds>(apart).count(), "second") + (*ahead > Milliseconds{0} ? " ahead of ours" : " behind ours");
  if (apart <= kNoticed) return {what, "good", cause, ""};
  const std::string next = "Let both machines follow a time server; timedatectl shows whether this one does. If several platforms differ alike, it is this one.";
  if (apart <= kRefused) return {what, "warning", cause, next};
  return {what, "red", cause + ", so launches or grades are refused", next};
}

CheckLine certificate_line(const std::string& host, const http::Certificate& found, Instant now) {
  using http::Trust;
  const std::string what = "certificate", until = base::format_rfc3339(found.until).substr(0, 10);
  const std::string by = found.issuer.empty() ? "" : ", signed by " + found.issuer;
  switch (found.trust) {
    case Trust::good: break;
    case Trust::expired:
      return {what, "red", "the one of " + host + by + " expired on " + until + "; browsers refuse the site", "Renew it, and let the proxy or Preceptor read it again."};
    case Trust::not_yet_valid:
      return {what, "red", "the one of " + host + by + " counts from " + base::format_rfc3339(found.from) + " only", "Check this machine's clock, then the certificate."};
    case Trust::other_name:
      return {what, "red", "the one shown is not for " + host + by + " (" + found.reason + ")", "Use a certificate that names " + host + ", or correct public_url."};
    case Trust::self_signed:
      return {what, "red", "the one of " + host + by + " comes from no known authority (" + found.reason + ")",
              "Use one of a public authority, for example Let's Encrypt. An authority of your own must be known to every browser and LMS; name it in outbound.ca_file."};
    case Trust::chain_incomplete:
      return {what, "red", "the chain from the one of " + host + by + " to a known authority is incomplete; " + counted(found.sent, "certificate") + " came",
              "Let the proxy send the intermediate certificates too: fullchain.pem instead of cert.pem."};
    case Trust::refused:
      return {what, "red", "the one of " + host + by + " is refused: " + found.reason, "Replace it with one of a public authority."};
  }
  const std::string cause = "valid until " + until + ", " + counted((found.until - now) / kDay, "day") + " left" + by;
  // Authorities now give 90, 47 or 6 days: what is near its end depends on the whole life.
  if (found.until - now > std::min(kDay * kManyDays, (found.until - found.from) / 4)) return {what, "good", cause, ""};
  return {what, "warning", cause, "See whether its renewal still runs (certbot renew --dry-run, or the proxy's own)."};
}

CheckLine address_line(const AddressFacts& facts) {
  const std::string what = "public address";
  if (facts.failure) {
    return {what, "warning", facts.url + " does not answer this machine: " + describe(*facts.failure),
            "Start preceptor serve and the proxy. If both run, open the address from elsewhere: some networks do not lead back to themselves."};
  }
  if (facts.status >= 500) {
    return {what, "red", facts.url + " answered " + std::to_string(facts.status) + " where our key set should be",
            "Start preceptor serve; compare listen with where the proxy sends requests."};
  }
  if (facts.status != 200) {
    return {what, "red", facts.url + " answered " + std::to_string(facts.status) + " where our key set should be",
            "Correct public_url, or let the proxy pass on every path below it unchanged."};
  }
  if (facts.same && !*facts.same) {
    return {what, "red", facts.url + " leads to something else: the key set there is not ours", "Correct public_url or the proxy; one address leads to one store."};
  }
  return {what, "good", facts.url + " answers" + (facts.same ? " and is this site" : ""), ""};
}

std::string failure_words(const web::LastFailure& failed) {
  const xapi::FailedTry& tried = failed.tried;
  std::string text = failed.error;
  if (tried.count > 0) text += " (" + (tried.count == 1 ? "statement " : counted(tried.count, "statement") + " from ") + tried.statement + ")";
  return tried.words.empty() ? text : text + "; the store's words: " + base::visible(tried.words);
}

CheckLine store_line(const std::string& name, const StoreFacts& facts, Instant now) {
  constexpr Milliseconds kLongWait{60 * 60 * 1000};
  const std::string what = "LRS " + name;
  const auto& backlog = facts.backlog;
  if (!facts.good) return {what, "red", facts.cause, facts.next};
  constexpr Milliseconds kSoon{60 * 1000};   // what a store takes late is no finding
  if (facts.failed && backlog.oldest && now - *backlog.oldest > kSoon) {
    return {what, "warning", std::to_string(backlog.waiting) + " waiting; the last try failed, " + base::format_rfc3339(facts.failed->at) + ": " + failure_words(*facts.failed),
            "It is tried again by itself. Look at the record store's own log for what it answers; one statement that it fails on while it takes others is parked by itself."};
  }
  if (backlog.parked > 0) {
    return {what, "warning", counted(backlog.parked, "statement") + (backlog.parked == 1 ? " was" : " were") + " refused and " + (backlog.parked == 1 ? "is" : "are") + " parked",
            "preceptor lrs list and /admin show them and why; mend the cause, then preceptor lrs resend " + name + " sends them again."};
  }
  if (backlog.oldest && now - *backlog.oldest > kLongWait) {
    return {what, "warning", counted(backlog.waiting, "statement") + " waiting, the oldest since " + base::format_rfc3339(*backlog.oldest) + ", though the store answers",
            "Start preceptor serve: it delivers. If it runs, look for lrs. in its log."};
  }
  if (!facts.next.empty()) return {what, "warning", facts.cause, facts.next};
  return {what, "good", "speaks xAPI " + facts.version + ", " + std::to_string(backlog.waiting) + " waiting", ""};
}

}  // namespace preceptor::app
