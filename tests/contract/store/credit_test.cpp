// Grants: written with the commit they follow from, by one of two writers; walked by (date, ccid) however they are filtered.
#include "tests/contract/store/fixture.hpp"

#include <tuple>

namespace preceptor::contract {
namespace {

using credit::Grant;
using credit::GrantState;
using ports::GrantFilter;
using ports::GrantPlace;

base::Date day(const std::string& text) { return base::parse_date(text).value(); }

Grant grant(const std::string& ccid, const std::string& date = "2026-05-04", const std::string& person = "p1") {
  Grant made;
  made.ccid = ccid;
  made.platform = base::PlatformId("pl");
  made.person = base::PersonId(person);
  made.activity_id = "opioids";
  made.activity = base::ContentHash(std::string(64, 'a'));
  made.rules = std::string(64, 'b');
  made.provider = "main";
  made.system = "ama-pra-1";
  made.amount = {50};
  made.profession = "physician";
  made.date = day(date);
  made.granted_at = at(5);
  made.certificate = "code-" + ccid;
  made.changed_at = at(6);
  return made;
}
Grant with_board(Grant made, const std::string& board) {
  made.boards.push_back({board, {{"MOC", {50}}}, std::nullopt, {}});
  return made;
}
Grant in_state(Grant made, GrantState state) {
  made.state = state;
  return made;
}

class CreditContract : public StoreContract {
 protected:
  base::Status put(const std::vector<Grant>& grants) {
    ports::UnitOfWork work;
    work.grants = grants;
    return store->commit(work);
  }
  std::string listed(const GrantFilter& filter, const std::optional<GrantPlace>& after = {}, int limit = 100) {
    const auto found = store->list_grants(filter, after, limit);
    if (!found) return base::describe(found.error());
    std::string ids;
    for (const auto& one : *found) ids += one.ccid;
    return ids;
  }
};
PRECEPTOR_EVERY_ENGINE(CreditContract);

TEST_P(CreditContract, EveryMemberComesBackAsWritten) {
  Grant one = with_board(grant("a"), "ABIM");
  one.boards.push_back({"ABA", {{"Lifelong Learning", {100}}, {"Patient Safety", {25}}}, day("2027-01-31"), {"aba:12:airway", "aba:13:\"pain\""}});
  one.state = GrantState::rejected;
  one.reason = "no match";
  one.sequence = 3;
  ASSERT_TRUE(put({one}));
  open();
  const auto found = store->load_grant("a");
  ASSERT_TRUE(found && *found);
  const Grant& back = **found;
  EXPECT_EQ(std::tie(back.ccid, back.platform, back.person, back.activity_id, back.activity, back.rules, back.provider, back.system, back.amount),
            std::tie(one.ccid, one.platform, one.person, one.activity_id, one.activity, one.rules, one.provider, one.system, one.amount));
  EXPECT_EQ(std::tie(back.profession, back.boards, back.date, back.granted_at, back.sequence, back.certificate, back.state, back.reason, back.changed_at),
            std::tie(one.profession, one.boards, one.date, one.granted_at, one.sequence, one.certificate, one.state, one.reason, one.changed_at));
  EXPECT_EQ(back.version, 1);
  EXPECT_FALSE(*store->load_grant("b"));
}

TEST_P(CreditContract, OfTwoWritersOfOneVersionOneWinsAndTheOthersCommitWritesNothing) {
  ASSERT_TRUE(put({grant("a")}));
  EXPECT_CODE(put({grant("a")}), Code::store_conflict);
  Grant next = in_state(grant("a"), GrantState::queued);
  next.version = 2;
  ASSERT_TRUE(put({next}));
  EXPECT_CODE(put({next}), Code::store_conflict);
  ports::UnitOfWork work;
  work.grants = {grant("b"), next};
  work.events = {event("r1", uuid("s"), 1)};
  EXPECT_CODE(store->commit(work), Code::store_conflict);
  EXPECT_FALSE(*store->load_grant("b"));
  EXPECT_TRUE(store->load_events(base::RegistrationId("r1"), uuid("s"))->empty());
  EXPECT_EQ((*store->load_grant("a"))->state, GrantState::queued);
  Grant elsewhere = grant("a");
  elsewhere.platform = base::PlatformId("other");
  EXPECT_CODE(put({elsewhere}), Code::store_conflict);   // one id, one grant
}

TEST_P(CreditContract, ACorrectionKeepsTheCodeAndTheNewestIsFound) {
  Grant corrected = grant("b");
  corrected.certificate = "code-a";
  corrected.sequence = 2;
  ASSERT_TRUE(put({grant("a"), corrected}));
  EXPECT_EQ((*store->grant_of_certificate("code-a"))->ccid, "b");
  EXPECT_FALSE(*store->grant_of_certificate("code-x"));
  Grant without = grant("c");
  without.certificate.clear();
  ASSERT_TRUE(put({without}));
  EXPECT_FALSE(*store->grant_of_certificate(""));
}

TEST_P(CreditContract, EachFilterNarrowsListAndCountAlike) {
  Grant other = grant("d", "2026-05-02", "p2");
  other.activity_id = "sepsis";
  other.system = "ancc";
  other.provider = "second";
  ASSERT_TRUE(put({with_board(grant("b", "2026-05-03"), "ABIM"), grant("a"), with_board(in_state(grant("c", "2026-05-03"), GrantState::accepted), "ABIM"), other}));
  struct Case {
    GrantFilter filter;
    std::string ids;
  };
  std::vector<Case> cases(14);
  cases[0].ids = "dbca";
  cases[1] = {{.from = day("2026-05-03")}, "bca"};
  cases[2] = {{.to = day("2026-05-03")}, "dbc"};
  cases[3] = {{.from = day("2026-05-03"), .to = day("2026-05-03")}, "bc"};
  cases[4] = {{.activity_id = "sepsis"}, "d"};
  cases[5] = {{.system = "ama-pra-1"}, "bca"};
  cases[6] = {{.board = "ABIM"}, "bc"};
  cases[7] = {{.provider = "second"}, "d"};
  cases[8] = {{.states = {GrantState::accepted}}, "c"};
  cases[9] = {{.states = {GrantState::issued, GrantState::accepted, GrantState::issued}}, "dbca"};
  cases[10] = {{.person = base::PersonId("p1")}, "bca"};
  cases[11] = {{.from = day("2026-05-04"), .board = "ABIM"}, ""};
  cases[12] = {{.activity_id = "opioids", .board = "ABIM", .states = {GrantState::issued}, .person = base::PersonId("p1")}, "b"};
  cases[13] = {{.activity_id = "sepsis", .system = "ama-pra-1"}, ""};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(listed(cases[i].filter), cases[i].ids) << i;
    EXPECT_EQ(*store->count_grants(cases[i].filter), static_cast<std::int64_t>(cases[i].ids.size())) << i;
  }
}

TEST_P(CreditContract, AWalkIsTheSameHoweverItIsCut) {
  const std::string ids = "abcdefghij";
  std::vector<Grant> grants;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto one = with_board(grant(ids.substr(i, 1), i % 3 == 0 ? "2026-05-01" : "2026-05-02"), "ABP");
    grants.push_back(in_state(one, i % 2 == 0 ? GrantState::issued : GrantState::pending));
  }
  ASSERT_TRUE(put(grants));
  for (const GrantFilter& filter : {GrantFilter{}, GrantFilter{.board = "ABP"}, GrantFilter{.activity_id = "opioids"}, GrantFilter{.person = base::PersonId("p1")},
                                    GrantFilter{.states = {GrantState::pending, GrantState::issued}}, GrantFilter{.from = day("2026-04-01")}}) {
    for (const int cut : {1, 2, 3, 7, 100}) {
      std::string walked;
      std::optional<GrantPlace> after;
      for (;;) {
        const auto page = store->list_grants(filter, after, cut);
        ASSERT_TRUE(page);
        if (page->empty()) break;
        for (const auto& one : *page) walked += one.ccid;
        after = GrantPlace{page->back().date, page->back().ccid};
      }
      EXPECT_EQ(walked, "adgjbcefhi") << cut;
    }
  }
  EXPECT_EQ(listed({.from = day("2026-05-02")}, GrantPlace{day("2026-05-01"), "g"}, 2), "bc");   // a place before the window begins at the window
}

TEST_P(CreditContract, BoardsThatChangeAreFoundByTheNewOnesOnly) {
  ASSERT_TRUE(put({with_board(grant("a"), "ABIM")}));
  Grant next = with_board(grant("a"), "ABP");
  next.version = 2;
  ASSERT_TRUE(put({next}));
  EXPECT_EQ(listed({.board = "ABIM"}), "");
  EXPECT_EQ(listed({.board = "ABP"}), "a");
}

}  // namespace
}  // namespace preceptor::contract
