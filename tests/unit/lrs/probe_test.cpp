#include "adapters/lrs/probe.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/lrs/fakes.hpp"

namespace preceptor::lrs::testing {
namespace {

using base::Code;

struct Row {
  const char* name;
  Answer about, get, post;
  bool good;
  const char* cause;   // its first word or words
};

const char* const kAbout = R"({"version":["1.0.3"]})";

// Answers by resource.
class ProbeTarget : public ports::HttpClient {
 public:
  explicit ProbeTarget(const Row& row) : row_(row) {}
  Answer send(const ports::OutboundRequest& request) override {
    if (request.url.ends_with("/about")) return row_.about;
    if (request.method == "GET") return row_.get;
    posted.push_back(request.body);
    return row_.post;
  }
  std::vector<std::string> posted;

 private:
  const Row& row_;
};

TEST(Probe, SaysWhichOfThemIsWrong) {
  const Answer about = status(200, kAbout), fine = status(200, R"({"statements":[]})"), empty = status(200, "[]");
  const Row rows[] = {
      {"all well", about, fine, empty, true, "The store answers"},
      {"an empty array is malformed to it", about, fine, status(400), true, "The store answers"},
      {"name", lost(Code::outbound_name), fine, empty, false, "Address:"},
      {"nobody there", lost(Code::outbound_connect), fine, empty, false, "Address:"},
      {"not allowed", lost(Code::outbound_refused), fine, empty, false, "Address:"},
      {"certificate", lost(Code::outbound_tls), fine, empty, false, "TLS:"},
      {"no such path", status(404), fine, empty, false, "Path:"},
      {"redirect", status(302), fine, empty, false, "Path:"},
      {"a web page", status(200, "<html>"), fine, empty, false, "Path:"},
      {"about is fine, statements are not", about, status(404), empty, false, "Path:"},
      {"old version", status(200, R"({"version":["0.95"]})"), fine, empty, false, "Version:"},
      {"version refused", about, status(400), empty, false, "Version:"},
      {"wrong password", about, status(401), empty, false, "Credentials:"},
      {"wrong password already at about", status(401), fine, empty, false, "Credentials:"},
      {"may not write", about, fine, status(403), false, "Permissions:"},
      {"may not read", about, status(403), empty, true, "Statements can be written but not read back"},
      {"a quota is used up", about, status(402, "monthly quota used up"), status(402), false, "Refused:"},
      {"a quota for writing", about, fine, status(402, "monthly quota used up"), false, "Refused:"},
      {"gone", about, status(410), status(410), false, "Refused:"},
      {"a web page in the place of statements", about, status(200, "<html>"), empty, false, "Path:"},
      {"and of their ids", about, fine, status(200, "<html>"), false, "Path:"},
      {"takes an empty array without a word", about, fine, status(204), true, "The store answers"},
      {"in trouble", about, fine, status(503), false, "The store is in trouble"},
      {"in trouble already at about", status(502), fine, empty, false, "The store is in trouble"},
      {"too many requests already at about", status(429), fine, empty, false, "The store has too many requests"},
  };
  for (const Row& row : rows) {
    ProbeTarget target(row);
    const Probe found = probe(target, xapi::LrsRow{"main", "https://lrs.example.org/xAPI/", "user", "secret-word"});
    EXPECT_EQ(found.good, row.good) << row.name;
    EXPECT_TRUE(found.cause.starts_with(row.cause)) << row.name << ": " << found.cause;
    // The fault's name is the word the cause begins with.
    std::string word = std::string(name(found.fault)) + ":";
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
    if (word == "Tls:") word = "TLS:";
    const bool named = std::string_view(row.cause).ends_with(':');
    EXPECT_EQ(word, named ? row.cause : row.good ? "None:" : "Busy:") << row.name;
    EXPECT_EQ((found.cause + found.next).find("secret-word"), std::string::npos);
    if (!row.good) {
      EXPECT_FALSE(found.next.empty()) << row.name;
    }
    if (found.fault == Probe::Fault::refused) { EXPECT_NE(found.cause.find("HTTP 4"), std::string::npos) << row.name << ": " << found.cause; }
    for (const auto& body : target.posted) EXPECT_EQ(body, "[]") << "a probe writes nothing";
  }
}

// Whatever the two requests for statements are answered with, only what a record store answers is called good.
TEST(Probe, NothingIsCalledGoodThatIsNotOfARecordStore) {
  const Answer about = status(200, kAbout), fine = status(200, R"({"statements":[]})"), empty = status(200, "[]");
  for (const int code : {402, 406, 407, 410, 415, 421, 426, 451, 413, 422}) {
    for (const bool writing : {false, true}) {
      const Answer words = status(code, "the store's own words");
      const Row row{"refused", about, writing ? fine : words, writing ? words : empty, false, ""};
      ProbeTarget target(row);
      const Probe found = probe(target, xapi::LrsRow{"main", "https://lrs.example.org/xAPI/", "user", "secret-word"});
      EXPECT_FALSE(found.good) << code << writing;
      EXPECT_NE(found.cause.find("HTTP " + std::to_string(code) + ": the store's own words"), std::string::npos) << found.cause;
    }
  }
  for (const char* body : {"<html>", "{}", "[]", "", R"("statements")"}) {
    const Row row{"no list", about, status(200, body), empty, false, ""};
    ProbeTarget target(row);
    EXPECT_FALSE(probe(target, xapi::LrsRow{"main", "https://lrs.example.org/xAPI/", "u", "p"}).good) << body;
  }
  for (const char* body : {"<html>", "{}", R"({"statements":[]})"}) {
    const Row row{"no ids", about, fine, status(200, body), false, ""};
    ProbeTarget target(row);
    EXPECT_FALSE(probe(target, xapi::LrsRow{"main", "https://lrs.example.org/xAPI/", "u", "p"}).good) << body;
  }
}

TEST(Probe, AnEndpointThatIsNoUrl) {
  FakeStore store;
  EXPECT_TRUE(probe(store, xapi::LrsRow{"main", "lrs.example.org/xAPI", "u", "p"}).cause.starts_with("Address:"));
  EXPECT_TRUE(store.requests.empty());
}

TEST(Probe, WhereNoTlsIsSpokenNoCertificateIsBlamed) {
  const Answer plain = base::fail(Code::outbound_tls, "127.0.0.1:80: wrong version number"), fine = status(200, "[]");
  const Row row{"http where https was asked", plain, fine, fine, false, ""};
  ProbeTarget target(row);
  const Probe found = probe(target, xapi::LrsRow{"main", "https://lrs.example.org/xAPI/", "user", "secret-word"});
  EXPECT_EQ(found.fault, Probe::Fault::tls);
  EXPECT_EQ(found.cause.find("certificate"), std::string::npos) << found.cause;
  EXPECT_NE(found.next.find("http://"), std::string::npos) << found.next;
}

TEST(Probe, AFixedVersionThatTheStoreDoesNotList) {
  FakeStore store;
  store.about = kAbout;
  xapi::LrsRow row{"main", "https://lrs.example.org/xAPI/", "u", "p"};
  row.version = "2.0";
  EXPECT_TRUE(probe(store, row).cause.starts_with("Version:"));
}

}  // namespace
}  // namespace preceptor::lrs::testing
