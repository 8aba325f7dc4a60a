#include "lti/signing_keys.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "core/base/json.hpp"
#include "lti/jose/compact.hpp"
#include "lti/jose/public_key.hpp"
#include "lti/jose/sealer.hpp"
#include "tests/fakes/memory_keys.hpp"
#include "tests/fakes/memory_stores.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::RegistrationId;

class SigningKeysTest : public testing::Test {
 protected:
  // The kid a token was signed with, after the published set verified it.
  std::string verified_kid(SigningKeys& keys, const RegistrationId& registration) {
    const auto token = keys.sign(registration, R"({"iss":"client"})");
    if (!token) return base::describe(token.error());
    const auto jws = jose::parse_compact(*token);
    const auto set = jose::parse_jwks(key_set_json(*keys.published(registration)));
    for (const auto& key : set->keys)
      if (key->kid() == jws->kid && key->verify_rs256(jws->signing_input, jws->signature)) return key->kid();
    return "not published";
  }
  std::string kids(const RegistrationId& registration) {
    std::string text;
    const auto published = keys.published(registration);
    for (const auto& key : *published) text += key.kid + " ";
    return text;
  }

  const RegistrationId one{"one"}, two{"two"};
  fakes::MemoryKeys store;
  fakes::StillClock clock;
  jose::AeadSealer vault{base::Secret(std::string(32, 'v'))};
  SigningKeys keys{store, vault, clock};
};

TEST_F(SigningKeysTest, MakesOnePairARegistrationAtFirstUse) {
  const std::string first = verified_kid(keys, one);
  EXPECT_EQ(first.size(), 43u) << first;
  EXPECT_EQ(verified_kid(keys, one), first);
  const std::string other = verified_kid(keys, two);
  EXPECT_NE(other, first);
  EXPECT_EQ(kids(one), first + " ");
  SigningKeys restarted(store, vault, clock);
  EXPECT_EQ(verified_kid(restarted, one), first);
  EXPECT_EQ(store.keys.size(), 2u);
  for (const auto& key : store.keys) {
    EXPECT_EQ(key.sealed.find("PRIVATE"), std::string::npos);
    EXPECT_EQ(key.public_jwk.find("\"d\""), std::string::npos);
  }
}

TEST_F(SigningKeysTest, TheSetHoldsAKeyBeforeAnythingWasSigned) {
  const auto published = keys.published(one);
  ASSERT_TRUE(published);
  ASSERT_EQ(published->size(), 1u);
  const auto set = base::parse_json(key_set_json(*published));
  ASSERT_TRUE(set);
  for (const char* member : {"kid", "kty", "use", "alg", "n", "e"}) EXPECT_TRUE(set->at("keys").at(0).contains(member)) << member;
  EXPECT_EQ(key_set_json({}), R"({"keys":[]})");
  EXPECT_EQ(public_pem(published->front())->rfind("-----BEGIN PUBLIC KEY-----", 0), 0u);
}

TEST_F(SigningKeysTest, TwoNodesAndManyThreadsEndWithOneKey) {
  SigningKeys node(store, vault, clock);
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<std::string> seen;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      const auto token = (i % 2 == 0 ? keys : node).sign(one, "{}");
      const std::lock_guard lock(mutex);
      seen.insert(token ? *jose::parse_compact(*token)->kid : base::describe(token.error()));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(seen.size(), 1u) << *seen.begin();
  EXPECT_EQ(store.keys.size(), 1u);
}

TEST_F(SigningKeysTest, ARotationPublishesFirstSignsLaterAndKeepsTheOldForADay) {
  const std::string old = verified_kid(keys, one);
  const auto next = keys.rotate(one, false);
  ASSERT_TRUE(next);
  EXPECT_EQ(kids(one), old + " " + next->kid + " ");
  EXPECT_EQ(keys.rotate(one, false)->kid, next->kid) << "one rotation at a time";
  clock.pass(kPublishedBefore - base::Milliseconds(1));
  ASSERT_TRUE(keys.finish_due());
  EXPECT_EQ(verified_kid(keys, one), old);
  clock.pass(base::Milliseconds(1));
  EXPECT_GE(kPublishedBefore, base::Milliseconds(kKeySetMaxAge * 1000)) << "lti.md 6.7";
  ASSERT_TRUE(keys.finish_due());
  ASSERT_TRUE(keys.finish_due()) << "nothing is done twice";
  EXPECT_EQ(verified_kid(keys, one), next->kid);
  EXPECT_EQ(kids(one), old + " " + next->kid + " ");
  clock.pass(kPublishedAfter);
  EXPECT_EQ(kids(one), next->kid + " ");
  EXPECT_EQ(store.keys[0].sealed, "") << "the old private half is forgotten";
  EXPECT_EQ(store.keys.size(), 2u) << "but never its kid";
}

TEST_F(SigningKeysTest, AtOnceTakesTheOldKeyOutOfTheSet) {
  const std::string old = verified_kid(keys, one);
  const auto now = keys.rotate(one, true);
  ASSERT_TRUE(now);
  EXPECT_NE(now->kid, old);
  EXPECT_EQ(now->state, KeyState::current);
  EXPECT_EQ(kids(one), now->kid + " ");
  EXPECT_EQ(verified_kid(keys, one), now->kid);
}

TEST_F(SigningKeysTest, AtOnceTakesAWaitingKeyOutToo) {
  const std::string old = verified_kid(keys, one);
  const auto waiting = keys.rotate(one, false);
  ASSERT_TRUE(waiting);
  const auto now = keys.rotate(one, true);
  ASSERT_TRUE(now);
  EXPECT_NE(now->kid, old);
  EXPECT_NE(now->kid, waiting->kid) << "it was sealed under the same site key";
  EXPECT_EQ(kids(one), now->kid + " ");
  EXPECT_EQ(verified_kid(keys, one), now->kid);
}

TEST_F(SigningKeysTest, AnotherSiteKeyOpensNothingAndARotationMendsIt) {
  const std::string old = verified_kid(keys, one);
  const jose::AeadSealer other(base::Secret(std::string(32, 'o')));
  SigningKeys lost(store, other, clock);
  const auto token = lost.sign(one, "{}");
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().code, Code::key_unreadable);
  EXPECT_NE(token.error().detail.find("keys rotate"), std::string::npos) << token.error().detail;
  EXPECT_FALSE(lost.probe(one));
  EXPECT_EQ(lost.published(one)->size(), 1u) << "what it signed may still be checked";
  ASSERT_TRUE(lost.rotate(one, true));
  EXPECT_TRUE(lost.probe(one));
  EXPECT_NE(verified_kid(lost, one), old);
}

TEST_F(SigningKeysTest, ASealedKeyIsOfNoUseInAnotherRow) {
  ASSERT_EQ(verified_kid(keys, one).size(), 43u);
  ASSERT_EQ(verified_kid(keys, two).size(), 43u);
  store.keys[1].sealed = store.keys[0].sealed;
  SigningKeys fresh(store, vault, clock);
  EXPECT_EQ(fresh.sign(two, "{}").error().code, Code::key_unreadable);
}

TEST_F(SigningKeysTest, AFailedStoreIsNotAnAbsentKey) {
  store.fails = true;
  EXPECT_EQ(keys.sign(one, "{}").error().code, Code::store_failed);
  EXPECT_EQ(keys.published(one).error().code, Code::store_failed);
  EXPECT_EQ(keys.rotate(one, false).error().code, Code::store_failed);
  EXPECT_EQ(keys.finish_due().error().code, Code::store_failed);
  EXPECT_TRUE(store.keys.empty());
}

}  // namespace
}  // namespace preceptor::lti
