// The attack on anonymous answers: with every table of the store and all statements, after the release and a checkpoint of the write-ahead log, nobody can join an
// answer to the person who gave it. Tried: shared words, tokens and one-use rows, times, row ids and every other order, sizes. (Someone who watches the live disk
// sees answers arrive; README says so.)
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <thread>

#include "tests/fakes/process.hpp"
#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

constexpr int kPeople = 40;

using Row = std::map<std::string, std::string>;

class Tables {
 public:
  explicit Tables(const std::string& file) {
    if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("cannot open the copy");
    sqlite3_busy_timeout(db_, 5000);
  }
  ~Tables() { sqlite3_close(db_); }
  std::vector<Row> rows(const std::string& sql) const {
    std::vector<Row> found;
    const auto each = [](void* into, int columns, char** values, char** names) {
      auto& row = static_cast<std::vector<Row>*>(into)->emplace_back();
      for (int i = 0; i < columns; ++i) row[names[i]] = values[i] ? values[i] : "";
      return 0;
    };
    if (sqlite3_exec(db_, sql.c_str(), each, &found, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
    return found;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (auto& row : rows("SELECT name FROM sqlite_master WHERE type = 'table'")) found.push_back(row["name"]);
    return found;
  }

 private:
  sqlite3* db_ = nullptr;
};

// What person i answers: everybody something else, so that the attacker who reads a row's author right would know it.
base::Fields answers_of(int i) {
  return {{"q.mb1", std::to_string(i % 5 + 1)}, {"q.mb2", std::string(1, static_cast<char>('a' + i / 5 % 5))}, {"q.mb4", i < 25 ? "b" : "c"}};
}
int person_of(const std::string& body) {
  const auto json = fakes::TestJson::parse(body)["payload"]["answers"];
  for (int i = 0; i < kPeople; ++i) {
    const auto fields = answers_of(i);
    if (json["mb1"][0] == fields[0].second && json["mb2"][0] == fields[1].second && json["mb4"][0] == fields[2].second) return i;
  }
  return -1;
}

std::string survey_action(const ports::HttpResponse& page) {
  for (const auto& form : fakes::read_forms(page.body))
    if (form.named("q.mb1")) return form.action;
  return {};
}

void answer_as(World& world, int i) {
  const std::string subject = "user-" + std::to_string(100 + i);
  auto page = world.follow(world.launch([&](fakes::TestJson& claims) { claims["sub"] = subject; }));
  for (int pages = 0; !is_receipt(page) && pages < 10; ++pages) page = world.answer(page);
  ASSERT_TRUE(is_receipt(page)) << page.body;
  page = world.follow(world.launch([&](fakes::TestJson& claims) {
    claims["sub"] = subject;
    claims["https://purl.imsglobal.org/spec/lti/claim/custom"] = {{"survey", "micro-burden"}};
  }));
  const std::string action = survey_action(page);
  ASSERT_FALSE(action.empty()) << page.body;
  ASSERT_EQ(world.post(action, answers_of(i)).status, 303);
}

// Kendall's tau of a list of persons against the order in which they answered: 1 or -1 when it gives them away, about 0 when it says nothing.
double tau(const std::vector<int>& people) {
  int agree = 0, all = 0;
  for (std::size_t i = 0; i < people.size(); ++i)
    for (std::size_t j = i + 1; j < people.size(); ++j) {
      agree += people[i] < people[j] ? 1 : -1;
      ++all;
    }
  return all == 0 ? 0 : static_cast<double>(agree) / all;
}
// Five standard deviations of tau for that many in random order.
double chance(int n) { return 5 * std::sqrt(2.0 * (2 * n + 5) / (9.0 * n * (n - 1))); }

std::set<std::string> words_of(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '-') {
      word += c;
      continue;
    }
    if (word.size() >= 8) words.insert(word);
    word.clear();
  }
  return words;
}

// Forty people answer in seconds, but the pool is kept by months (UTC): none may begin meanwhile.
std::string within_one_month(std::string file) {
  const auto now = std::chrono::system_clock::now();
  const auto month = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now));
  const auto next = std::chrono::sys_days(month.year() / month.month() / 1 + std::chrono::months(1));
  if (next - now < std::chrono::minutes(3)) std::this_thread::sleep_until(next + std::chrono::seconds(1));
  return file;
}

class Anonymous : public ::testing::Test {
 protected:
  Anonymous() : world(1'000'000, "sqlite:" + within_one_month(file())) {
    // Opened, not started: nothing is released before all have answered.
    EXPECT_TRUE(world.app->stop(std::chrono::milliseconds(5000)));
    world.app.reset();
    world.app = std::move(*app::Application::open(world.config, world.log, world.clock));
    for (int i = 0; i < kPeople; ++i) answer_as(world, i);
    EXPECT_EQ(count("SELECT COUNT(*) AS n FROM survey_pool"), kPeople);
    release();
  }
  std::string file() const { return (std::filesystem::path(folder.path()) / "store.db").string(); }
  // The first upkeep releases what waits.
  void release() {
    EXPECT_TRUE(world.app->start());
    for (int tries = 0; count("SELECT COUNT(*) AS n FROM event WHERE type = 'survey_submitted' AND position IS NOT NULL") < kPeople && tries < 200; ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_TRUE(world.app->stop(std::chrono::milliseconds(5000)));
    Tables(file()).rows("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  int count(const std::string& sql) const { return std::stoi(Tables(file()).rows(sql).at(0)["n"]); }

  fakes::TemporaryFolder folder;
  World world;
};

TEST_F(Anonymous, NobodyCanJoinAnAnswerToAPerson) {
  const Tables tables(file());
  const auto released = tables.rows("SELECT rowid AS rowid, * FROM event WHERE type = 'survey_submitted'");
  ASSERT_EQ(released.size(), static_cast<std::size_t>(kPeople));
  EXPECT_TRUE(tables.rows("SELECT * FROM survey_pool").empty() && tables.rows("SELECT * FROM survey_pool_group").empty());
  std::set<int> everybody;
  for (const auto& row : released) everybody.insert(person_of(row.at("body")));
  EXPECT_EQ(everybody.size(), static_cast<std::size_t>(kPeople)) << "the test could not tell who gave what";
  EXPECT_FALSE(everybody.contains(-1));

  // The attack would find a leak if there were one.
  std::vector<int> known;
  for (int i = 0; i < kPeople; ++i) known.push_back(i);
  ASSERT_EQ(tau(known), 1.0);

  // Every column of every released row: either the same for all of them, or in an order that says nothing.
  for (const auto& [column, first] : released.front()) {
    if (std::ranges::all_of(released, [&](const auto& row) { return row.at(column) == first; })) continue;
    auto ordered = released;
    std::ranges::sort(ordered, [&](const auto& a, const auto& b) {
      const std::string &x = a.at(column), &y = b.at(column);
      return column == "rowid" || column == "position" ? std::stoll(x) < std::stoll(y) : x < y;
    });
    std::vector<int> people;
    for (const auto& row : ordered) people.push_back(person_of(row.at("body")));
    if (column == "body") continue;   // begins with the answer itself; its other members are looked at below
    EXPECT_LT(std::abs(tau(people)), chance(kPeople)) << column << " orders the answers as they came";
  }
  for (const char* same : {"at", "recorded_at", "registration", "stream_kind", "seq", "statements"})
    for (const auto& row : released) EXPECT_EQ(row.at(same), released.front().at(same)) << same;

  // Nothing in a released row stands anywhere else: no id, token, digest or time.
  std::set<std::string> own;
  for (const auto& row : released)
    for (const auto& [column, value] : row)
      for (const auto& word : words_of(value)) own.insert(word);
  std::set<std::string> of_all;   // form, type, day: the same in every row
  for (const auto& word : words_of(released.front().at("body")))
    if (std::ranges::all_of(released, [&](const auto& row) { return row.at("body").find(word) != std::string::npos; })) of_all.insert(word);
  std::set<std::string> elsewhere;
  int looked_at = 0;
  for (const auto& table : tables.names()) {
    for (const auto& row : tables.rows("SELECT * FROM \"" + table + "\"" + (table == "event" ? " WHERE type <> 'survey_submitted'" : ""))) {
      ++looked_at;
      for (const auto& [column, value] : row)
        for (const auto& word : words_of(value)) elsewhere.insert(word);
    }
  }
  EXPECT_GT(looked_at, kPeople * 10);
  for (const auto& word : own)
    if (!of_all.contains(word) && word != "attempt" && word != released.front().at("at") && word.find("survey") == std::string::npos) {
      // The last event's seal is the site's seal head, which follows from the order of release alone.
      const bool seal_head = std::ranges::any_of(released, [&](const auto& row) { return row.at("seal") == word; });
      EXPECT_TRUE(seal_head || !elsewhere.contains(word)) << word << " joins an answer to another row";
    }
}

TEST_F(Anonymous, UsedTokensSayNeitherWhoNorWhen) {
  const Tables tables(file());
  const auto tokens = tables.rows("SELECT * FROM survey_token");
  ASSERT_EQ(tokens.size(), static_cast<std::size_t>(kPeople));
  for (const auto& row : tokens) EXPECT_EQ(row.at("kept_until"), tokens.front().at("kept_until"));
  for (const char* table : {"survey_token", "survey_pool", "survey_pool_group"})
    EXPECT_THROW(tables.rows(std::string("SELECT rowid FROM ") + table), std::runtime_error) << table << " keeps an order";
  std::set<std::string> digests;
  for (const auto& row : tokens) digests.insert(row.at("digest"));
  for (const auto& table : tables.names()) {
    if (table == "survey_token") continue;
    for (const auto& row : tables.rows("SELECT * FROM \"" + table + "\""))
      for (const auto& [column, value] : row)
        for (const auto& word : words_of(value)) EXPECT_FALSE(digests.contains(word)) << table << "." << column;
  }
  // The person's own streams hold no answer, and no statement does.
  for (const char* sql : {"SELECT body AS text FROM event WHERE type <> 'survey_submitted'", "SELECT body AS text FROM rendering_body", "SELECT form AS text FROM draft"})
    for (const auto& row : tables.rows(sql)) EXPECT_EQ(row.at("text").find("mb1"), std::string::npos) << row.at("text");
  EXPECT_TRUE(tables.rows("SELECT * FROM rendering WHERE registration = '0'").empty());
}

}  // namespace
}  // namespace preceptor::security
