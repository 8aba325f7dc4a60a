// Manifest and record lines: one text for one value, and nothing else is read.
#include <gtest/gtest.h>

#include "xapi/evidence/manifest.hpp"
#include "xapi/evidence/rows.hpp"

namespace preceptor::xapi::evidence {
namespace {

Manifest full_manifest() {
  Manifest made;
  made.site = "https://cme.example.org";
  made.from = "2026-11-01T00:00:00.000Z";
  made.unit = "apixaban-dose";
  made.events = true;
  made.statements = 7;
  made.erased = 2;
  made.files = {{kStatementsFile, 4096, 7, std::string(64, 'a')}, {kRecordFile, 1, 1, std::string(64, 'b')}};
  made.record = {{"r1", 9, std::string(64, 'c'), 2, 8, std::string(64, 'd'), std::string(64, 'e')}, {"r2", 3, std::string(64, 'f'), 0, 0, "", ""}};
  return made;
}

TEST(EvidenceManifest, IsReadAsItWasWritten) {
  Manifest bare;
  bare.site = "x";
  for (const Manifest& one : {full_manifest(), bare}) {
    const auto text = to_text(one);
    ASSERT_TRUE(text);
    const auto read = read_manifest(*text);
    ASSERT_TRUE(read) << base::describe(read.error());
    EXPECT_EQ(*read, one);
  }
}

TEST(EvidenceManifest, NothingElseIsRead) {
  const std::string good = *to_text(full_manifest());
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  const std::pair<std::string, std::string> cases[] = {
      {"", "manifest.json"}, {"[]", "object"}, {good + " ", "form"}, {changed("preceptor-evidence", "something-else"), "format"}, {changed("\"version\": 1", "\"version\": 2"), "version"},
      {changed("\"version\": 1", "\"version\": 1,\n \"more\": 1"), "more"}, {changed("\"statements\": 7", "\"statements\": -7"), "statements"},
      {changed("\"events\": true", "\"events\": 1"), "events"}, {changed("\"first\": 2", "\"first\": 9"), "last"}, {changed("\"last\": 8", "\"last\": 10"), "last"},
      {changed("\"bytes\": 4096", "\"bytes\": 1e99"), "bytes"}, {changed("\"from\": ", "\"form\": "), "form"}, {std::string(kMostManifestBytes + 1, ' '), "manifest.json"},
      {std::string(10'000, '['), "manifest.json"}};
  for (const auto& [text, says] : cases) {
    const auto read = read_manifest(text);
    ASSERT_FALSE(read) << text.substr(0, 200);
    EXPECT_EQ(read.error().code, base::Code::bundle_malformed);
    EXPECT_NE(read.error().detail.find(says), std::string::npos) << says << ": " << read.error().detail;
  }
}

TEST(EvidenceManifest, OneOfTooManyRegistrationsIsRefused) {
  Manifest made = full_manifest();
  made.record.assign(10'000, made.record.front());
  const auto text = to_text(made);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, base::Code::bundle_too_large);
}

TEST(EvidenceRows, AreReadAsTheyWereWritten) {
  const RecordLine plain{"r1", 5, "h", "s", {}, {}, {}};
  const RecordLine whole{"r1", 6, "h", "s", {{"id1", "d1", 4}, {"id2", "d2", 0}}, R"({"a":"\u0000"})", {"d1", "d2", "d3"}};
  for (const RecordLine& one : {plain, whole}) {
    const auto read = read_record_line(to_line(one));
    ASSERT_TRUE(read) << base::describe(read.error());
    EXPECT_EQ(*read, one);
  }
  EXPECT_EQ(to_line(plain), R"({"hash":"h","position":5,"registration":"r1","seal":"s"})");
}

TEST(EvidenceRows, NothingElseIsRead) {
  for (const char* text : {"", "{}", "null", R"({"hash":"h","position":0,"registration":"r","seal":"s"})", R"({"position":5,"hash":"h","registration":"r","seal":"s"})",
                           R"({"hash":"h","position":5,"registration":"r","seal":"s","statements":[]})", R"({"hash":"h","position":5,"registration":"r","seal":"s","statements":[1]})",
                           R"({"hash":"h","position":5,"registration":"r","seal":"s","x":1})", R"({"hash":"h","position":5,"registration":"r","seal":"s"} )",
                           R"({"hash":"h","hash":"h","position":5,"registration":"r","seal":"s"})"}) {
    const auto read = read_record_line(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, base::Code::bundle_malformed);
  }
}

TEST(EvidenceRows, DeliveriesSayWhatBecameOfStatements) {
  const base::Instant at = base::from_unix_ms(1'795'000'000'000);
  EXPECT_EQ(to_line("r1", {"main#1", 2, 4, 3, 200, "", "", at}), R"({"at":")" + base::format_rfc3339(at) + R"(","from":2,"registration":"r1","statements":3,"status":200,"store":"main#1","through":4})");
  EXPECT_EQ(to_line("r1", {"main#1", 7, 7, 0, 0, "id", "lrs.refused", at}), R"({"at":")" + base::format_rfc3339(at) + R"(","position":7,"reason":"lrs.refused","refused":"id","registration":"r1","store":"main#1"})");
}

}  // namespace
}  // namespace preceptor::xapi::evidence
