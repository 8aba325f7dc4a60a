#include "core/base/encoding.hpp"

#include <gtest/gtest.h>

#include "core/base/digest.hpp"
#include "core/base/secret.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::base {
namespace {

TEST(Base64Url, EncodesWithoutPadding) {
  // RFC 4648 section 10, without padding.
  EXPECT_EQ(base64url_encode(""), "");
  EXPECT_EQ(base64url_encode("f"), "Zg");
  EXPECT_EQ(base64url_encode("fo"), "Zm8");
  EXPECT_EQ(base64url_encode("foo"), "Zm9v");
  EXPECT_EQ(base64url_encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64url_encode("\xfb\xff"), "-_8");
}

TEST(Base64Url, DecodesWhatItEncodes) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(base64url_decode(base64url_encode(bytes)), bytes);
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
    EXPECT_EQ(hex_decode(hex_encode(bytes)), bytes);
    bytes += static_cast<char>(i * 37);
  }
}

TEST(Base64Url, RefusesEverySecondSpelling) {
  for (const char* text :
       {"Zg==", "Zg=", "Z", "Zm9vY", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "Zm9v.", "\xc3\xa9xx"}) {
    EXPECT_FALSE(base64url_decode(text)) << text;
  }
  EXPECT_FALSE(base64url_decode(std::string_view("Zm9\0", 4)));
}

TEST(Base64, IsStrict) {
  EXPECT_EQ(base64_encode("fo"), "Zm8=");
  EXPECT_EQ(base64_encode("f"), "Zg==");
  EXPECT_EQ(base64_decode("Zg=="), "f");
  for (const char* text : {"Zg", "Zg=", "Zg===", "=Zg=", "Zh==", "Zm9v====", "Zm-v", "====", "Z==="})
    EXPECT_FALSE(base64_decode(text)) << text;
}

// RFC 4648 section 10, in small letters and without padding.
TEST(Base32, EncodesThePublishedVectors) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""}, {"f", "my"}, {"fo", "mzxq"}, {"foo", "mzxw6"}, {"foob", "mzxw6yq"}, {"fooba", "mzxw6ytb"}, {"foobar", "mzxw6ytboi"}};
  for (const auto& [bytes, text] : vectors) EXPECT_EQ(base32_encode(bytes), text);
}

TEST(Hex, RefusesOddAndForeign) {
  EXPECT_EQ(hex_decode("00fFAb"), std::string("\0\xff\xab", 3));
  for (const char* text : {"0", "0g", "0x00", " 00"}) EXPECT_FALSE(hex_decode(text)) << text;
}

TEST(Utf8, KnowsWellFormedText) {
  for (const char* text : {"", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(is_utf8(text));
  EXPECT_TRUE(is_utf8(std::string_view("\0", 1)));
  for (const char* text :
       {"\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "a\xff", "\xfe"}) {
    EXPECT_FALSE(is_utf8(text)) << hex_encode(text);
  }
}

TEST(Utf8, PrefixEndsAtACharacter) {
  EXPECT_EQ(utf8_prefix("a\xc3\xa9z", 10), "a\xc3\xa9z");
  EXPECT_EQ(utf8_prefix("a\xc3\xa9z", 3), "a\xc3\xa9");
  EXPECT_EQ(utf8_prefix("a\xc3\xa9z", 2), "a");
  EXPECT_EQ(utf8_prefix("\xf0\x9f\x98\x80", 3), "");
}

TEST(Html, EscapesForTextAndAttributes) {
  EXPECT_EQ(html_escape("<a href=\"x\" title='y'>&amp;</a>"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

TEST(Digest, MatchesPublishedVectors) {
  // FIPS 180-4 examples.
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 in_pieces;
  for (const char* piece : {"a", "", "bc"}) in_pieces.add(piece);
  EXPECT_EQ(in_pieces.hex(), sha256_hex("abc"));
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex_encode(sha256("abc")), sha256_hex("abc"));
  // RFC 4231 test case 2.
  EXPECT_EQ(hex_encode(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  // Empty key, twice, with another key between: no state is kept.
  const std::string empty_key = hmac_sha256({}, "x");
  (void)hmac_sha256("other", "x");
  EXPECT_EQ(hmac_sha256({}, "x"), empty_key);
  EXPECT_EQ(hmac_sha256("", "x"), empty_key);
}

TEST(Digest, RandomBytesDiffer) {
  EXPECT_EQ(random_bytes(32).size(), 32U);
  EXPECT_NE(random_bytes(32), random_bytes(32));
}

TEST(Digest, ComparesWholeTexts) {
  EXPECT_TRUE(equal_constant_time("abc", "abc"));
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_FALSE(equal_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_constant_time("abc", "ab"));
  EXPECT_FALSE(equal_constant_time("", "a"));
}

TEST(Uuid, NameBasedMatchesRfc9562) {
  // RFC 9562 appendix A.4.
  EXPECT_EQ(uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_EQ(uuid_v5("6BA7B810-9DAD-11D1-80B4-00C04FD430C8", "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  EXPECT_THROW(uuid_v5("not a uuid", "x"), std::invalid_argument);
}

TEST(Uuid, RandomOnesAreVersionFour) {
  const std::string id = uuid_v4();
  EXPECT_TRUE(is_uuid(id));
  EXPECT_EQ(id[14], '4');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
  EXPECT_NE(uuid_v4(), id);
}

TEST(Uuid, ReadsOnlyTheCanonicalForm) {
  EXPECT_TRUE(is_uuid("2ED6657D-e927-568b-95e1-2665a8aea6a2"));
  for (const char* text : {"", "2ed6657de927568b95e12665a8aea6a2", "{2ed6657d-e927-568b-95e1-2665a8aea6a2}",
                           "2ed6657d-e927-568b-95e1-2665a8aea6ag", "2ed6657d-e927-568b-95e1-2665a8aea6a",
                           "2ed6657d-e927-568b-95e12-665a8aea6a2", "urn:uuid:2ed6657d-e927-568b-95e1-2665a8aea"}) {
    EXPECT_FALSE(is_uuid(text)) << text;
  }
}

TEST(Secret, KeepsItsTextThroughCopiesAndMoves) {
  Secret first("correct horse battery staple, long enough for the heap");
  const Secret copy(first);
  const Secret moved(std::move(first));
  EXPECT_EQ(copy.reveal(), moved.reveal());
  EXPECT_TRUE(Secret().empty());
  EXPECT_FALSE(moved.empty());
}

TEST(Characters, AreCountedAsPeopleCount) {
  for (const auto& [text, count] : {std::pair<std::string, std::size_t>{"", 0}, {"abc", 3}, {"é", 1}, {"مرحبا", 5}, {"a\u20ACb", 3}, {"\U0001F600", 1}}) EXPECT_EQ(count_characters(text), count) << text;
}

TEST(Formula, IsWhatASpreadsheetTakesForOne) {
  for (const char* text : {"=1", "+1", "-1", "@x", "  =1", "\uFF1D1"}) EXPECT_TRUE(begins_like_formula(text)) << text;
  for (const char* text : {"", " ", "a=1", "1+1", "x"}) EXPECT_FALSE(begins_like_formula(text)) << text;
}

}  // namespace
}  // namespace preceptor::base
