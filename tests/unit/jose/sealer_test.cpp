#include "lti/jose/sealer.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "core/base/encoding.hpp"
#include "lti/jose/key_lines.hpp"

namespace preceptor::jose {
namespace {

AeadSealer sealer_of(char fill) {
  return AeadSealer(base::Secret(std::string(32, fill)));
}

TEST(Sealer, OpensWhatItSealed) {
  const AeadSealer sealer = sealer_of('a');
  for (const std::string& plain : {std::string(), std::string("x"), std::string("\0y", 2), std::string(5000, 'z')}) {
    const std::string token = sealer.seal("test", plain);
    EXPECT_EQ(sealer.open("test", token), plain);
    EXPECT_NE(sealer.seal("test", plain), token);
  }
}

TEST(Sealer, RefusesOtherPurposesKeysAndAlterations) {
  const AeadSealer sealer = sealer_of('a');
  const std::string token = sealer.seal("lti.state", "secret text");
  EXPECT_FALSE(sealer.open("handle", token));
  EXPECT_FALSE(sealer.open("", token));
  EXPECT_FALSE(sealer_of('b').open("lti.state", token));
  const std::string bytes = *base::base64url_decode(token);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string altered = bytes;
    altered[at] = static_cast<char>(altered[at] ^ 0x40);
    EXPECT_FALSE(sealer.open("lti.state", base::base64url_encode(altered))) << at;
    EXPECT_FALSE(sealer.open("lti.state", base::base64url_encode(bytes.substr(0, at)))) << at;
  }
  for (const std::string& other : {std::string(), std::string("x"), token + "A", token + "=", token + "\n", "." + token,
                                   std::string(100000, 'A')}) {
    EXPECT_FALSE(sealer.open("lti.state", other));
  }
}

TEST(Sealer, HidesThePlainText) {
  EXPECT_EQ(base::base64url_decode(sealer_of('a').seal("p", "plain words"))->find("plain words"), std::string::npos);
}

TEST(Sealer, NeedsAWholeKey) {
  EXPECT_THROW(AeadSealer(base::Secret("short")), std::invalid_argument);
}

class KeyFile : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "preceptor-key-XXXXXX";
    folder_ = std::filesystem::temp_directory_path() / name;
    std::string pattern = folder_.string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path() const { return (folder_ / "seal.key").string(); }
  void write(const std::string& text, mode_t mode) const {
    std::ofstream(path()) << text;
    ASSERT_EQ(::chmod(path().c_str(), mode), 0);
  }
  std::filesystem::path folder_;
};

TEST_F(KeyFile, IsMadeOnceForTheServiceAlone) {
  const auto first = load_or_make_key(path());
  ASSERT_TRUE(first) << first.error().detail;
  EXPECT_EQ(first->reveal().size(), 32U);
  struct stat facts {};
  ASSERT_EQ(::stat(path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  const auto second = load_or_make_key(path());
  ASSERT_TRUE(second);
  EXPECT_EQ(first->reveal(), second->reveal());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(KeyFile, StartersAtOnceAgree) {
  std::vector<std::string> keys(8);
  std::vector<std::thread> threads;
  for (std::string& key : keys) threads.emplace_back([&] { key = load_or_make_key(path()).value().reveal(); });
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 1U);
}

TEST_F(KeyFile, TakesAnOperatorsKey) {
  write(std::string(64, 'a') + "\n", 0400);
  const auto key = load_or_make_key(path());
  ASSERT_TRUE(key);
  EXPECT_EQ(key->reveal(), std::string(32, '\xaa'));
}

TEST_F(KeyFile, RefusesWhatOthersMayReadOrWrite) {
  for (mode_t mode : {0640, 0604, 0620, 0602, 0644}) {
    write(std::string(64, 'a'), mode);
    const auto key = load_or_make_key(path());
    ASSERT_FALSE(key) << mode;
    EXPECT_EQ(key.error().code, base::Code::key_unreadable);
    ASSERT_EQ(::chmod(path().c_str(), 0600), 0);
  }
}

TEST_F(KeyFile, RefusesWrongContent) {
  for (const std::string& text : {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g'),
                                  std::string(200, 'a'), std::string(64, 'a') + "\n\n"}) {
    write(text, 0600);
    const auto key = load_or_make_key(path());
    ASSERT_FALSE(key) << text;
    EXPECT_EQ(key.error().detail.find("aaaa"), std::string::npos);
  }
}

TEST_F(KeyFile, HoldsFurtherKeysAfterTheSitesOwn) {
  const base::Secret site(std::string(32, '\xaa')), other(std::string(32, '\xbb'));
  ASSERT_TRUE(save_key_lines(path(), {site, other}));
  const auto keys = load_key_lines(path());
  ASSERT_TRUE(keys) << keys.error().detail;
  ASSERT_EQ(keys->size(), 2U);
  EXPECT_EQ(keys->back().reveal(), other.reveal());
  EXPECT_EQ(load_or_make_key(path())->reveal(), site.reveal());
  ASSERT_TRUE(save_key_lines(path(), {site}));
  EXPECT_EQ(load_key_lines(path())->size(), 1U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
  EXPECT_FALSE(load_key_lines((folder_ / "absent").string()));
  EXPECT_FALSE(save_key_lines((folder_ / "absent" / "key").string(), {site}));
}

TEST_F(KeyFile, SaysWhenItCannotBeMade) {
  EXPECT_FALSE(load_or_make_key((folder_ / "absent" / "seal.key").string()));
  EXPECT_FALSE(load_or_make_key(folder_.string()));
}

}  // namespace
}  // namespace preceptor::jose
