// A record in memory, sealed as the store seals, bundles of it, and their members taken apart and put together again.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/archive/stored_zip.hpp"
#include "adapters/evidence/bundle.hpp"
#include "core/base/digest.hpp"
#include "core/record/rendering.hpp"
#include "lti/jose/signed_document.hpp"

namespace preceptor::evidence::testing {

class SmallRecord : public xapi::EvidenceStore {
 public:
  // An event with these statements at the end of the registration's record.
  void add(const std::string& registration, const std::vector<std::string>& bodies, bool selected = true) {
    auto& rows = rows_[registration];
    xapi::RecordRow row;
    row.position = static_cast<std::int64_t>(rows.size()) + 1;
    const std::string event = R"({"type":"t","n":)" + std::to_string(row.position) + "}";
    std::vector<std::string> digests;
    for (const std::string& body : bodies) digests.push_back(base::sha256_hex(body));
    row.hash = record::event_hash(event, digests);
    row.seal = record::seal(rows.empty() ? std::string(record::kFirstSeal) : rows.back().seal, row.position, row.hash);
    if (selected && !bodies.empty()) {
      row.event = event;
      row.renderings = digests;
      for (std::size_t i = 0; i < bodies.size(); ++i)
        row.statements.push_back({base::StatementId(registration + "-" + std::to_string(row.position) + "-" + std::to_string(i)), digests[i], bodies[i]});
    }
    rows.push_back(std::move(row));
  }
  // That event's statement is this one, which carries a signature.
  void sign(const std::string& registration, std::int64_t position, const std::string& signature) {
    auto& one = rows_[registration][static_cast<std::size_t>(position - 1)].statements.at(0);
    one.signature = signature;
  }
  // As after an erasure: the bytes of that event's statements are gone.
  void erase(const std::string& registration, std::int64_t position) {
    for (auto& one : rows_[registration][static_cast<std::size_t>(position - 1)].statements) one.body.reset();
  }
  void deliver(const std::string& registration, xapi::Delivered one) { delivered_[registration].push_back(std::move(one)); }

  base::Result<std::vector<xapi::RecordHead>> record_heads() override {
    std::vector<xapi::RecordHead> heads;
    for (const auto& [id, rows] : rows_) heads.push_back({id, rows.back().position, rows.back().seal});
    return heads;
  }
  base::Result<std::optional<xapi::RecordSpan>> selected_span(const xapi::ExportFilter&, const std::string& registration, std::int64_t through) override {
    std::optional<xapi::RecordSpan> span;
    for (const auto& row : rows_[registration]) {
      if (row.statements.empty() || row.position > through) continue;
      if (!span) span = xapi::RecordSpan{row.position, row.position};
      span->last = row.position;
    }
    return span;
  }
  base::Result<std::string> seal_at(const std::string& registration, std::int64_t position) override {
    return position == 0 ? std::string(record::kFirstSeal) : rows_[registration].at(static_cast<std::size_t>(position - 1)).seal;
  }
  base::Status walk_record(const xapi::ExportFilter&, const std::string& registration, const xapi::RecordSpan& span,
                           const std::function<bool(const xapi::RecordRow&)>& each) override {
    for (const auto& row : rows_[registration])
      if (row.position >= span.first && row.position <= span.last && !each(row)) break;
    return {};
  }
  base::Status walk_deliveries(const std::string& registration, const xapi::RecordSpan&, const std::function<bool(const xapi::Delivered&)>& each) override {
    for (const auto& one : delivered_[registration])
      if (!each(one)) break;
    return {};
  }
  base::Result<std::string> evidence_certificates(const std::string&) override { return std::string(); }
  base::Status save_evidence_certificates(const std::string&, const std::string&) override { return {}; }

 private:
  std::map<std::string, std::vector<xapi::RecordRow>> rows_;
  std::map<std::string, std::vector<xapi::Delivered>> delivered_;
};

using Pieces = std::vector<std::pair<std::string, std::string>>;   // (name, bytes) in order

inline std::string read_back(std::FILE* file) {
  std::string bytes(static_cast<std::size_t>(std::ftell(file)), '\0');
  std::rewind(file);
  EXPECT_EQ(std::fread(bytes.data(), 1, bytes.size(), file), bytes.size());
  return bytes;
}

inline std::string pack(const Pieces& pieces) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  archive::StoredZipWriter writer(file.get());
  for (const auto& [name, bytes] : pieces) EXPECT_TRUE(writer.begin(name) && writer.write(bytes) && writer.end()) << name;
  EXPECT_TRUE(writer.finish());
  return read_back(file.get());
}

inline Pieces unpack(const std::string& bundle) {
  const auto zip = archive::read_stored_zip(ports::MemorySource(bundle));
  EXPECT_TRUE(zip);
  Pieces pieces;
  for (const auto& one : zip->members) pieces.emplace_back(one.name, bundle.substr(one.offset, one.size));
  return pieces;
}

inline std::string& piece(Pieces& pieces, const std::string& name) { return std::ranges::find(pieces, name, &Pieces::value_type::first)->second; }

// "fault file line statement" of each fact, sorted; the refusal's name when nothing could be said.
inline std::vector<std::string> differences(const std::string& bundle, const Expected& expected = {}) {
  std::vector<std::string> said;
  const auto look = check_bundle(ports::MemorySource(bundle), expected, [&](const xapi::evidence::Fact& fact) {
    said.push_back(std::string(name(fact.fault)) + " " + fact.file + (fact.line > 0 ? " " + std::to_string(fact.line) : "") + (fact.statement.empty() ? "" : " " + fact.statement));
  });
  if (!look) said.push_back(std::string(base::info(look.error().code).name));
  else EXPECT_EQ(static_cast<std::size_t>(look->facts), said.size());
  std::ranges::sort(said);
  return said;
}

class SmallBundle : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { key_ = std::make_unique<jose::PrivateKey>(jose::PrivateKey::make()); }
  static void TearDownTestSuite() { key_.reset(); }

  SmallBundle() {
    store.add("a", {}, false);
    store.add("a", {R"({"id":"one"})"});
    store.add("a", {R"({"id":"between"})"}, false);
    store.add("a", {R"({"id":"two"})", R"({"id":"three"})"});
    store.add("a", {}, false);
    store.add("b", {R"({"id":"four"})"});
    store.add("b", {R"({"id":"five"})"});
    store.add("c", {}, false);
    store.deliver("a", {"main#1", 2, 4, 3, 200, "", "", {}});
    store.deliver("b", {"main#1", 2, 2, 0, 0, "b-2-0", "lrs.refused", {}});
  }
  Sign signed_by(const jose::PrivateKey& key, std::vector<std::string> certificates = {}) const {
    return [&key, certificates](std::string_view manifest) -> base::Result<std::string> {
      return jose::sign_document(key, xapi::evidence::kSignatureType, certificates, manifest);
    };
  }
  std::string bundle(const Sign& sign, bool events = false) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
    const auto made = write_bundle(store, {{}, events, "https://cme.example.org"}, sign, file.get());
    EXPECT_TRUE(made) << base::describe(made.error());
    return read_back(file.get());
  }
  std::string bundle(bool events = false) { return bundle(signed_by(*key_), events); }
  // A bundle with one piece changed and everything else as it was.
  std::string with(const std::string& name, const std::function<void(std::string&)>& change, bool events = false) {
    Pieces pieces = unpack(bundle(events));
    change(piece(pieces, name));
    return pack(pieces);
  }

  SmallRecord store;
  static inline std::unique_ptr<jose::PrivateKey> key_;
};

}  // namespace preceptor::evidence::testing
