// Sentences of the domain in the languages of the pages.
#include "web/sentences.hpp"

#include <gtest/gtest.h>

namespace preceptor::web {
namespace {

using activity::Sentence;

TEST(Sentences, WordsOfOursAreTranslatedValuesAreNot) {
  Sentence sentence{"disclosure.relationship",
                    "{name} ({parts}): {company}, {nature}.",
                    {{"name", "A. {parts}"}, {"company", "Example Pharma"}, {"nature", "advisory board"}}};
  const Sentence author{"rca.part.author", "author", {}}, signer{"rca.part.signer", "signer", {}},
      planner{"rca.part.planner", "planner", {}};
  put(sentence, "parts", {planner, author, signer});
  EXPECT_EQ(plain(sentence), "A. {parts} (planner, author and signer): Example Pharma, advisory board.");
  EXPECT_EQ(say(sentence, Messages::in("en")), plain(sentence));
  EXPECT_EQ(say(sentence, Messages::in("es")),
            "A. {parts} (planificación, autoría y firma): Example Pharma, advisory board.");
  EXPECT_EQ(say(sentence, Messages::in("ar")),
            "A. {parts} (التخطيط، التأليف والتوقيع): Example Pharma، advisory board.");
}

TEST(Sentences, WithoutAKeyInEnglish) {
  EXPECT_EQ(say({"no.such.key", "As {it} is.", {{"it", "he"}}}, Messages::in("es")), "As he is.");
}

}  // namespace
}  // namespace preceptor::web
