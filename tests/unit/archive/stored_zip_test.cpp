// ZIP files of stored members: one form, and every byte of another is refused or named.
#include <gtest/gtest.h>

#include <cstdio>
#include <functional>
#include <memory>

#include "adapters/archive/stored_zip.hpp"
#include "adapters/archive/zip.hpp"

namespace preceptor::archive {
namespace {

std::string stored(const Members& members) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  StoredZipWriter writer(file.get());
  for (const auto& [name, content] : members) {
    EXPECT_TRUE(writer.begin(name)) << name;
    for (const char c : content) EXPECT_TRUE(writer.write({&c, 1}));
    EXPECT_TRUE(writer.end());
  }
  EXPECT_TRUE(writer.finish());
  std::string bytes(static_cast<std::size_t>(std::ftell(file.get())), '\0');
  std::rewind(file.get());
  EXPECT_EQ(std::fread(bytes.data(), 1, bytes.size(), file.get()), bytes.size());
  return bytes;
}

base::Result<StoredZip> read(const std::string& bytes) { return read_stored_zip(ports::MemorySource(bytes)); }

const Members kFiles = {{"b.jsonl", "two\nlines\n"}, {"a.json", "{}"}, {"empty", ""}};

TEST(StoredZip, AnotherProgramReadsIt) {
  const auto members = read_zip(stored(kFiles));   // libarchive
  ASSERT_TRUE(members) << base::describe(members.error());
  EXPECT_EQ(*members, kFiles);
}

TEST(StoredZip, IsReadAsItWasWritten) {
  const std::string bytes = stored(kFiles);
  const auto zip = read(bytes);
  ASSERT_TRUE(zip) << base::describe(zip.error());
  EXPECT_TRUE(zip->odd.empty());
  ASSERT_EQ(zip->members.size(), kFiles.size());
  for (std::size_t i = 0; i < kFiles.size(); ++i) {
    const StoredMember& one = zip->members[i];
    EXPECT_EQ(one.name, kFiles[i].first);
    EXPECT_EQ(bytes.substr(one.offset, one.size), kFiles[i].second);
    EXPECT_EQ(one.crc, zip_crc(kFiles[i].second));
  }
}

TEST(StoredZip, EveryOtherByteAroundTheMembersIsRefusedOrNamed) {
  const std::string good = stored(kFiles);
  const auto zip = read(good);
  ASSERT_TRUE(zip);
  const auto inside = [&](std::size_t at) {
    for (const StoredMember& one : zip->members)
      if (at >= one.offset && at < one.offset + one.size) return true;
    return false;
  };
  int refused = 0, named = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    if (inside(at)) continue;
    for (const int bit : {0, 3, 7}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      const auto seen = read(bad);
      EXPECT_TRUE(!seen || !seen->odd.empty()) << "byte " << at;
      ++(seen ? named : refused);
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(named, 0);
}

// Bytes of a hostile file: a good one, changed.
struct Hostile {
  const char* what;
  std::function<std::string()> bytes;
  const char* says;
};

std::string replaced(std::string bytes, const std::string& from, const std::string& to) {
  for (std::size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + to.size())) bytes.replace(at, from.size(), to);
  return bytes;
}

TEST(StoredZip, HostileFilesAreRefusedByName) {
  const std::string good = stored(kFiles);
  const std::string bomb = *make_zip({{"a.json", std::string(100'000, '0')}});
  const Hostile cases[] = {
      {"compressed", [&] { return bomb; }, "compressed"},
      {"a path", [&] { return replaced(good, "a.json", "../a.j"); }, "name"},
      {"an absolute path", [&] { return replaced(good, "a.json", "/a.jso"); }, "name"},
      {"a folder", [&] { return replaced(good, "b.jsonl", "a/b.jso"); }, "name"},
      {"hidden", [&] { return replaced(good, "empty", ".empt"); }, "name"},
      {"a NUL", [&] { return replaced(good, "empty", std::string("emp\0y", 5)); }, "name"},
      {"twice", [] { return replaced(stored({{"one", "1"}, {"two", "2"}}), "two", "one"); }, "twice"},
      {"something behind", [&] { return good + "x"; }, "behind its end"},
      {"something before", [&] { return "x" + good; }, "where the end says"},
      {"cut", [&] { return good.substr(0, good.size() - 1); }, "not a ZIP file"},
      {"empty", [] { return std::string(); }, "too short"},
      {"no members", [] { return std::string("PK\x05\x06") + std::string(18, '\0'); }, "0 members"},
      {"a huge count", [&] {
         std::string bytes = good;
         bytes[bytes.size() - 12] = bytes[bytes.size() - 11] = '\xff';
         return bytes;
       }, "65535 members"},
      {"a huge size", [&] {
         std::string bytes = good;
         const std::size_t at = bytes.rfind("PK\x01\x02");
         for (std::size_t i = 20; i < 28; ++i) bytes[at + i] = '\xff';
         return bytes;
       }, "does not lie"},
  };
  for (const Hostile& one : cases) {
    const auto seen = read(one.bytes());
    ASSERT_FALSE(seen) << one.what;
    EXPECT_EQ(seen.error().code, base::Code::bundle_malformed) << one.what;
    EXPECT_NE(seen.error().detail.find(one.says), std::string::npos) << one.what << ": " << seen.error().detail;
  }
}

TEST(StoredZip, TheWriterRefusesNamesThatTheReaderWould) {
  for (const char* name : {"", "../x", "a/b", "A", ".x", "x y"}) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
    StoredZipWriter writer(file.get());
    EXPECT_FALSE(writer.begin(name)) << name;
    ASSERT_TRUE(writer.begin("x"));
    ASSERT_TRUE(writer.end());
    EXPECT_FALSE(writer.begin("x")) << "twice";
  }
}

}  // namespace
}  // namespace preceptor::archive
