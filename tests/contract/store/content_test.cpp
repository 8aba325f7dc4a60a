#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

class ContentContract : public StoreContract {
 protected:
  static ports::ContentVersion version(const std::string& id, const std::string& language, char hash) {
    return {"unit", id, language, base::ContentHash(std::string(64, hash)), "{\"id\":\"" + id + "\"}", "folder", at(hash), "Title " + id};
  }
  void publish(const std::vector<ports::ContentVersion>& versions) {
    const auto done = store->publish_folder(versions);
    ASSERT_TRUE(done) << base::describe(done.error());
  }
  // What is current for the id, as "language:hash letter" joined by blanks.
  std::string now(const std::string& id) {
    std::string text;
    const auto found = store->current("unit", id);
    EXPECT_TRUE(found);
    for (const auto& v : *found) text += (text.empty() ? "" : " ") + v.language + ":" + v.hash.str()[0];
    return text;
  }
};
PRECEPTOR_EVERY_ENGINE(ContentContract);

TEST_P(ContentContract, ANewHashBecomesCurrentAndEveryFieldComesBack) {
  publish({version("u", "en", 'a'), version("u", "ar", 'b'), version("v", "en", 'c')});
  EXPECT_EQ(now("u"), "ar:b en:a");
  EXPECT_EQ(store->list_current("unit")->size(), 3u);
  EXPECT_TRUE(store->list_current("survey")->empty());
  const auto read = store->by_hash(base::ContentHash(std::string(64, 'a')));
  ASSERT_TRUE(read && *read);
  EXPECT_EQ((*read)->kind + (*read)->id + (*read)->language + (*read)->source, "unituenfolder");
  EXPECT_EQ((*read)->json, "{\"id\":\"u\"}");
  EXPECT_EQ((*read)->title, "Title u");
  EXPECT_EQ((*read)->published_at, at('a'));
  EXPECT_FALSE(*store->by_hash(base::ContentHash("none")));
}

TEST_P(ContentContract, AKnownHashChangesNothing) {
  publish({version("u", "en", 'a')});
  publish({version("u", "en", 'b')});
  EXPECT_EQ(now("u"), "en:b");
  publish({version("u", "en", 'a')});
  EXPECT_EQ(now("u"), "en:b") << "an old file must not push back what is current";
  publish({version("u", "en", 'c')});
  EXPECT_EQ(now("u"), "en:c");
}

TEST_P(ContentContract, NothingIsRemovedWhileAFileIsBroken) {
  publish({version("u", "en", 'a'), version("v", "en", 'b')});
  ASSERT_TRUE(store->publish_folder({version("v", "en", 'c')}, false));
  EXPECT_EQ(now("u"), "en:a");
  EXPECT_EQ(now("v"), "en:c") << "what is whole is published all the same";
  publish({version("v", "en", 'c')});
  EXPECT_EQ(now("u"), "");
}

TEST_P(ContentContract, WhatIsGoneFromTheFolderIsRemovedForNewAttemptsInThatLanguageOnlyAndComesBack) {
  publish({version("u", "en", 'a'), version("u", "ar", 'b')});
  EXPECT_FALSE(*store->was_withdrawn("unit", "u"));
  publish({version("u", "en", 'a')});
  EXPECT_EQ(now("u"), "en:a");
  EXPECT_FALSE(*store->was_withdrawn("unit", "u"));
  publish({});
  EXPECT_EQ(now("u"), "");
  EXPECT_TRUE(*store->was_withdrawn("unit", "u"));
  EXPECT_TRUE(*store->by_hash(base::ContentHash(std::string(64, 'a')))) << "attempts pinned to it read on";
  publish({version("u", "en", 'a')});
  EXPECT_EQ(now("u"), "en:a");
  EXPECT_FALSE(*store->was_withdrawn("unit", "never published"));
}

TEST_P(ContentContract, AnIdBelongsToAFolderOrToTheEditor) {
  const auto edited = [&](const std::string& id, const std::string& language, char hash) {
    auto one = version(id, language, hash);
    one.source = "editor";
    return store->publish_edited(one);
  };
  publish({version("u", "en", 'a')});
  EXPECT_CODE(edited("u", "es", 'b'), base::Code::content_duplicate_id);   // in another language as well
  ASSERT_TRUE(edited("w", "en", 'c'));
  ASSERT_TRUE(edited("w", "en", 'c')) << "twice";
  ASSERT_TRUE(edited("w", "es", 'd'));
  EXPECT_EQ(now("w"), "en:c es:d");
  EXPECT_EQ((*store->by_hash(base::ContentHash(std::string(64, 'c'))))->source, "editor");
  ASSERT_TRUE(edited("w", "en", 'e'));
  EXPECT_EQ(now("w"), "en:e es:d");
  ASSERT_TRUE(edited("w", "en", 'c')) << "back to what it was: in the editor that is a decision";
  EXPECT_EQ(now("w"), "en:c es:d");
  EXPECT_CODE(store->publish_folder({version("u", "en", 'a'), version("w", "en", 'f')}), base::Code::content_duplicate_id);
  publish({version("u", "en", 'a')});
  EXPECT_EQ(now("w"), "en:c es:d") << "no folder takes it away";
  EXPECT_TRUE(*store->withdraw_content(base::ContentHash(std::string(64, 'c'))));
  EXPECT_CODE(edited("w", "en", 'c'), base::Code::launch_content_withdrawn);
}

TEST_P(ContentContract, AHashWithdrawnByStaffIsNotPublishedAgain) {
  publish({version("u", "en", 'a')});
  EXPECT_TRUE(*store->withdraw_content(base::ContentHash(std::string(64, 'a'))));
  EXPECT_FALSE(*store->withdraw_content(base::ContentHash("unknown")));
  EXPECT_EQ(now("u"), "");
  EXPECT_TRUE(*store->was_withdrawn("unit", "u"));
  publish({version("u", "en", 'a')});
  EXPECT_EQ(now("u"), "");
  publish({});
  publish({version("u", "en", 'a')});
  EXPECT_EQ(now("u"), "") << "not by leaving and coming back either";
  publish({version("u", "en", 'b')});
  EXPECT_EQ(now("u"), "en:b") << "a mended version is new";
}

TEST_P(ContentContract, AnIdOfTheEditorIsNotTakenByAFolderAndNothingElseOfThatPublishingHappens) {
  publish({version("u", "en", 'a')});
  engine->rows("UPDATE content_current SET source = 'editor'");
  EXPECT_CODE(store->publish_folder({version("w", "en", 'w'), version("u", "ar", 'b')}), Code::content_duplicate_id);
  EXPECT_EQ(now("w"), "");
  publish({});
  EXPECT_EQ(now("u"), "en:a") << "an empty folder does not remove the editor's";
}

TEST_P(ContentContract, TheSameIdTwiceInOneFolderIsRefused) {
  EXPECT_CODE(store->publish_folder({version("u", "en", 'a'), version("u", "en", 'b')}), Code::content_duplicate_id);
  EXPECT_EQ(now("u"), "");
}

}  // namespace
}  // namespace preceptor::contract
