// The audit log: what is added is read newest first, with the vault's own looks among it; only old rows go.
#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

ports::AuditEntry row(std::int64_t ms, const std::string& who, const std::string& kind) {
  return {at(ms), "staff", who, kind, "GET /staff/credits", "ccid=1", "r1"};
}

class AuditContract : public StoreContract {
 protected:
  std::string read(const std::string& who = {}, const std::string& kind = {}, int offset = 0, int limit = 100) {
    const auto found = store->list_audit({at(0), at(1000), who, kind, offset, limit});
    if (!found) return base::describe(found.error());
    std::string all;
    for (const auto& one : *found) all += one.area + " " + one.who + " " + one.kind + "; ";
    return all;
  }
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store->append_audit(row(10, "pat", "saw")));
    ASSERT_TRUE(store->append_audit(row(30, "pat", "changed")));
    ASSERT_TRUE(store->note_access({{at(20), base::PersonId("p1"), {"sam", "page"}, false}}));
  }
};

TEST_P(AuditContract, OneLogNewestFirst) {
  EXPECT_EQ(read(), "staff pat changed; vault sam saw; staff pat saw; ");
  EXPECT_EQ(read("pat"), "staff pat changed; staff pat saw; ");
  EXPECT_EQ(read("", "saw"), "vault sam saw; staff pat saw; ");
  EXPECT_EQ(read("", "", 1, 1), "vault sam saw; ");
  const auto found = store->list_audit({at(30), at(31), {}, {}, 0, 100});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().at, at(30));
  EXPECT_EQ(found->front().act + " " + found->front().subject + " " + found->front().request, "GET /staff/credits ccid=1 r1");
}

TEST_P(AuditContract, OldRowsGoAndTheVaultsStay) {
  const auto gone = store->forget_audit(at(30), 100);
  ASSERT_TRUE(gone);
  EXPECT_EQ(*gone, 1);
  EXPECT_EQ(read(), "staff pat changed; vault sam saw; ");
}

PRECEPTOR_EVERY_ENGINE(AuditContract);

}  // namespace
}  // namespace preceptor::contract
