#include <atomic>
#include <thread>

#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

using lti::KeyState;
using lti::SigningKey;

class KeyContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    if (IsSkipped()) return;
    one = registration("one");
    two = registration("two");
  }
  base::RegistrationId registration(const std::string& client) {
    lti::Registration r;
    r.name = client;
    r.issuer = "https://lms.example";
    r.client_id = client;
    r.jwks_uri = "https://lms.example/jwks";
    const auto saved = store->save_registration(r);
    EXPECT_TRUE(saved);
    return saved ? saved->id : base::RegistrationId();
  }
  static SigningKey key(const base::RegistrationId& registration, const std::string& kid, KeyState state, int ms = 0) {
    SigningKey made;
    made.kid = kid;
    made.registration = registration;
    made.state = state;
    made.sealed = "sealed-" + kid;
    made.public_jwk = "{\"kid\":\"" + kid + "\"}";
    made.created_at = at(ms);
    return made;
  }
  std::string kids(const base::Result<std::vector<SigningKey>>& keys) {
    EXPECT_TRUE(keys);
    std::string text;
    for (const auto& one_key : keys.value_or(std::vector<SigningKey>())) text += one_key.kid + " ";
    return text;
  }
  base::RegistrationId one, two;
};
PRECEPTOR_EVERY_ENGINE(KeyContract);

TEST_P(KeyContract, ReadsEveryFieldBack) {
  EXPECT_TRUE(store->list_keys(one)->empty());
  ASSERT_EQ(store->add_key(key(one, "a", KeyState::current, 5)), true);
  ASSERT_EQ(store->add_key(key(one, "b", KeyState::next, 7)), true);
  open();
  const auto keys = *store->list_keys(one);
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].kid, "a");
  EXPECT_EQ(keys[0].registration, one);
  EXPECT_EQ(keys[0].state, KeyState::current);
  EXPECT_EQ(keys[0].sealed, "sealed-a");
  EXPECT_EQ(keys[0].public_jwk, "{\"kid\":\"a\"}");
  EXPECT_EQ(keys[0].created_at, at(5));
  EXPECT_EQ(keys[0].activated_at, at(5));
  EXPECT_FALSE(keys[0].retired_at || keys[0].published_until);
  EXPECT_EQ(keys[1].state, KeyState::next);
  EXPECT_FALSE(keys[1].activated_at);
  EXPECT_TRUE(store->list_keys(two)->empty()) << "keys are apart by registration";
}

TEST_P(KeyContract, OneKeySignsAndOneWaits) {
  ASSERT_EQ(store->add_key(key(one, "a", KeyState::current)), true);
  EXPECT_EQ(store->add_key(key(one, "b", KeyState::current)), false);
  EXPECT_EQ(store->add_key(key(one, "c", KeyState::next)), true);
  EXPECT_EQ(store->add_key(key(one, "d", KeyState::next)), false);
  EXPECT_EQ(store->add_key(key(two, "e", KeyState::current)), true);
  EXPECT_EQ(kids(store->list_keys(one)), "a c ");
  EXPECT_CODE(store->add_key(key(two, "a", KeyState::next)), Code::store_already_used);
}

TEST_P(KeyContract, OfManyThatMakeTheFirstKeyAtOnceOneWins) {
  std::atomic<int> won{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto added = store->add_key(key(one, "k" + std::to_string(i), KeyState::current));
      if (added && *added) ++won;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(store->list_keys(one)->size(), 1u);
}

TEST_P(KeyContract, TheNextKeyTakesOverAndTheOldPrivateHalfIsForgotten) {
  ASSERT_EQ(store->add_key(key(one, "a", KeyState::current, 1)), true);
  ASSERT_EQ(store->add_key(key(one, "b", KeyState::next, 2)), true);
  EXPECT_EQ(kids(store->waiting_keys(at(1))), "");
  EXPECT_EQ(kids(store->waiting_keys(at(2))), "b ");
  EXPECT_EQ(store->activate_key(two, "b", at(9), at(20)), false) << "another registration's";
  EXPECT_EQ(store->activate_key(one, "a", at(9), at(20)), false) << "it signs already";
  ASSERT_EQ(store->activate_key(one, "b", at(9), at(20)), true);
  EXPECT_EQ(store->activate_key(one, "b", at(10), at(30)), false) << "another node did it";
  const auto keys = *store->list_keys(one);
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].state, KeyState::retired);
  EXPECT_EQ(keys[0].sealed, "");
  EXPECT_EQ(keys[0].retired_at, at(9));
  EXPECT_EQ(keys[0].published_until, at(20));
  EXPECT_EQ(keys[1].state, KeyState::current);
  EXPECT_EQ(keys[1].activated_at, at(9));
  EXPECT_EQ(kids(store->waiting_keys(at(100))), "");
  EXPECT_CODE(store->add_key(key(one, "a", KeyState::next)), Code::store_already_used);
  EXPECT_EQ(store->add_key(key(one, "c", KeyState::next)), true);
}

TEST_P(KeyContract, PublishesWhatIsOfUseForRegistrationsThatAreOn) {
  ASSERT_EQ(store->add_key(key(one, "a", KeyState::current, 1)), true);
  ASSERT_EQ(store->add_key(key(one, "b", KeyState::next, 2)), true);
  ASSERT_EQ(store->add_key(key(two, "c", KeyState::current, 3)), true);
  EXPECT_EQ(kids(store->published_keys(at(5))), "a b c ");
  ASSERT_EQ(store->activate_key(one, "b", at(9), at(20)), true);
  EXPECT_EQ(kids(store->published_keys(at(19))), "a b c ");
  EXPECT_EQ(kids(store->published_keys(at(20))), "b c ");
  ASSERT_TRUE(store->remove_registration(two));
  EXPECT_EQ(kids(store->published_keys(at(20))), "b ");
}

// The LMS may ask for the key of a registration that it is still making.
TEST_P(KeyContract, AKeyMayComeBeforeItsRegistrationAndGoesWithAFailedAttempt) {
  const std::string digest(64, 'd');
  const auto invited = store->save_invitation({digest, {}, "", "", at(0), at(100'000), false});
  ASSERT_TRUE(invited);
  const auto claim = store->claim_invitation(digest, at(1), at(1000));
  ASSERT_TRUE(claim && *claim);
  EXPECT_TRUE(*store->add_key(key(invited->registration, "early", KeyState::current)));
  EXPECT_TRUE(*store->add_key(key(one, "other", KeyState::current)));
  ASSERT_TRUE(store->forget_expired(at(2)));
  EXPECT_EQ(kids(store->list_keys(invited->registration)), "early ") << "the attempt is under way";
  ASSERT_TRUE(store->release_invitation(digest, "another"));
  EXPECT_EQ(kids(store->list_keys(invited->registration)), "early ");
  ASSERT_TRUE(store->release_invitation(digest, **claim));
  EXPECT_EQ(kids(store->list_keys(invited->registration)), "");

  const auto second = store->claim_invitation(digest, at(3), at(1003));
  ASSERT_TRUE(second && *second);
  EXPECT_TRUE(*store->add_key(key(invited->registration, "lost", KeyState::current)));
  ASSERT_TRUE(store->forget_expired(at(1003)));
  EXPECT_EQ(kids(store->list_keys(invited->registration)), "") << "the attempt ended without a word";

  const auto third = store->claim_invitation(digest, at(1003), at(2003));
  ASSERT_TRUE(third && *third);
  EXPECT_TRUE(*store->add_key(key(invited->registration, "kept", KeyState::current)));
  lti::Registration made;
  made.id = invited->registration;
  made.name = "Made";
  made.issuer = "https://lms.example";
  made.client_id = "made";
  made.jwks_uri = "https://lms.example/jwks";
  ASSERT_TRUE(store->register_invited(made, digest, at(1004)));
  ASSERT_TRUE(store->release_invitation(digest, **third));
  ASSERT_TRUE(store->forget_expired(at(5000)));
  EXPECT_EQ(kids(store->list_keys(invited->registration)), "kept ");
  EXPECT_EQ(kids(store->list_keys(one)), "other ");
}

}  // namespace
}  // namespace preceptor::contract
