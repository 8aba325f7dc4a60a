// Facts in, one line out: each state, and the words an operator acts on.
#include "plugin/app/commands/health_lines.hpp"

#include <gtest/gtest.h>

namespace preceptor::app {
namespace {

using base::Code;
using base::Instant;
using base::Milliseconds;
using http::Trust;

constexpr Milliseconds kSecond{1000}, kHour{3'600'000}, kDay{24 * 3'600'000};
const Instant kNow = *base::parse_rfc3339("2026-11-25T12:00:00Z");

void expect(const CheckLine& line, const std::string& state, const std::string& cause, const std::string& next = "") {
  EXPECT_EQ(line.state, state) << line.cause;
  EXPECT_NE(line.cause.find(cause), std::string::npos) << line.cause;
  EXPECT_NE(line.next.find(next), std::string::npos) << line.next;
  EXPECT_EQ(line.next.empty(), line.state == "good") << line.what << ": what to do is said when something is to do";
}

TEST(IdentifiersLine, SaysWhatIsLostInWords) {
  EXPECT_EQ(identifiers_line(0, "/k").state, "good");
  const CheckLine line = identifiers_line(12, "/k");
  EXPECT_EQ(line.state, "red");
  for (const char* word : {"12 learners", "legal names", "NPIs", "/k", "Credits and certificates are whole"}) EXPECT_NE(line.cause.find(word), std::string::npos) << word;
  EXPECT_NE(line.next.find("key file"), std::string::npos);
}

TEST(HealthLines, Certificate) {
  const struct {
    Trust trust;
    Milliseconds age, left;
    const char *state, *cause, *next;
  } rows[] = {
      {Trust::good, kDay * 20, kDay * 70, "good", "valid until 2027-02-03, 70 days left, signed by Example CA", ""},
      {Trust::good, kDay * 60, kDay * 22, "good", "22 days left", ""},
      {Trust::good, kDay * 377, kDay * 21, "warning", "21 days left", "renewal"},
      {Trust::good, kDay * 34, kDay * 13, "good", "13 days left", ""},          // of 47
      {Trust::good, kDay * 37, kDay * 10, "warning", "10 days left", "renewal"},
      {Trust::good, kDay * 4, kDay * 2, "good", "2 days left", ""},              // of 6
      {Trust::good, kDay * 5, kDay * 1, "warning", "1 day left", "renewal"},
      {Trust::expired, kDay * 90, -kDay, "red", "expired on 2026-11-24", "Renew"},
      {Trust::not_yet_valid, -kDay, kDay * 90, "red", "counts from 2026-11-26", "clock"},
      {Trust::other_name, kDay, kDay, "red", "not for cme.example.org", "names cme.example.org"},
      {Trust::self_signed, kDay, kDay, "red", "no known authority", "outbound.ca_file"},
      {Trust::chain_incomplete, kDay, kDay, "red", "incomplete; 1 certificate came", "fullchain.pem"},
      {Trust::refused, kDay, kDay, "red", "refused: some reason", "public authority"},
  };
  for (const auto& row : rows) {
    http::Certificate found;
    found.trust = row.trust;
    found.reason = "some reason";
    found.issuer = "Example CA";
    found.from = kNow - row.age;
    found.until = kNow + row.left;
    found.sent = 1;
    const auto line = certificate_line("cme.example.org", found, kNow);
    EXPECT_EQ(line.what, "certificate");
    expect(line, row.state, row.cause, row.next);
  }
}

TEST(HealthLines, Address) {
  const std::string url = "https://cme.example.org";
  const base::Error away{Code::outbound_connect, "cme.example.org:443: Connection refused", {}, {}};
  const struct {
    AddressFacts facts;
    const char *state, *cause, *next;
  } rows[] = {
      {{url, away, 0, {}}, "warning", "Connection refused", "Start preceptor serve"},
      {{url, {}, 502, {}}, "red", "answered 502", "listen"},
      {{url, {}, 404, {}}, "red", "answered 404", "public_url"},
      {{url, {}, 301, {}}, "red", "answered 301", "public_url"},
      {{url, {}, 404, false}, "red", "answered 404", "public_url"},
      {{url, {}, 200, false}, "red", "not ours", "one store"},
      {{url, {}, 200, true}, "good", "answers and is this site", ""},
      {{url, {}, 200, {}}, "good", "answers", ""},
  };
  for (const auto& row : rows) expect(address_line(row.facts), row.state, row.cause, row.next);
}

TEST(HealthLines, Framing) {
  const std::vector<std::string> lms = {"https://lms.example.org", "https://canvas.example.edu:8443"};
  const struct {
    ports::Headers headers;
    const char *state, *cause;
  } rows[] = {
      {{{"Content-Type", "application/json"}}, "good", "nothing on the way"},
      {{{"x-frame-options", "SAMEORIGIN"}}, "warning", "X-Frame-Options: SAMEORIGIN"},
      {{{"Content-Security-Policy", "default-src 'self'"}}, "good", "nothing on the way"},
      {{{"Content-Security-Policy", "default-src 'self'; Frame-Ancestors 'self'"}}, "red", "no LMS"},
      {{{"Content-Security-Policy", "frame-ancestors"}}, "red", "'none'"},
      {{{"Content-Security-Policy", "frame-ancestors *"}, {"Content-Security-Policy", "frame-ancestors 'none'"}}, "red", "no LMS"},
      {{{"Content-Security-Policy", "frame-ancestors https:"}}, "good", "nothing on the way"},
      {{{"Content-Security-Policy", "frame-ancestors https://lms.example.org/ https://canvas.example.edu:8443"}}, "good", "nothing on the way"},
      {{{"Content-Security-Policy", "frame-ancestors https://lms.example.org"}}, "warning", "does not name https://canvas.example.edu:8443"},
      {{{"Content-Security-Policy", "frame-ancestors https://lms.example.org"}, {"X-Frame-Options", "DENY"}}, "warning", "frame-ancestors https://lms.example.org"},
  };
  for (const auto& row : rows) expect(framing_line(added_framing(row.headers), lms), row.state, row.cause, "");
  expect(frames_line("One", "https://lms.example.org https://sso.example.org"), "good", "inside https://lms.example.org, https://sso.example.org and");
  expect(frames_line("One", "'none'"), "warning", "no address", "frame_ancestors");
  const auto at = *base::parse_rfc3339("2026-11-03T09:00:00Z");
  expect(frames_line("One", "https://lms.example.org", BlockedFrames{3, at, at + std::chrono::hours(1), {}}), "warning", "at least 3 page(s) of ours not shown in a frame since 2026-11-03T09:00:00", "another address");
  expect(frames_line("One", "https://lms.example.org", BlockedFrames{1, at, at, {"https://new.example.org"}}), "warning", "may be shown inside https://lms.example.org",
         "The course page at https://new.example.org may not show this tool");
  EXPECT_EQ(frames_line("One", "'none'").what, "frames of One");
}

TEST(HealthLines, Clock) {
  const struct {
    std::optional<Milliseconds> ahead;
    const char *state, *cause;
  } rows[] = {
      {std::nullopt, "good", "cannot be compared"},
      {Milliseconds{0}, "good", "agrees with ours"},
      {Milliseconds{-2000}, "good", "agrees with ours"},
      {Milliseconds{2600}, "good", "is 3 seconds ahead of ours"},
      {kSecond * 10, "good", "10 seconds ahead"},
      {-kSecond * 10, "good", "10 seconds behind ours"},
      {Milliseconds{10001}, "warning", "10 seconds ahead"},
      {-kSecond * 45, "warning", "45 seconds behind"},
      {Milliseconds{45001}, "red", "45 seconds ahead of ours, so launches or grades are refused"},
      {-kSecond * 300, "red", "300 seconds behind ours"},
  };
  for (const auto& row : rows) {
    const auto line = clock_line("Moodle", row.ahead);
    EXPECT_EQ(line.what, "clock of Moodle");
    expect(line, row.state, row.cause, *row.state == 'g' ? "" : "timedatectl");
  }
}

TEST(HealthLines, CopiesOfTheRecord) {
  const struct {
    std::optional<Milliseconds> age;
    const char *backup_state, *backup_cause, *export_cause;
  } rows[] = {
      {std::nullopt, "warning", "none was made", "none was made yet"},
      {Milliseconds{0}, "good", "2026-11-25T12:00:00.000Z, less than an hour ago", "less than an hour ago"},
      {-kHour, "good", "less than an hour ago", "less than an hour ago"},   // a clock that was set back
      {kHour, "good", "1 hour ago", "1 hour ago"},
      {kHour * 30, "good", "30 hours ago", "30 hours ago"},
      {kDay * 2, "good", "2 days ago", "2 days ago"},
      {kDay * 2 + kSecond, "warning", "2 days ago", "2 days ago"},
      {kDay * 40, "warning", "2026-10-16T12:00:00.000Z, 40 days ago", "40 days ago"},
  };
  for (const auto& row : rows) {
    const auto last = row.age ? std::optional(kNow - *row.age) : std::nullopt;
    expect(backup_line(last, kNow), row.backup_state, row.backup_cause, *row.backup_state == 'g' ? "" : "preceptor store backup");
    const auto at_server = server_backup_line(last, kNow);
    expect(at_server, row.backup_state, row.age ? row.backup_cause : "none was noted", *row.backup_state == 'g' ? "" : "pg_dump");
    EXPECT_EQ(at_server.next.empty(), at_server.next.find("--made-elsewhere") == std::string::npos) << at_server.next;
    expect(export_line(last, kNow), "good", row.export_cause);
  }
}

TEST(HealthLines, Database) {
  ports::StoreLook look;
  look.bytes = 5 << 20;
  expect(database_line(look), "good", "5 MiB, too much to read through here");
  look.looked = true;
  expect(database_line(look), "good", "5 MiB read through, nothing is damaged");
  look.whole = false;
  expect(database_line(look), "red", "damaged", "newest backup");
}

TEST(HealthLines, RecordStores) {
  using Backlog = xapi::DeliveryStore::Backlog;
  const struct {
    StoreFacts facts;
    const char *state, *cause, *next;
  } rows[] = {
      {{true, "2.0.0", "The store answers.", "", Backlog{}}, "good", "speaks xAPI 2.0.0, 0 waiting", ""},
      {{true, "1.0.3", "", "", Backlog{3, 0, kNow - kSecond, {}}}, "good", "3 waiting", ""},
      {{true, "1.0.3", "", "", Backlog{3, 0, kNow - kHour - kSecond, {}}}, "warning", "3 statements waiting, the oldest since 2026-11-25T10:59:59", "Start preceptor serve"},
      {{true, "1.0.3", "", "", Backlog{0, 1, {}, {}}}, "warning", "1 statement was refused and is parked", "preceptor lrs resend main"},
      {{true, "1.0.3", "Statements can be written but not read back", "Give the credentials the right to read", Backlog{}}, "warning", "not read back", "right to read"},
      {{false, "", "Credentials: the store refused the username", "Check username", Backlog{5, 2, kNow - kDay, {}}}, "red", "Credentials:", "Check username"},
  };
  for (const auto& row : rows) {
    const CheckLine line = store_line("main", row.facts, kNow);
    EXPECT_EQ(line.what, "LRS main");
    expect(line, row.state, row.cause, row.next);
  }
}

TEST(HealthLines, ARecordStoreThatTakesNothingSaysWithWhatAndWhyLongBeforeAnHour) {
  const web::LastFailure failed{kNow - kSecond, "lrs.unreadable: HTTP 500: the store is in trouble", {"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11", 1, "HTTP 500: no dots in keys"}};
  StoreFacts facts{true, "1.0.3", "", "", {9, 0, kNow - 61 * kSecond, {}}, failed};
  expect(store_line("main", facts, kNow), "warning", "9 waiting; the last try failed, 2026-11-25T11:59:59", "record store's own log");
  for (const char* part : {"HTTP 500: the store is in trouble", "statement 7f3c2f64", "the store's words: HTTP 500: no dots in keys"})
    EXPECT_NE(store_line("main", facts, kNow).cause.find(part), std::string::npos) << part;
  facts.backlog.oldest = kNow - 59 * kSecond;
  expect(store_line("main", facts, kNow), "good", "9 waiting", "");
  EXPECT_EQ(failure_words({kNow, "outbound.connect: nobody", {}}), "outbound.connect: nobody");
  EXPECT_EQ(failure_words({kNow, "lrs.refused", {"", 0, "\x1b[2J\xe2\x80\xae"}}), "lrs.refused; the store's words: \\u001b[2J\\u202e") << "noted before such words were escaped";
}

TEST(HealthLines, AnErrorBecomesARedLineWithItsFix) {
  const auto line = red_line("store", {Code::store_full, "the disk is full", {}, {}});
  EXPECT_EQ(line.what, "store");
  expect(line, "red", "the disk is full", std::string(base::info(Code::store_full).fix));
}

}  // namespace
}  // namespace preceptor::app
