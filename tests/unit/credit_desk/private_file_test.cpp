#include "adapters/export_folder/private_file.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

namespace preceptor::export_folder {
namespace {

class PrivateFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "preceptor-private-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::string path(const std::string& name) const { return (folder / name).string(); }
  // 0, or why it was refused.
  static int open(const std::string& path, PrivateFile what = PrivateFile::empty) {
    const int file = open_private_file(path, what);
    if (file < 0) return errno;
    ::close(file);
    return 0;
  }
  static unsigned mode(const std::string& path) {
    struct stat facts {};
    return ::lstat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0;
  }
  std::string text(const std::string& name) const {
    std::ifstream in(path(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::filesystem::path folder;
};

TEST_F(PrivateFiles, ANewOneIsItsOwnersAlone) {
  EXPECT_EQ(open(path("new")), 0);
  EXPECT_EQ(mode(path("new")), 0600U);
}

TEST_F(PrivateFiles, OneThatIsThereLosesItsLooseModeAndItsBytesOnlyWhereAsked) {
  std::ofstream(path("old")) << "left behind";
  std::filesystem::permissions(path("old"), std::filesystem::perms(0666));
  EXPECT_EQ(open(path("old"), PrivateFile::kept), 0);
  EXPECT_EQ(mode(path("old")), 0600U);
  EXPECT_EQ(text("old"), "left behind");
  EXPECT_EQ(open(path("old")), 0);
  EXPECT_EQ(text("old"), "");
}

TEST_F(PrivateFiles, WhatIsNoFileOfThisNameAloneIsLeftAsItIs) {
  std::ofstream(path("victim")) << "precious";
  std::filesystem::permissions(path("victim"), std::filesystem::perms(0644));
  std::filesystem::create_symlink(path("victim"), path("link"));
  std::filesystem::create_hard_link(path("victim"), path("second-name"));
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(open(path("link")), ELOOP);
  EXPECT_EQ(open(path("second-name")), EPERM);
  EXPECT_NE(open(path("pipe")), 0);
  EXPECT_NE(open(folder.string()), 0);
  EXPECT_EQ(text("victim"), "precious");
  EXPECT_EQ(mode(path("victim")), 0644U);
}

TEST_F(PrivateFiles, OneOfAnotherUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  std::ofstream(path("theirs")) << "theirs";
  ASSERT_EQ(::chown(path("theirs").c_str(), 12345, 12345), 0);
  EXPECT_EQ(open(path("theirs")), EPERM);
  EXPECT_EQ(text("theirs"), "theirs");
}

TEST_F(PrivateFiles, TheFolderOfAFileIsSyncedOrItIsSaid) {
  EXPECT_TRUE(sync_folder_of(path("any")));
  EXPECT_FALSE(sync_folder_of(path("no/such/folder")));
  EXPECT_EQ(errno, ENOENT);
}

}  // namespace
}  // namespace preceptor::export_folder
