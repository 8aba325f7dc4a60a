// What a unit begins with when it is started from a decided case.
#include "manifests/compile.hpp"
#include "tests/unit/staff/case_room.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

TEST(UnitDraft, SaysWhatTheCaseSaysAndLintNamesOnlyWhatAPersonMustFillIn) {
  CaseRoom room;
  auto file = rca::knowledge_case();
  file.sheet.title = "Gloves: \"when\" & why?";
  file.sheet.audience = "nurses\nand physicians";
  room.take(file);
  ASSERT_EQ(room.decide().status, 303);
  ASSERT_EQ(room.send("", "/unit").status, 303);
  const auto drafts = room.room.records.projections.list_projections({kDraftKind, {}, {}, 10});
  const auto page = room.get("/unit/" + drafts->front().id);
  string text = fakes::decode_entities(fakes::between(page.body, "data-copy>", "</textarea>"));
  for (const char* part : {"title: Gloves: \"when\" & why?", "objectives: Cause K1 in words.", "For: nurses and physicians", "review-by: 2027-09-21"})
    EXPECT_NE(text.find(part), string::npos) << part << "\n" << text;
  EXPECT_FALSE(manifests::compile(text, "draft.md").unit);
  for (const auto& [fact, value] : base::Fields{{"references:", "references: Ward audit."},
                                                {"disclosure:", "disclosure: none"},
                                                {"commercial-support:", "commercial-support: none"},
                                                {"ai:", "ai: none"}}) {
    const auto at = text.find("\n" + fact + "\n");
    ASSERT_NE(at, string::npos) << fact;
    text.replace(at + 1, fact.size(), value);
  }
  const auto compiled = manifests::compile(text, "draft.md");
  for (const auto& problem : compiled.problems) EXPECT_NE(problem.weight, manifests::Weight::error) << manifests::format(problem);
  EXPECT_TRUE(compiled.unit);
}

}  // namespace
}  // namespace preceptor::web::testing
