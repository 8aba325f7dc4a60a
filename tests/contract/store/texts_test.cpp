// What people write: sealed in every row on both engines, under keys that lie outside the store and are every node's.
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "adapters/vault/folder_mark.hpp"
#include "adapters/vault/text_key_files.hpp"
#include "core/base/digest.hpp"
#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

const base::RegistrationId kTextCampus("r1");
const base::PersonId kWriter("person-w"), kOtherWriter("person-o");
constexpr const char* kWrittenWords = "words that nobody else may read";

// Another node: a store of its own on the same database, and its own look at the folder of keys.
struct TextNode {
  std::unique_ptr<vault::TextKeyFiles> keys;
  std::unique_ptr<store::Store> store;
};

class TextsContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    if (IsSkipped()) return;
    std::string pattern = (std::filesystem::temp_directory_path() / "preceptor-texts-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder");
    folder_ = pattern;
    const auto mark = vault::mark_of_folder(keys(), true);
    ASSERT_TRUE(mark) << base::describe(mark.error());
    mark_ = *mark;
    one_ = node();
    two_ = node();
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  std::string keys() const { return (folder_ / "keys").string(); }
  TextNode node() {
    TextNode made;
    auto opened = store::Store::open(engine->options(), clock, log);
    EXPECT_TRUE(opened) << base::describe(opened.error());
    made.store = std::move(*opened);
    made.keys = std::make_unique<vault::TextKeyFiles>(keys(), base::Secret(std::string(32, 's')), mark_);
    made.store->use_text_keys(*made.keys, true);
    return made;
  }
  static ports::FreeText text_of(const base::PersonId& person, const std::string& words) { return {kTextCampus, uuid("s"), 1, person, "words-" + person.str(), "salt", words}; }
  static base::Status write(store::Store& store, const base::PersonId& person, const std::string& words) {
    ports::UnitOfWork work;
    work.texts.push_back(text_of(person, words));
    return store.commit(work);
  }
  // As one node reads them, or the name of what kept it from it.
  static std::vector<std::string> read(store::Store& store) {
    const auto texts = store.load_texts(kTextCampus, uuid("s"));
    if (!texts) return {std::string(base::info(texts.error().code).name)};
    std::vector<std::string> words;
    for (const auto& one : *texts) words.push_back(one.text);
    return words;
  }
  // An answer in words: an event that holds their hash, and the words beside it.
  static void answer(store::Store& store, const base::PersonId& person, std::int64_t seq) {
    const std::string words = "words of " + person.str();
    ports::NewEvent answered = without_statement(event("r1", uuid("told"), seq));
    answered.event.person = person;
    answered.event.payload = record::QuestionAnswered{"q1", 1, {{}, "", base::sha256_hex("salt" + words), false}, {}};
    ports::UnitOfWork work;
    work.events.push_back(answered);
    work.texts.push_back({kTextCampus, uuid("told"), seq, person, "q1", "salt", words});
    const auto done = store.commit(work);
    ASSERT_TRUE(done) << base::describe(done.error());
  }
  // "fault/event's seq" of each difference.
  static std::string differences(store::Store& store, std::int64_t unread = 0) {
    std::string text;
    const auto checked = store.check_record({}, [&](const record::ChainFinding& one) {
      text += (text.empty() ? "" : " ") + std::string(name(one.fault)) + one.event.substr(one.event.find('/'));
      EXPECT_NE(one.detail.find("q1"), std::string::npos) << one.detail;
      EXPECT_NE(one.detail.find("backup"), std::string::npos) << one.detail << ": says what to do";
      EXPECT_EQ(one.detail.find("words of"), std::string::npos) << one.detail;
    }, nullptr);
    if (!checked) return std::string(base::info(checked.error().code).name);
    EXPECT_EQ(checked->texts_unread, unread);
    return text;
  }
  // Every cell of every table.
  std::string all_cells() {
    const bool sqlite = GetParam() == "sqlite";
    std::string cells;
    for (const auto& table : engine->rows(sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                                                 : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"))
      for (const auto& row : engine->rows("SELECT * FROM \"" + table.at(0) + "\""))
        for (const auto& cell : row) cells += cell + "\n";
    return cells;
  }

  std::filesystem::path folder_;
  std::string mark_;
  TextNode one_, two_;
};
PRECEPTOR_EVERY_ENGINE(TextsContract);

TEST_P(TextsContract, LieSealedInEveryTableAndAreReadByEveryNode) {
  ASSERT_TRUE(write(*one_.store, kWriter, kWrittenWords));
  EXPECT_EQ(all_cells().find(kWrittenWords), std::string::npos);
  EXPECT_EQ(engine->rows("SELECT salt, sealed FROM free_text")[0], (std::vector<std::string>{"", "1"})) << "with the salt a guess could be tried";
  EXPECT_EQ(read(*one_.store), std::vector<std::string>{kWrittenWords});
  EXPECT_EQ(read(*two_.store), std::vector<std::string>{kWrittenWords});
  ASSERT_TRUE(write(*two_.store, kOtherWriter, "others"));
  EXPECT_EQ(read(*one_.store), (std::vector<std::string>{"others", kWrittenWords})) << "the key that the other node made";
}

TEST_P(TextsContract, ErasedOnOneNodeTheyAreGoneOnTheOthersAtOnceAndFromBackups) {
  ASSERT_TRUE(write(*one_.store, kWriter, kWrittenWords));
  ASSERT_TRUE(write(*two_.store, kOtherWriter, "others"));
  ASSERT_EQ(read(*two_.store).size(), 2u) << "read before, so that it might be remembered";
  const auto row = engine->rows("SELECT text FROM free_text WHERE person = 'person-w'").at(0).at(0);
  ASSERT_TRUE(one_.store->erase_person(kWriter, {}));
  EXPECT_EQ(read(*two_.store), std::vector<std::string>{"others"});
  EXPECT_FALSE(two_.keys->has(kWriter).value_or(true));
  // As a database put back from a backup has it.
  engine->rows("INSERT INTO free_text (registration, stream_id, seq, field, person, salt, text, sealed) VALUES ('r1', '" + uuid("s") + "', 1, 'words-person-w', 'person-w', '', '" + row + "', 1)");
  for (const auto* node : {&one_, &two_}) {
    EXPECT_EQ(read(*node->store), std::vector<std::string>{"others"});
    EXPECT_EQ(node->store->texts_without_key().value_or(-1), 1);
  }
}

TEST_P(TextsContract, WhatWasStoredPlainBeforeIsSealedOnceThoughTwoNodesAreAtIt) {
  ASSERT_TRUE(write(*store, kWriter, kWrittenWords)) << "as an earlier version wrote";
  ASSERT_TRUE(write(*store, kOtherWriter, "others"));
  ASSERT_TRUE(write(*store, base::PersonId(), "an organisation's words"));
  ASSERT_NE(all_cells().find(kWrittenWords), std::string::npos);
  EXPECT_EQ(read(*two_.store).size(), 3u) << "plain and sealed are read alike";
  EXPECT_EQ(one_.store->seal_plain_texts(1).value_or(-1), 1);
  EXPECT_EQ(two_.store->seal_plain_texts(10).value_or(-1), 1);
  EXPECT_EQ(one_.store->seal_plain_texts(10).value_or(-1), 0) << "none is left";
  EXPECT_EQ(all_cells().find(kWrittenWords), std::string::npos);
  for (const auto* node : {&one_, &two_}) EXPECT_EQ(read(*node->store), (std::vector<std::string>{"an organisation's words", "others", kWrittenWords}));
}

TEST_P(TextsContract, WhereTheFolderOfKeysIsAwayNothingIsStoredPlainAndNothingTakenForLost) {
  ASSERT_TRUE(write(*one_.store, kWriter, kWrittenWords));
  std::filesystem::rename(keys(), keys() + "-away");
  std::filesystem::create_directory(keys());   // as where nothing is mounted
  EXPECT_CODE(write(*two_.store, kOtherWriter, "others"), Code::key_texts_missing);
  EXPECT_EQ(count("free_text"), 1);
  EXPECT_EQ(read(*two_.store), std::vector<std::string>{"key.texts_missing"});
  EXPECT_CODE(two_.store->erase_person(kWriter, {}), Code::key_texts_missing);
  std::filesystem::remove(keys());
  std::filesystem::rename(keys() + "-away", keys());
  EXPECT_TRUE(one_.keys->has(kWriter).value_or(false)) << "her key was not reached";
  ASSERT_TRUE(two_.store->erase_person(kWriter, {})) << "erasing again does what was left";
  EXPECT_FALSE(one_.keys->has(kWriter).value_or(true));
  ASSERT_TRUE(write(*two_.store, kOtherWriter, "others"));
  EXPECT_EQ(read(*one_.store), std::vector<std::string>{"others"});
}

TEST_P(TextsContract, ACheckNamesWordsThatAreGoneOrChangedAndNoneOfWhoWasErased) {
  const std::string of = " WHERE stream_id = '" + uuid("told") + "' AND seq = ";
  answer(*store, kWriter, 1);   // plain, as an earlier version wrote
  answer(*one_.store, kWriter, 2);
  answer(*one_.store, kOtherWriter, 3);
  ASSERT_EQ(differences(*two_.store), "") << "waiting for their seal";
  seal();
  ASSERT_EQ(differences(*two_.store), "");
  engine->rows("UPDATE free_text SET text = 'others'" + of + "1");
  EXPECT_EQ(differences(*two_.store), "text_changed/1");
  engine->rows("UPDATE free_text SET text = 'words of person-w'" + of + "1");
  const auto sealed = engine->rows("SELECT text FROM free_text" + of + "2").at(0).at(0);
  engine->rows("UPDATE free_text SET text = 'A" + sealed + "'" + of + "2");
  EXPECT_EQ(differences(*two_.store), "text_changed/2") << "her key does not open them";
  engine->rows("DELETE FROM free_text" + of + "2");
  engine->rows("DELETE FROM free_text" + of + "3");
  EXPECT_EQ(differences(*two_.store), "text_missing/2 text_missing/3");
  ports::NewEvent erased = without_statement(event("0", uuid("erased"), 1));
  erased.event.stream_kind = "person";
  erased.event.person = kWriter;
  erased.event.payload = record::Other{"person_erased", "{}"};
  ASSERT_TRUE(one_.store->erase_person(kWriter, {erased}));
  EXPECT_EQ(differences(*two_.store), "text_missing/3") << "the other's are missed still";
}

TEST_P(TextsContract, ACheckCountsWordsWhoseKeysAreNotThereAndTakesThemForUnchanged) {
  answer(*one_.store, kWriter, 1);
  answer(*one_.store, kOtherWriter, 2);
  ASSERT_TRUE(one_.keys->destroy(kWriter));
  EXPECT_EQ(differences(*two_.store, 1), "");
  std::filesystem::rename(keys(), keys() + "-away");
  EXPECT_EQ(differences(*two_.store), "key.texts_missing") << "nobody's words can be told from changed ones";
  std::filesystem::rename(keys() + "-away", keys());
  EXPECT_EQ(differences(*store, 2), "") << "a store that was opened without keys";
}

}  // namespace
}  // namespace preceptor::contract
