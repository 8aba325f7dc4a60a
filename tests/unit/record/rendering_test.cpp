#include "core/record/rendering.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/base/digest.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::record {
namespace {

Event event() {
  Event e;
  e.stream_id = "5f0c9a3e-2b7d-4d0e-8b8a-0c5a6f1d2e3f";
  e.seq = 3;
  e.registration = base::RegistrationId("1");
  e.at = e.recorded_at = base::from_unix_ms(0x01967f2a4c05);
  e.payload = DisclosureShown{"block"};
  return e;
}

TEST(RenderingId, IsFixedForEver) {
  const std::string id = rendering_id(event(), "answered", 1, "identified").str();
  EXPECT_EQ(id, "01967f2a-4c05-57d3-868c-7e1f880af563");
  EXPECT_EQ(id[14], '5') << "a name-based UUID";
  const std::string hidden = rendering_id(event(), "answered", 1, "pseudonymised").str();
  EXPECT_EQ(hidden, "b4e0f97a-fa99-546a-b0db-80a933dd31a3");
  EXPECT_NE(hidden.substr(0, 8), id.substr(0, 8)) << "does not say of which moment it is";
}

// After a restored backup the same place of a stream may be taken by another event.
TEST(RenderingId, AnotherEventInTheSamePlaceHasAnother) {
  Event anew = event();
  anew.recorded_at += base::Milliseconds(1);
  EXPECT_NE(rendering_id(event(), "answered", 1, "identified"), rendering_id(anew, "answered", 1, "identified"));
  // Which of them is whose is told by the rest; statements of earlier versions have the plain digest.
  for (const char* id : {"01967f2a-4c05-57d3-868c-7e1f880af563", "631480f1-4e3a-57d3-868c-7e1f880af563"})
    EXPECT_TRUE(is_rendering_id(base::StatementId(id), event(), "answered", 1, "identified")) << id;
  EXPECT_FALSE(is_rendering_id(base::StatementId("01967f2a-4c05-57d3-868c-7e1f880af564"), event(), "answered", 1, "identified"));
  EXPECT_FALSE(is_rendering_id(base::StatementId("01967f2a-4c05-57d3-868c-7e1f880af563"), event(), "answered", 1, "pseudonymised"));
}

TEST(RenderingId, ThoseOfOneMomentLieTogether) {
  Event later = event();
  later.recorded_at += base::Milliseconds(1);
  later.stream_id = "00000000-2b7d-4d0e-8b8a-0c5a6f1d2e3f";
  EXPECT_LT(rendering_id(event(), "answered", 1, "identified"), rendering_id(later, "answered", 1, "identified"));
  EXPECT_EQ(rendering_id(event(), "answered", 1, "identified").str().substr(0, 13), rendering_id(event(), "completed", 2, "identified").str().substr(0, 13));
  later = event();
  later.at += base::Milliseconds(5000);   // what happened, and when it was recorded: an order of its own
  EXPECT_EQ(rendering_id(event(), "answered", 1, "identified"), rendering_id(later, "answered", 1, "identified"));
}

TEST(RenderingId, DiffersByEachOfItsParts) {
  Event other_seq = event(), other_stream = event();
  other_seq.seq = 4;
  other_stream.stream_id = "5f0c9a3e-2b7d-4d0e-8b8a-0c5a6f1d2e30";
  const std::set<std::string> ids = {
      rendering_id(event(), "answered", 1, "identified").str(),
      rendering_id(event(), "completed", 1, "identified").str(),
      rendering_id(event(), "answered", 2, "identified").str(),
      rendering_id(event(), "answered", 1, "pseudonymous").str(),
      rendering_id(other_seq, "answered", 1, "identified").str(),
      rendering_id(other_stream, "answered", 1, "identified").str(),
  };
  EXPECT_EQ(ids.size(), 6U);
  for (const auto& id : ids) EXPECT_TRUE(base::is_uuid(id));
}

TEST(EventHash, CoversTheTextAndEachRenderingInOrder) {
  const std::string a(64, 'a'), b(64, 'b');
  EXPECT_EQ(event_hash("{}", {}), base::sha256_hex("{}"));
  EXPECT_EQ(event_hash("{}", {a}), base::sha256_hex("{}\n" + a));
  std::set<std::string> hashes = {event_hash("{}", {}),     event_hash("{}", {a}),        event_hash("{}", {a, b}),
                                  event_hash("{}", {b, a}), event_hash("{\"x\":1}", {a}), event_hash("{}", {a + b})};
  EXPECT_EQ(hashes.size(), 6U);
}

// Seals a short record, then alters one thing at a time: every later seal must differ.
TEST(Seal, TamperingBreaksEverySealAfterIt) {
  const auto chain = [](const std::vector<std::string>& texts) {
    std::vector<std::string> seals;
    std::string previous(kFirstSeal);
    for (std::size_t i = 0; i < texts.size(); ++i)
      seals.push_back(previous = seal(previous, static_cast<std::int64_t>(i + 1), event_hash(texts[i], {})));
    return seals;
  };
  const auto honest = chain({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}"});
  const auto altered = chain({"{\"a\":1}", "{\"a\":9}", "{\"a\":3}", "{\"a\":4}"});
  const auto swapped = chain({"{\"a\":1}", "{\"a\":3}", "{\"a\":2}", "{\"a\":4}"});
  EXPECT_EQ(honest, chain({"{\"a\":1}", "{\"a\":2}", "{\"a\":3}", "{\"a\":4}"}));
  EXPECT_EQ(honest[0], altered[0]);
  for (std::size_t i = 1; i < honest.size(); ++i) {
    EXPECT_NE(honest[i], altered[i]);
    EXPECT_NE(honest[i], swapped[i]);
  }
}

TEST(Seal, IsTheDigestOfPreviousPositionAndHash) {
  const std::string hash = event_hash("{}", {});
  EXPECT_EQ(seal(kFirstSeal, 1, hash), base::sha256_hex(std::string(64, '0') + "\n1\n" + hash));
  EXPECT_NE(seal(kFirstSeal, 1, hash), seal(kFirstSeal, 2, hash));
  EXPECT_NE(seal(kFirstSeal, 11, "1" + hash), seal(kFirstSeal, 1, "11" + hash));
}

}  // namespace
}  // namespace preceptor::record
