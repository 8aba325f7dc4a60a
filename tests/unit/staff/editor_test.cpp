// The editor of units through its pages: begin, lint, look, save, publish, and what it refuses.
#include "web/editor/editor_section.hpp"

#include <regex>

#include "core/base/json.hpp"
#include "tests/fakes/html.hpp"
#include "tests/unit/credit/sample_activity.hpp"
#include "tests/unit/rca/sample_case.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "web/burden/pilot_desk.hpp"
#include "web/editor/beginning.hpp"
#include "web/learner/units.hpp"
#include "web/rca/case_book.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

struct Desktop {
  fakes::MemoryContent content;
  std::unique_ptr<EditorSection> section;
  StaffRoom room{[this](StaffRoom& made) {
    section = std::make_unique<EditorSection>(EditorDeps{content, made.records.projections, made.records, made.clock, made.log});
    return std::vector<StaffSection*>{section.get()};
  }};

  explicit Desktop(StaffRole role = StaffRole::planner) { room.sign_in(role, "Pat Planner"); }
  // Begins a draft; its address below public_url.
  string begin(const string& title, base::Fields more = {}) {
    more.emplace_back("title", title);
    const auto answer = room.post("/staff/editor", more);
    EXPECT_EQ(answer.status, 303) << answer.body;
    const string* to = ports::header(answer.headers, "Location");
    return to == nullptr ? string() : to->substr(to->find("/staff"));
  }
  ports::HttpResponse save(const string& draft, const string& text, const string& what = "save", string version = {}) {
    if (version.empty()) version = StaffRoom::hidden(room.get(draft).body, "version");
    return room.post(draft, {{"text", text}, {"version", version}, {"do", what}});
  }
  string text_of(const string& draft) { return room.get(draft + "/file").body; }
};

bool says(const ports::HttpResponse& page, const string& text) { return fakes::decode_entities(page.body).find(text) != string::npos; }

// The template with every empty fact filled in.
string filled(string text, const string& title = "Which dose on Monday?") {
  const auto fill = [&](const string& key, const string& value) {
    const auto at = text.find("\n" + key + ":\n");
    if (at != string::npos) text.insert(at + key.size() + 2, " " + value);
  };
  for (const auto& [key, value] : {std::pair<string, string>{"objectives", "Choose the dose."}, {"references", "Label, section 2."}, {"disclosure", "none"},
                                   {"commercial-support", "none"}, {"ai", "none"}, {"gap", "gap-2026-014"}})
    fill(key, value);
  EXPECT_NE(text.find(title), string::npos);
  return text;
}

TEST(Editor, ATemplateNamesWhatIsMissingByItsLine) {
  Desktop desk;
  EXPECT_TRUE(says(desk.room.get("/staff/editor"), "There are no drafts yet."));
  const auto draft = desk.begin("Which dose on Monday?");
  const auto page = desk.room.get(draft);
  ASSERT_EQ(page.status, 200);
  const string text = desk.text_of(draft);
  EXPECT_NE(text.find("\nid: which-dose-on-monday\n"), string::npos) << text;
  EXPECT_NE(text.find("\nauthor: Pat Planner\n"), string::npos) << text;
  const auto before = text.substr(0, text.find("\nobjectives:"));
  const auto line = std::to_string(2 + std::count(before.begin(), before.end(), '\n'));
  EXPECT_TRUE(says(page, "Line " + line)) << page.body;
  EXPECT_TRUE(says(page, "errors: it cannot be published yet."));
  EXPECT_TRUE(says(page, "This draft was not begun from a decided case."));
  EXPECT_TRUE(says(desk.room.get("/staff/editor"), "Which dose on Monday?"));
  EXPECT_TRUE(says(desk.room.get("/staff"), "1 draft is not published"));
}

TEST(Editor, ACaseComesAlong) {
  Desktop desk;
  const auto draft = desk.begin("Two\nlines", {{"gap", "case-7"}, {"objectives", "Say why.\nid: stolen"}});
  const string text = desk.text_of(draft);
  EXPECT_NE(text.find("\ntitle: Two lines\n"), string::npos) << text;
  EXPECT_NE(text.find("\ngap: case-7\n"), string::npos);
  EXPECT_NE(text.find("\nobjectives: Say why. id: stolen\n"), string::npos) << "one line stays one fact";
  EXPECT_FALSE(says(desk.room.get(draft), "was not begun from a decided case"));
}

TEST(Editor, LintWarnsFromTheFirstDraftUntilTheCaseHasAGo) {
  Desktop desk;
  const auto file = rca::knowledge_case();
  CaseBook cases(desk.room.records, desk.room.records.projections, desk.room.clock);
  const CaseActor planner{base::PersonId("p"), "Planner"}, signer{base::PersonId("s"), "Signer"};
  const string id = cases.open(planner, file.sheet, "k")->id;
  const auto draft = desk.begin("Which dose on Monday?", {{"gap", id}});
  const string undecided = "Decide the root-cause case this activity answers";
  EXPECT_TRUE(says(desk.room.get(draft), undecided)) << "also while the text has errors";
  ASSERT_EQ(desk.save(draft, filled(desk.text_of(draft))).status, 303);
  EXPECT_TRUE(says(desk.room.get(draft), "No errors: it can be published.") && says(desk.room.get(draft), undecided)) << "a warning, no refusal";
  int n = 0;
  for (const auto& rating : file.ratings) ASSERT_TRUE(cases.rate(id, rating, "r" + std::to_string(++n)));
  const auto one = **cases.load(id);
  const auto proposal = rca::proposal(one.sheet, one.ratings, one.decisions);
  ASSERT_EQ(cases.decide(id, signer, {proposal.proposed, proposal.basis, "Plain.", "none", base::add_months(base::utc_date(desk.room.clock.now()), 6)}, "d")->outcome, CaseAct::Outcome::done);
  EXPECT_FALSE(says(desk.room.get(draft), undecided));
  desk.save(draft, std::regex_replace(desk.text_of(draft), std::regex("\ngap: [^\n]*"), "\ngap: somewhere-else"));
  EXPECT_TRUE(says(desk.room.get(draft), undecided)) << "what the text says counts";
}

TEST(Editor, SavesShowsAndPublishesWhatCompilesAsAFileDoes) {
  Desktop desk;
  const auto draft = desk.begin("Which dose on Monday?");
  const string text = filled(desk.text_of(draft));
  const auto expected = manifests::compile(text, "x.md");
  ASSERT_TRUE(expected.unit) << (expected.problems.empty() ? "" : manifests::format(expected.problems[0]));
  string crlf;
  for (const char c : text) crlf += c == '\n' ? string("\r\n") : string(1, c);
  ASSERT_EQ(desk.save(draft, crlf).status, 303);
  EXPECT_EQ(desk.text_of(draft), text) << "a form's line ends are not the text's";
  const auto page = desk.room.get(draft);
  EXPECT_TRUE(says(page, "No errors: it can be published.")) << page.body;
  EXPECT_TRUE(says(page, "As learners see it"));
  EXPECT_TRUE(says(page, "What do you ask?"));
  EXPECT_TRUE(says(page, "✓ The answer that is right"));
  EXPECT_TRUE(desk.content.versions.empty()) << "nothing is published by saving";
  ASSERT_EQ(desk.save(draft, text, "publish").status, 303);
  ASSERT_EQ(desk.save(draft, text, "publish").status, 303) << "pressed twice";
  ASSERT_EQ(desk.content.versions.size(), 1u);
  EXPECT_EQ(desk.content.versions[0].hash, expected.unit->hash);
  EXPECT_EQ(desk.content.versions[0].source, "editor");
  Units units(desk.content);
  EXPECT_EQ((*units.current("which-dose-on-monday", {"en"}))->title, "Which dose on Monday?");
  EXPECT_TRUE(says(desk.room.get(draft), "Published as it stands"));
  ASSERT_EQ(desk.save(draft, text + "\n# More\n\nAnd more.\n").status, 303);
  EXPECT_TRUE(says(desk.room.get(draft), "Changed since it was published"));
  EXPECT_EQ(desk.content.versions[0].hash, expected.unit->hash) << "what learners get stays";
}

TEST(Editor, PublishesNothingWithAnErrorAndKeepsTheText) {
  Desktop desk;
  const auto draft = desk.begin("Which dose on Monday?");
  const auto page = desk.save(draft, "---\nid: x\n", "publish");
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(says(page, "Saved, not published: the text has errors."));
  EXPECT_TRUE(desk.content.all.empty());
  EXPECT_EQ(desk.text_of(draft), "---\nid: x\n");
  const auto long_text = desk.save(draft, string(kLongestDraft + 1, 'x'));
  EXPECT_EQ(long_text.status, 422);
  EXPECT_EQ(desk.text_of(draft), "---\nid: x\n");
}

TEST(Editor, AnIdOfAFolderStaysTheFolders) {
  Desktop desk;
  const auto draft = desk.begin("Which dose on Monday?");
  const string text = filled(desk.text_of(draft));
  auto version = ports::ContentVersion{"unit", "which-dose-on-monday", "es", base::ContentHash("h"), "{}", "folder", {}, "De una carpeta"};
  ASSERT_TRUE(desk.content.publish_folder({version}));
  const auto page = desk.save(draft, text, "publish");
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(says(page, "belongs to a content folder")) << page.body;
  EXPECT_EQ(desk.content.versions.size(), 1u);
}

TEST(Editor, OfTwoWhoSaveTheSecondSeesTheFirst) {
  Desktop desk;
  const auto draft = desk.begin("Which dose on Monday?");
  const auto version = StaffRoom::hidden(desk.room.get(draft).body, "version");
  ASSERT_EQ(desk.save(draft, "first\n", "save", version).status, 303);
  const auto second = desk.save(draft, "second\n", "save", version);
  EXPECT_EQ(second.status, 409);
  EXPECT_TRUE(says(second, "Pat Planner saved another version meanwhile.")) << second.body;
  EXPECT_TRUE(says(second, ">second\n</textarea>")) << "nothing typed is lost";
  EXPECT_EQ(desk.text_of(draft), "first\n");
  EXPECT_EQ(desk.save(draft, "second\n", "save", StaffRoom::hidden(second.body, "version")).status, 303) << "now it is a decision";
  EXPECT_EQ(desk.text_of(draft), "second\n");
  EXPECT_EQ(desk.save(draft, "second\n", "save", version).status, 303) << "the same again is no conflict";
}

TEST(Editor, ALookSavesNothing) {
  Desktop desk;
  const auto draft = desk.begin("Which dose on Monday?");
  const string before = desk.text_of(draft);
  const auto look = desk.room.post(draft + "/look", {{"text", filled(before)}});
  EXPECT_EQ(look.status, 200);
  EXPECT_TRUE(says(look, "No errors")) << look.body;
  EXPECT_TRUE(says(look, "What do you ask?"));
  EXPECT_EQ(look.body.find("<html"), string::npos);
  EXPECT_EQ(desk.text_of(draft), before);
}

TEST(Editor, HostileTextStaysText) {
  Desktop desk;
  const string hostile = "</textarea><script>alert(1)</script>{{x}}[[y]]";
  const auto draft = desk.begin(hostile);
  auto text = filled(desk.text_of(draft), "alert(1)");
  text += "\n# " + hostile + "\n\n" + hostile + "\n";
  desk.save(draft, text);
  for (const auto& page : {desk.room.get(draft), desk.room.get("/staff/editor"), desk.room.post(draft + "/look", {{"text", text}})}) {
    EXPECT_EQ(page.body.find("<script>alert"), string::npos);
    EXPECT_EQ(page.body.find("</textarea><"), string::npos);
  }
}

TEST(Editor, IsForPlanners) {
  Desktop planner;
  const auto draft = planner.begin("Which dose on Monday?");
  for (const StaffRole role : {StaffRole::reader, StaffRole::accreditation}) {
    planner.room.cookie.clear();
    planner.room.sign_in(role, "Rae Reader");
    for (const string& path : {string("/staff/editor"), draft, draft + "/file"}) EXPECT_EQ(planner.room.get(path).status, 403) << path;
    for (const string& path : {string("/staff/editor"), draft, draft + "/look"}) EXPECT_EQ(planner.room.post(path, {{"text", "x"}, {"version", "1"}}).status, 403) << path;
  }
}

TEST(Editor, PutAwayItIsGoneAndWhatWasPublishedStays) {
  Desktop desk;
  const auto draft = desk.begin("Which dose on Monday?");
  ASSERT_EQ(desk.save(draft, filled(desk.text_of(draft)), "publish").status, 303);
  ASSERT_EQ(desk.save(draft, "", "discard").status, 303);
  EXPECT_EQ(desk.room.get(draft).status, 404);
  EXPECT_TRUE(says(desk.room.get("/staff/editor"), "There are no drafts yet."));
  EXPECT_EQ(desk.content.versions.size(), 1u);
}

// What staff/burden/pilots keeps of a frozen file.
void freeze(Desktop& desk, const string& units) {
  const string file = "id: p1\ntitle: Shorter\nunits: " + units + "\ncomparator: other\nmetric: active_minutes lower 0.5\nstarts: 2030-01-01\nends: 2030-02-01\n";
  const auto read = burden::read_pilot(file);
  ASSERT_TRUE(read.problems.empty());
  ports::UnitOfWork work;
  ports::Projection row;
  row.kind = kPilotKind;
  row.id = "p1";
  row.body = base::canonical_json({{"file", file}, {"hash", burden::pilot_hash(read.pilot)}, {"at", base::to_unix_ms(desk.room.clock.now())}, {"by", "Pat Planner"}});
  work.projections = {row};
  ASSERT_TRUE(desk.room.records.commit(work));
}

TEST(Editor, AUnitMadeWithAModelIsRefusedUntilSomebodyReviewedItAndAPilotIsFrozen) {
  Desktop desk;
  const auto draft = desk.begin("Which dose on Monday?");
  string text = filled(desk.text_of(draft));
  const auto ai = [&](const string& line) {
    const auto at = text.find("\nai:");
    text.replace(at, text.find('\n', at + 1) - at, "\nai: " + line);
    return desk.save(draft, text, "publish");
  };
  auto page = ai("drafted the case; some model; Pat Planner");
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(says(page, "It is saved and not published") && says(page, "Somebody else than the author must review it.") && says(page, "Freeze a pilot file that names it.")) << page.body;
  freeze(desk, "which-dose-on-monday");
  page = ai("drafted the case; some model");
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(says(page, "Say who reviewed it") && !says(page, "Freeze a pilot file")) << page.body;
  EXPECT_TRUE(desk.content.versions.empty());
  ASSERT_EQ(ai("drafted the case; some model; Rae Reader, MD").status, 303);
  EXPECT_EQ(desk.content.versions.size(), 1u);
  EXPECT_FALSE(says(desk.room.get(draft), "language model"));
  // Once it stands in an activity with credit, every version counts there.
  auto activity = credit::sample_activity();
  activity.bundle = {{"which-dose-on-monday", 15, true}};
  desk.content.versions.push_back({"activity", activity.id, "en", base::ContentHash("a"), credit::to_json(activity), "editor", {}, "A"});
  page = ai("drafted the case again; some model; Rae Reader, MD");
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(says(page, "The pilot's verdict must be \"improved\".")) << page.body;
  EXPECT_EQ(desk.content.versions.size(), 2u);
}

TEST(Editor, AUnitOfAFolderIsTakenAsACopy) {
  Desktop desk;
  const auto unit = *manifests::compile(filled(desk.text_of(desk.begin("Which dose on Monday?"))), "x.md").unit;
  ASSERT_TRUE(desk.content.publish_folder({{"unit", unit.id, unit.language, unit.hash, activity::to_json(unit), "folder", {}, unit.title}}));
  EXPECT_TRUE(says(desk.room.get("/staff/editor"), "Which dose on Monday? (which-dose-on-monday, en)"));
  for (const auto& [id, what] : {std::pair<string, string>{"Not An Id", "an id of its own"}, {unit.id, "an id of its own"}}) {
    const auto page = desk.room.post("/staff/editor/copy", {{"from", unit.hash.str()}, {"id", id}});
    EXPECT_EQ(page.status, 422) << id;
    EXPECT_TRUE(says(page, what)) << id;
  }
  EXPECT_EQ(desk.room.post("/staff/editor/copy", {{"from", "no-hash"}, {"id", "mine"}}).status, 422);
  const auto answer = desk.room.post("/staff/editor/copy", {{"from", unit.hash.str()}, {"id", "mine"}});
  ASSERT_EQ(answer.status, 303) << answer.body;
  const auto draft = header_of(answer, "Location").substr(header_of(answer, "Location").find("/staff"));
  auto expected = unit;
  expected.id = "mine";
  const auto copy = manifests::compile(desk.text_of(draft), "x.md").unit;
  ASSERT_TRUE(copy);
  EXPECT_EQ(activity::to_json(*copy), activity::to_json(expected));
  EXPECT_FALSE(says(desk.room.get(draft), "was not begun from a decided case")) << "the gap it names comes along";
  ASSERT_EQ(desk.save(draft, desk.text_of(draft), "publish").status, 303);
}

TEST(Beginning, IdsComeFromTitles) {
  EXPECT_EQ(id_from_title("Apixaban in AF: which dose?"), "apixaban-in-af-which-dose");
  EXPECT_EQ(id_from_title("¿?"), "");
  EXPECT_LE(id_from_title(string(300, 'x')).size(), 64u);
  const auto leap = *base::parse_rfc3339("2028-02-29T10:00:00Z");
  EXPECT_NE(unit_beginning({"T"}, leap).find("review-by: 2029-02-28"), string::npos);
}

}  // namespace
}  // namespace preceptor::web::testing
