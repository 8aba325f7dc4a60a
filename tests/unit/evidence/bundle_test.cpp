// A bundle is good as it was written and in no other way; what is wrong is named.
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <fstream>
#include <iterator>

#include "tests/unit/evidence/small_record.hpp"
#include "xapi/signed_statement.hpp"

namespace preceptor::evidence::testing {
namespace {

using Said = std::vector<std::string>;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at + 1));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& one : lines) text += one;
  return text;
}

// A certificate of the key, by itself, as DER.
std::string certificate_of(const jose::PrivateKey& key) {
  const std::string pem = key.pem().reveal();
  BIO* const in = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* const pair = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
  X509* const made = X509_new();
  X509_gmtime_adj(X509_getm_notBefore(made), 0);
  X509_gmtime_adj(X509_getm_notAfter(made), 3600);
  X509_set_pubkey(made, pair);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Harbour CME"), -1, -1, 0);
  X509_set_issuer_name(made, X509_get_subject_name(made));
  X509_sign(made, pair, EVP_sha256());
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(made, &bytes);
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  X509_free(made);
  EVP_PKEY_free(pair);
  BIO_free(in);
  return der;
}

TEST_F(SmallBundle, CarriesTheSignaturesOfStatementsAndKnowsWhoseTheyAre) {
  const std::string signature = jose::sign_document(*key_, "JOSE", {}, R"({"id":"six"})");
  store.add("b", {*xapi::with_signature(R"({"id":"six"})", signature)});
  store.sign("b", 3, signature);
  EXPECT_EQ(differences(bundle()), Said{});
  Pieces pieces = unpack(bundle());
  EXPECT_NE(piece(pieces, "record.jsonl").find("\"signature\":\"" + signature + "\""), std::string::npos);
  store.sign("b", 3, jose::sign_document(*key_, "JOSE", {}, R"({"id":"seven"})"));
  EXPECT_EQ(differences(bundle()), Said{"signature record.jsonl 6 b-3-0"}) << "a site that puts another beside it";
}

TEST_F(SmallBundle, IsGoodAsItWasWrittenAndTheSameEveryTime) {
  for (const bool events : {false, true}) {
    const std::string one = bundle(events);
    EXPECT_EQ(differences(one), Said{}) << events;
    EXPECT_EQ(one, bundle(events)) << "the same record gives the same bytes";
  }
  Pieces pieces = unpack(bundle());
  EXPECT_EQ(piece(pieces, "statements.jsonl"), "{\"id\":\"one\"}\n{\"id\":\"two\"}\n{\"id\":\"three\"}\n{\"id\":\"four\"}\n{\"id\":\"five\"}\n");
  EXPECT_EQ(lines_of(piece(pieces, "record.jsonl")).size(), 5u) << "every position between the first and the last selected one, and none outside";
}

TEST_F(SmallBundle, AFlippedByteIsSeenWhereverItIs) {
  const std::string good = bundle(true);
  int tried = 0, named = 0;
  // Each seventeenth of them, so that it is a matter of seconds under the sanitizers too: every file of the bundle and every kind of header is met.
  for (std::size_t at = 0; at < good.size(); at += 17) {
    ++tried;
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (at % 2 == 0 ? 1 : 0x20));
    const Said said = differences(bad);
    EXPECT_FALSE(said.empty()) << "byte " << at << " of " << good.size();
    named += said != Said{"bundle.malformed"};
  }
  EXPECT_GT(named, tried * 9 / 10) << "hardly anything is so bad that nothing can be said of it";
}

TEST_F(SmallBundle, AChangedStatementIsNamed) {
  for (std::int64_t line = 1; line <= 5; ++line) {
    const std::string ids[] = {"a-2-0", "a-4-0", "a-4-1", "b-1-0", "b-2-0"};
    const Said said = differences(with("statements.jsonl", [&](std::string& text) {
      auto lines = lines_of(text);
      lines[static_cast<std::size_t>(line - 1)][3] = 'X';
      text = joined(lines);
    }));
    EXPECT_EQ(said, (Said{"changed statements.jsonl", "changed statements.jsonl " + std::to_string(line) + " " + ids[line - 1]}));
  }
}

TEST_F(SmallBundle, MissingAddedAndMovedStatementsAreNamed) {
  const auto changed = [&](const std::function<void(std::vector<std::string>&)>& change) {
    return differences(with("statements.jsonl", [&](std::string& text) {
      auto lines = lines_of(text);
      change(lines);
      text = joined(lines);
    }));
  };
  EXPECT_EQ(changed([](auto& lines) { lines.erase(lines.begin() + 1); }), (Said{"changed statements.jsonl", "missing statements.jsonl 2 a-4-0"}));
  EXPECT_EQ(changed([](auto& lines) { lines.insert(lines.begin() + 2, "{}\n"); }), (Said{"added statements.jsonl 3", "changed statements.jsonl"}));
  EXPECT_EQ(changed([](auto& lines) { std::swap(lines[1], lines[2]); }), (Said{"changed statements.jsonl", "moved statements.jsonl 2 a-4-1", "moved statements.jsonl 3 a-4-0"}));
  EXPECT_EQ(changed([](auto& lines) { std::rotate(lines.begin(), lines.begin() + 1, lines.end()); }), (Said{"changed statements.jsonl", "moved statements.jsonl 5 a-2-0"}));
  EXPECT_EQ(changed([](auto& lines) { std::swap(lines[0], lines[4]); }),
            (Said{"changed statements.jsonl", "moved statements.jsonl 1 b-2-0", "moved statements.jsonl 5 a-2-0"}));
  EXPECT_EQ(changed([](auto& lines) { lines.push_back(lines[0]); }), (Said{"added statements.jsonl 6", "changed statements.jsonl"})) << "one line twice";
  EXPECT_EQ(changed([](auto& lines) { lines.clear(); }).size(), 6u) << "all of them are missing";
  EXPECT_EQ(changed([](auto& lines) { lines.back().pop_back(); }), (Said{"changed statements.jsonl", "changed statements.jsonl 5 b-2-0"})) << "the last line feed";
}

TEST_F(SmallBundle, AChangedRecordIsNamedAndTheStatementsAreNotBlamed) {
  const auto changed = [&](std::size_t line, const std::string& from, const std::string& to) {
    return differences(with("record.jsonl", [&](std::string& text) {
      auto lines = lines_of(text);
      const std::size_t at = lines[line - 1].find(from);
      ASSERT_NE(at, std::string::npos);
      lines[line - 1].replace(at, from.size(), to);
      text = joined(lines);
    }));
  };
  EXPECT_EQ(changed(2, "\"position\":3", "\"position\":7"), (Said{"changed record.jsonl", "missing record.jsonl 2", "moved record.jsonl 3"}));
  EXPECT_EQ(changed(1, "a-2-0", "a-9-0"), (Said{"changed record.jsonl"})) << "nothing but the file's hash covers it";
  EXPECT_EQ(changed(3, "\"registration\":\"a\"", "\"registration\":\"x\""), (Said{"added record.jsonl 3", "changed record.jsonl", "missing record.jsonl 4"}));
  EXPECT_EQ(changed(4, "{", "[").size(), 3u) << "unreadable, and missing in the order";
  const Said gone = differences(with("record.jsonl", [](std::string& text) {
    auto lines = lines_of(text);
    lines.erase(lines.begin() + 1);
    text = joined(lines);
  }));
  EXPECT_EQ(gone, (Said{"changed record.jsonl", "missing record.jsonl 2"}));
}

TEST_F(SmallBundle, AForgedHashBreaksTheSeals) {
  const Said said = differences(with("record.jsonl", [](std::string& text) {
    auto lines = lines_of(text);
    const std::size_t at = lines[1].find("\"hash\":\"") + 8;
    lines[1][at] = lines[1][at] == '0' ? '1' : '0';
    text = joined(lines);
  }));
  EXPECT_EQ(said, (Said{"changed record.jsonl", "seal record.jsonl 2"}));
  EXPECT_EQ(differences(with("record.jsonl", [](std::string& text) { text.replace(text.find("\\\"n\\\":2"), 7, "\\\"n\\\":9"); }, true)),
            (Said{"changed record.jsonl", "seal record.jsonl 1"})) << "an event that is not the one that was sealed";
}

TEST_F(SmallBundle, FilesThatAreMissingOrTooManyAreNamed) {
  const Pieces good = unpack(bundle());
  for (const auto& [name, bytes] : good) {
    Pieces fewer = good;
    std::erase_if(fewer, [&, gone = name](const auto& one) { return one.first == gone; });
    EXPECT_TRUE(std::ranges::count(differences(pack(fewer)), "missing " + name)) << name;
  }
  Pieces more = good;
  more.emplace_back("more.jsonl", "x");
  EXPECT_EQ(differences(pack(more)), Said{"added more.jsonl"});
  Pieces turned = good;
  std::swap(turned[0], turned[1]);
  EXPECT_EQ(differences(pack(turned)), Said{"moved the directory"});
  Pieces none = {{"statements.jsonl", ""}};
  EXPECT_TRUE(std::ranges::count(differences(pack(none)), "bundle.malformed"));
}

TEST_F(SmallBundle, TheManifestCannotBeChangedWithoutTheKey) {
  EXPECT_EQ(differences(with("manifest.json", [](std::string& text) { text.replace(text.find("example"), 7, "exampel"); })), Said{"changed manifest.json"});
  const auto thief = jose::PrivateKey::make();
  // Statements changed, manifest made anew: only the key can tell.
  const std::string first = bundle();
  store.add("c", {R"({"id":"forged"})"});
  Pieces forged = unpack(bundle(signed_by(thief)));
  EXPECT_EQ(differences(pack(forged)), Said{}) << "sound in itself, under another key";
  EXPECT_EQ(differences(pack(forged), {key_->kid(), ""}), Said{"key manifest.jws"});
  EXPECT_EQ(differences(pack(forged), {"", key_->public_pem()}), Said{"key manifest.jws"});
  Pieces old = unpack(first);
  piece(forged, "manifest.jws") = piece(old, "manifest.jws");
  const Said said = differences(pack(forged), {key_->kid(), key_->public_pem()});
  EXPECT_TRUE(std::ranges::count(said, "changed manifest.json")) << "the old signature fits the old manifest only";
  EXPECT_TRUE(std::ranges::count(said, "changed statements.jsonl"));
}

TEST_F(SmallBundle, ASwappedKeyDoesNotFitTheSignature) {
  const auto thief = jose::PrivateKey::make();
  Pieces pieces = unpack(bundle());
  std::string& token = piece(pieces, "manifest.jws");
  const std::string manifest = piece(pieces, "manifest.json");
  const std::string theirs = jose::sign_document(thief, xapi::evidence::kSignatureType, {}, manifest);
  token = theirs.substr(0, theirs.find('.')) + token.substr(token.find('.'));   // their header, our signature
  EXPECT_EQ(differences(pack(pieces)), Said{"signature manifest.jws"});
  token = jose::make_compact(*key_, manifest);   // our key, for another purpose
  EXPECT_EQ(differences(pack(pieces)), Said{"signature manifest.jws"});
}

TEST_F(SmallBundle, ACertificateGoesAlongAndMustBeTheKeys) {
  const std::string der = certificate_of(*key_);
  const std::string good = bundle(signed_by(*key_, {der}));
  EXPECT_EQ(differences(good, {key_->kid(), key_->public_pem()}), Said{});
  const auto look = check_bundle(ports::MemorySource(good), {}, [](const auto&) {});
  ASSERT_TRUE(look && look->certificate);
  EXPECT_EQ(look->certificate->subject, "CN=Harbour CME");
  EXPECT_EQ(look->certificate->sha256, base::sha256_hex(der));
  const auto other = jose::PrivateKey::make();
  EXPECT_EQ(differences(bundle(signed_by(*key_, {certificate_of(other)}))), Said{"key manifest.jws"}) << "for another key";
  EXPECT_EQ(differences(bundle(signed_by(*key_, {der, certificate_of(other)}))), Said{"key manifest.jws"}) << "the chain does not hold";
  EXPECT_EQ(differences(bundle(signed_by(*key_, {"no certificate"}))), Said{"key manifest.jws"});
}

TEST_F(SmallBundle, ErasedStatementsLeaveTheirHash) {
  store.erase("a", 4);
  const std::string one = bundle(true);
  EXPECT_EQ(differences(one), Said{});
  const auto look = check_bundle(ports::MemorySource(one), {}, [](const auto&) {});
  ASSERT_TRUE(look);
  EXPECT_EQ(look->manifest.statements, 3);
  EXPECT_EQ(look->manifest.erased, 2);
}

TEST_F(SmallBundle, WhatAnotherProgramWroteIsRead) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/tests/data/fuzz/bundle/good", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  ASSERT_FALSE(bytes.empty());
  EXPECT_EQ(differences(bytes), Said{});
}

}  // namespace
}  // namespace preceptor::evidence::testing
