// Keys of persons' texts: one a person, in files; gone when destroyed, and of no use without the site's key.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "adapters/vault/folder_mark.hpp"
#include "adapters/vault/text_key_files.hpp"

namespace preceptor::vault {
namespace {

const base::PersonId kAnn("ann"), kBob("bob");
const base::Secret kSite(std::string(32, 's')), kOtherSite(std::string(32, 'o'));

class TextKeys : public testing::Test {
 protected:
  TextKeys() {
    std::string pattern = (std::filesystem::temp_directory_path() / "preceptor-texts-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder");
    folder_ = pattern;
  }
  ~TextKeys() override { std::filesystem::remove_all(folder_); }
  std::string keys() const { return (folder_ / "keys").string(); }
  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> found;
    for (const auto& one : std::filesystem::recursive_directory_iterator(folder_))
      if (one.is_regular_file()) found.push_back(one.path());
    return found;
  }
  std::filesystem::path folder_;
};

TEST_F(TextKeys, OpenWhatTheySealedThereAndForThatPersonOnly) {
  TextKeyFiles own(keys(), kSite);
  EXPECT_FALSE(own.has(kAnn).value_or(true));
  const auto sealed = own.seal(kAnn, "here", "words");
  ASSERT_TRUE(sealed) << base::describe(sealed.error());
  EXPECT_EQ(sealed->find("words"), std::string::npos);
  ASSERT_TRUE(own.seal(kBob, "here", "others"));
  EXPECT_TRUE(own.has(kAnn).value_or(false));
  const auto opened = own.open(kAnn, "here", *sealed);
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, std::optional<std::string>("words"));
  EXPECT_EQ(*own.open(kAnn, "there", *sealed), std::nullopt);
  EXPECT_EQ(*own.open(kBob, "here", *sealed), std::nullopt);
  TextKeyFiles again(keys(), kSite);   // after a restart, or another process
  EXPECT_EQ(*again.open(kAnn, "here", *sealed), std::optional<std::string>("words"));
  TextKeyFiles stolen(keys(), kOtherSite);
  EXPECT_EQ(*stolen.open(kAnn, "here", *sealed), std::nullopt) << "the folder alone opens nothing";
}

TEST_F(TextKeys, ADestroyedKeyIsGoneEverywhereAndTheOthersStay) {
  TextKeyFiles own(keys(), kSite), node(keys(), kSite);
  const auto ann = own.seal(kAnn, "here", "words");
  const auto bob = own.seal(kBob, "here", "others");
  ASSERT_TRUE(ann && bob);
  EXPECT_EQ(files().size(), 2u);
  ASSERT_TRUE(own.destroy(kAnn));
  EXPECT_EQ(files().size(), 1u);
  EXPECT_EQ(*node.open(kAnn, "here", *ann), std::nullopt);
  EXPECT_EQ(*node.open(kBob, "here", *bob), std::optional<std::string>("others"));
  EXPECT_TRUE(own.destroy(kAnn)) << "twice is no error";
  EXPECT_TRUE(TextKeyFiles(keys() + "-never-made", kSite).destroy(kAnn));
  ASSERT_TRUE(own.seal(kAnn, "here", "new words"));
  EXPECT_EQ(*own.open(kAnn, "here", *ann), std::nullopt) << "a new key opens nothing old";
}

TEST_F(TextKeys, FilesAreTheirOwnersAndTellNoName) {
  TextKeyFiles own(keys(), kSite);
  ASSERT_TRUE(own.seal(kAnn, "here", "words"));
  ASSERT_EQ(files().size(), 1u);
  struct stat facts {};
  ASSERT_EQ(::stat(files()[0].c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(keys().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
  EXPECT_EQ(files()[0].filename().string().find("ann"), std::string::npos);
}

TEST_F(TextKeys, ADamagedKeyIsAnErrorAndNotALostText) {
  TextKeyFiles own(keys(), kSite);
  const auto sealed = own.seal(kAnn, "here", "words");
  ASSERT_TRUE(sealed);
  std::ofstream(files().at(0)) << "no key";
  const auto opened = own.open(kAnn, "here", *sealed);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, base::Code::key_unreadable);
  EXPECT_FALSE(own.seal(kAnn, "here", "more"));
}

// As a folder that only another user may enter, or a share that answers with an error; those cannot be made by a test that runs as root, a loop of links can.
TEST_F(TextKeys, AFolderThatCannotBeEnteredIsAnErrorAndNoLostKey) {
  TextKeyFiles own(keys(), kSite);
  const auto sealed = own.seal(kAnn, "here", "words");
  ASSERT_TRUE(sealed);
  const auto folder = files().at(0).parent_path(), aside = folder.parent_path() / "aside";
  std::filesystem::rename(folder, aside);
  std::filesystem::create_symlink(folder, folder);
  const auto missing = [&](const auto& result) { return !result && result.error().code == base::Code::key_texts_missing && result.error().detail.find(folder.string()) != std::string::npos; };
  EXPECT_TRUE(missing(own.open(kAnn, "here", *sealed)));
  EXPECT_TRUE(missing(own.has(kAnn)));
  EXPECT_TRUE(missing(own.seal(kAnn, "here", "more")));
  std::filesystem::remove(folder);
  EXPECT_FALSE(own.has(kAnn).value_or(true)) << "not there is not there";
  std::filesystem::rename(aside, folder);
  EXPECT_TRUE(own.has(kAnn).value_or(false));
  EXPECT_EQ(*own.open(kAnn, "here", *sealed), std::optional<std::string>("words"));
}

// Several nodes, one folder: each knows it by its mark.
TEST_F(TextKeys, AFolderThatIsNotTheSharedOneIsAnErrorAndNoLostKey) {
  EXPECT_FALSE(mark_of_folder(keys(), false)) << "none is made by looking";
  const auto mark = mark_of_folder(keys(), true);
  ASSERT_TRUE(mark) << base::describe(mark.error());
  EXPECT_EQ(*mark_of_folder(keys(), true), *mark) << "one that is there stays";
  TextKeyFiles node(keys(), kSite, *mark);
  const auto sealed = node.seal(kAnn, "here", "words");
  ASSERT_TRUE(sealed) << base::describe(sealed.error());
  EXPECT_TRUE(node.reach());

  std::filesystem::rename(keys(), keys() + "-unmounted");
  const auto missing = [](const auto& result) { return !result && result.error().code == base::Code::key_texts_missing; };
  for (int round = 0; round < 2; ++round) {   // no folder, and then an empty one in its place, as where nothing is mounted
    EXPECT_TRUE(missing(node.open(kAnn, "here", *sealed))) << "no text is taken for lost";
    EXPECT_TRUE(missing(node.seal(kAnn, "here", "more"))) << "no second key is made";
    EXPECT_TRUE(missing(node.destroy(kAnn))) << "nothing was destroyed";
    EXPECT_TRUE(missing(node.reach()));
    std::filesystem::create_directory(keys());
  }
  ASSERT_TRUE(mark_of_folder(keys(), true));
  EXPECT_TRUE(missing(node.seal(kAnn, "here", "more"))) << "another record's folder";
  EXPECT_EQ(files().size(), 3u) << "the key, and two marks";

  std::filesystem::remove_all(keys());
  std::filesystem::rename(keys() + "-unmounted", keys());
  EXPECT_EQ(*node.open(kAnn, "here", *sealed), std::optional<std::string>("words"));
  EXPECT_TRUE(node.destroy(kAnn));
  EXPECT_TRUE(node.destroy(kAnn)) << "twice is no error where the folder is the right one";
  EXPECT_EQ(*node.open(kAnn, "here", *sealed), std::nullopt);
}

}  // namespace
}  // namespace preceptor::vault
