// Record stores that have burden and root-cause answers on: what they get and others do not, since when, under whose name, and that each is made once.
#include <set>
#include <utility>

#include "core/activity/rca/events.hpp"
#include "core/record/erasure.hpp"
#include "plugin/app/inside_maker.hpp"
#include "plugin/app/pseudonymiser.hpp"
#include "tests/unit/app/statement_bench.hpp"
#include "xapi/profile/profile_lines.hpp"

namespace preceptor::app {
namespace {

const base::RegistrationId kNoLms{ports::kNoRegistration};

class InsideStores : public StatementBench {
 protected:
  void SetUp() override {
    StatementBench::SetUp();
    rater.platform = signer.platform = registration.platform;
    // A unit that asks about burden and about causes.
    activity::Unit asks = *unit;
    asks.id = "asks-about-load";
    activity::Question load;
    load.id = "load";
    load.type = activity::QuestionType::scale;
    load.prompt = load.prompt_html = "How heavy was it?";
    load.burden = true;
    activity::Question causes;
    causes.id = "causes";
    causes.type = activity::QuestionType::barrier;
    causes.prompt = causes.prompt_html = "What stands in the way?";
    for (const std::string_view id : activity::fixed_options(causes.type)) {
      activity::Option option;
      option.id = option.label = id;
      causes.options.push_back(std::move(option));
    }
    asks.sections[0].questions.push_back(load);
    asks.sections[0].questions.push_back(causes);
    auto read = activity::unit_from_json(activity::to_json(asks));
    ASSERT_TRUE(read) << base::describe(read.error());
    ports::ContentVersion version;
    version.kind = "unit";
    version.id = read->id;
    version.language = read->language;
    version.hash = read->hash;
    version.json = activity::to_json(*read);
    version.source = "editor";
    version.title = read->title;
    ASSERT_TRUE(site().store().publish_edited(version));
    unit = std::make_shared<const activity::Unit>(std::move(*read));
  }
  // What somebody wrote with an event; the hash that the event keeps of it.
  std::string words(ports::UnitOfWork& work, const base::RegistrationId& of, const std::string& stream, std::int64_t seq, const base::PersonId& person, const std::string& field) {
    work.texts.push_back({of, stream, seq, person, field, "salt", "for nobody else: " + field});
    return *hashes.insert(rca::text_hash("salt", "for nobody else: " + field)).first;
  }
  // A learner who answered both and completed the unit.
  void answer(const std::string& subject) {
    ports::UnitOfWork work;
    const ports::Person person{registration.platform, subject, base::PersonId(base::uuid_v4())};
    work.persons = {person};
    ports::AttemptRow row;
    row.registration = registration.id;
    row.id = base::AttemptId(base::uuid_v4());
    row.person = person.id;
    row.unit_id = unit->id;
    row.language = unit->language;
    row.content = unit->hash;
    row.deployment_id = "d1";
    row.context_id = "course";
    row.resource_link_id = "link";
    row.opened_at = row.last_at = row.completed_at = site().clock().now();
    row.last_seq = 4;
    row.state = "completed";
    work.attempts = {row};
    work.events = {made(row, 1, record::AttemptOpened{unit->id, unit->language, unit->hash.str(), "course", "link", 1, 5, true}, subject),
                   made(row, 2, record::QuestionAnswered{"load", 0, {{"3"}, "", "", false}, {}}, subject),
                   made(row, 3, record::QuestionAnswered{"causes", 0, {{"team"}, "", words(work, row.registration, row.id.str(), 3, row.person, "causes"), false}, {}}, subject),
                   made(row, 4, record::AttemptCompleted{std::nullopt}, subject)};
    ASSERT_TRUE(work.events[1].renderings.empty() && work.events[2].renderings.empty()) << "with the answer nothing is made";
    ASSERT_TRUE(site().store().commit(work));
    seal();
  }
  // A survey that left its pool.
  void release_survey() {
    const auto forms = site().store().current("survey", "micro-burden");
    ASSERT_TRUE(forms && !forms->empty());
    ports::NewEvent out;
    out.event.stream_id = base::uuid_v4();
    out.event.registration = kNoLms;
    out.event.person = base::PersonId(base::uuid_v4());
    out.event.at = out.event.recorded_at = site().clock().now();
    out.event.payload = record::Other{"survey_submitted", base::canonical_json(Json{{"form_hash", forms->front().hash.str()}, {"day", "2026-11-25"}, {"stage", "trainee"},
                                                                                    {"answers", {{"mb1", {"4"}}, {"mb2", {"a"}}}}})};
    ports::UnitOfWork work;
    work.events = {out};
    ASSERT_TRUE(site().store().commit(work));
    seal();
  }
  // One stakeholder rates a case, a planner decides it; `n`: how often it was decided then.
  void decide_case(const std::string& id, std::int64_t seq, int n) {
    rca::RcaRated rated;
    rated.role = rca::Role::nurse;
    rated.leaves = told;
    rated.cards[static_cast<std::size_t>(rca::Card::team)].degree = rca::kMainCause;
    rca::RcaDecided decided;
    decided.n = n;
    decided.proposed = decided.decided = rca::Outcome::no_go;
    decided.re_review = *base::parse_date("2027-06-01");
    ports::UnitOfWork work;
    if (!std::exchange(known_there, true)) work.persons = {rater, signer};
    if (seq == 1) work.events.push_back(of_case(id, seq++, rater.id, rca::RcaOpened{id, {}}));
    for (const auto& [hash, field] : {std::pair{&decided.basis_hash, "basis"}, {&decided.reason_hash, "reason"}, {&decided.name_hash, "signer.name"}, {&decided.interest_hash, "signer.interest"}})
      *hash = words(work, kNoLms, id, seq + 1, signer.id, field);
    work.events.push_back(of_case(id, seq, rater.id, rated));
    work.events.push_back(of_case(id, seq + 1, signer.id, decided));
    const auto done = site().store().commit(work);
    ASSERT_TRUE(done) << base::describe(done.error());
    seal();
  }
  ports::NewEvent of_case(const std::string& id, std::int64_t seq, const base::PersonId& person, const rca::CasePayload& payload) {
    ports::NewEvent out;
    out.event.stream_kind = "case";
    out.event.stream_id = id;
    out.event.seq = seq;
    out.event.registration = kNoLms;
    out.event.person = person;
    out.event.recorded_at = site().clock().now();
    out.event.at = out.event.recorded_at + base::Milliseconds(seq * 20);
    out.event.payload = record::Other{std::string(rca::type_name(payload)), rca::to_json(payload)};
    return out;
  }
  void let(const std::string& store, const Json& kinds) {
    quiet.run("lrs filter", {{"name", store}, {"kinds", kinds}});
    ASSERT_EQ(quiet.code, kGood);
  }
  // What the running server does until nothing waits.
  void work_and_deliver() {
    Pseudonymiser pseudonyms(site());
    InsideMaker inside(site());
    for (int steps = 0; *pseudonyms.step(lease("audience")); ++steps) ASSERT_LT(steps, 50);
    for (int steps = 0;; ++steps) {
      const auto more = inside.step(lease("audience"));
      ASSERT_TRUE(more) << base::describe(more.error());
      if (!*more) break;
      ASSERT_LT(steps, 50) << "it turns in a circle";
    }
    seal();
    deliver();
  }
  static std::vector<std::string> ids_in_order(const std::vector<Json>& all) {
    std::vector<std::string> out;
    for (const Json& one : all) out.push_back(one["id"]);
    return out;
  }
  static void expect_on_profile(const std::vector<Json>& all) {
    xapi::ProfileLines lines;
    std::int64_t line = 0;
    for (const Json& one : all) {
      const auto finding = lines.statement(++line, one);
      EXPECT_FALSE(finding) << finding->message << " " << one.dump();
    }
    for (const auto& one : lines.orders()) EXPECT_NE(one.finding.severity, xapi::Severity::profile) << one.finding.message;
  }
  OrderedLrs second;
  std::set<std::string> hashes;   // of what was written
  bool known_there = false, told = true;   // told: the form said that it goes to a record store
  ports::Person rater{base::PlatformId(), "rater-1", base::PersonId(base::uuid_v4())}, signer{base::PlatformId(), "signer-1", base::PersonId(base::uuid_v4())};
};

const Json kEverything = {"attempts", "answers", "results", "commitments", "credit", "burden", "root-cause"};

TEST_F(InsideStores, OnlyTheStoreThatHasThemOnGetsThem) {
  add("main", lrs);
  add("second", second);
  let("second", kEverything);
  answer("sub-1");
  release_survey();
  decide_case(base::uuid_v4(), 1, 1);
  work_and_deliver();
  EXPECT_EQ(verbs_of(lrs.held()), (std::vector<std::string>{"initialized", "completed"})) << "as if nothing had been asked";
  const auto held = second.held();
  std::multiset<std::string> verbs;
  for (const auto& verb : verbs_of(held)) verbs.insert(verb);
  EXPECT_EQ(verbs.count("answered"), 2u + 2u + rca::kRowCount) << "two in the unit, two of the survey, nine rows";
  EXPECT_EQ(verbs.count("submit"), 2u);
  EXPECT_EQ(verbs.count("reviewed"), 1u);
  EXPECT_EQ(held.size(), 2u + 2u + 2u + rca::kRowCount + 3u);
  for (const Json& one : held) {
    const std::string text = one.dump();
    for (const char* never : {"for nobody else", "trainee", "nurse", "rater-1"}) EXPECT_EQ(text.find(never), std::string::npos) << never << " in " << text;
    for (const std::string& hash : hashes) EXPECT_EQ(text.find(hash), std::string::npos) << "the hash of words in " << text;
    const bool of_survey = text.find("/survey/") != std::string::npos, reviewed = text.find("verb/reviewed") != std::string::npos;
    const bool of_case = text.find("/case/") != std::string::npos;
    EXPECT_EQ(one["actor"]["account"]["homePage"], of_survey || (of_case && !reviewed) ? site().activity_base() : registration.issuer) << text;
    if (reviewed) {
      EXPECT_EQ(one["actor"]["account"]["name"], "signer-1");
    }
  }
  expect_on_profile(held);
  Json checked = Json::parse(quiet.run("store check", {{"json", true}}));
  EXPECT_EQ(quiet.code, kGood) << checked.dump();
  EXPECT_EQ(rerender()["superseded"], 0) << "they are nothing that is rendered anew";
  const auto ids = ids_in_order(second.held());
  work_and_deliver();
  EXPECT_EQ(ids_in_order(second.held()), ids) << "each once";
}

TEST_F(InsideStores, FromThenOnAndWhatCameBeforeOnABackfill) {
  answer("sub-1");
  add("second", second);
  let("second", {"burden"});
  answer("sub-2");
  work_and_deliver();
  ASSERT_EQ(second.held().size(), 1u) << "what was answered since, and nothing about causes";
  EXPECT_EQ(second.held()[0]["result"]["response"], "3");
  EXPECT_EQ(second.held()[0]["actor"]["account"]["name"], "sub-2");
  quiet.run("lrs backfill", {{"name", "second"}});
  ASSERT_EQ(quiet.code, kGood);
  work_and_deliver();
  std::set<std::string> names;
  for (const Json& one : second.held()) names.insert(one["actor"]["account"]["name"].get<std::string>() + verbs_of({one})[0]);
  EXPECT_EQ(names, (std::set<std::string>{"sub-1answered", "sub-2answered"}));
  const std::set<std::string> ids = [&] {
    std::set<std::string> out;
    for (const Json& one : second.held()) out.insert(one["id"].get<std::string>());
    return out;
  }();
  EXPECT_EQ(ids.size(), 2u) << "what came twice is the same statement";
  let("second", {"attempts"});
  answer("sub-3");
  work_and_deliver();
  EXPECT_EQ(verbs_of(second.held()).back(), "completed") << "off again";
  let("second", {"attempts", "burden"});
  const auto before = second.held().size();
  work_and_deliver();
  EXPECT_EQ(second.held().size(), before) << "it begins anew: what was answered while it was off is not made by itself";
}

TEST_F(InsideStores, UnderAPseudonymWhereTheStoreGetsThose) {
  add("main", lrs);
  let("main", kEverything);
  add("second", second, true);
  let("second", kEverything);
  answer("sub-1");
  decide_case(base::uuid_v4(), 1, 1);
  work_and_deliver();
  const auto held = second.held();
  ASSERT_EQ(held.size(), lrs.held().size());
  std::set<std::string> open_ids, open_registrations;
  for (const Json& one : lrs.held()) {
    open_ids.insert(one["id"].get<std::string>());
    open_registrations.insert(one["context"]["registration"].get<std::string>());
  }
  for (const Json& one : held) {
    EXPECT_EQ(one["actor"]["account"]["homePage"], site().activity_base());
    for (const char* named : {"sub-1", "signer-1", "/course/", "platform"}) EXPECT_EQ(one.dump().find(named), std::string::npos) << named;
    EXPECT_FALSE(open_ids.contains(one["id"].get<std::string>()));
    EXPECT_FALSE(open_registrations.contains(one["context"]["registration"].get<std::string>()));
  }
  expect_on_profile(held);
}

TEST_F(InsideStores, ACaseThatIsDecidedAgainKeepsThePattern) {
  add("second", second);
  let("second", {"root-cause"});
  const std::string id = base::uuid_v4();
  decide_case(id, 1, 1);
  decide_case(id, 4, 2);
  work_and_deliver();
  std::set<std::string> rounds, raters;
  for (const Json& one : second.held()) {
    rounds.insert(one["context"]["registration"].get<std::string>());
    if (one["actor"]["account"]["homePage"] == site().activity_base()) raters.insert(one["actor"]["account"]["name"].get<std::string>());
  }
  EXPECT_EQ(rounds.size(), 2u);
  EXPECT_EQ(raters.size(), 1u) << "the same within the case";
  expect_on_profile(second.held());
  decide_case(base::uuid_v4(), 1, 1);
  work_and_deliver();
  for (const Json& one : second.held())
    if (one["actor"]["account"]["homePage"] == site().activity_base()) raters.insert(one["actor"]["account"]["name"].get<std::string>());
  EXPECT_EQ(raters.size(), 2u) << "and another in another";
}

TEST_F(InsideStores, ARatingWhoseFormPromisedOtherwiseStaysHere) {
  add("second", second);
  let("second", {"root-cause"});
  told = false;
  decide_case(base::uuid_v4(), 1, 1);
  quiet.run("lrs backfill", {{"name", "second"}});
  work_and_deliver();
  EXPECT_EQ(verbs_of(second.held()), std::vector<std::string>{"reviewed"}) << "the decision alone";
}

TEST_F(InsideStores, WhatAnErasedPersonAnsweredIsTakenBackWhereItWasSent) {
  add("main", lrs);
  add("second", second);
  let("second", {"burden"});
  answer("sub-1");
  work_and_deliver();
  ASSERT_EQ(second.held().size(), 1u);
  const std::string sent = second.held()[0]["id"];
  let("second", {"credit"});   // switched off meanwhile
  quiet.run("person erase", {{"platform", registration.name}, {"subject", "sub-1"}, {"void", true}});
  ASSERT_EQ(quiet.code, kGood);
  seal();
  work_and_deliver();
  std::set<std::string> voided;
  for (const Json& one : second.held())
    if (verbs_of({one})[0] == "voided") voided.insert(one["object"]["id"].get<std::string>());
  EXPECT_TRUE(voided.contains(sent)) << "whatever its filter says today";
  for (const Json& one : lrs.held()) EXPECT_FALSE(one["verb"]["id"].get<std::string>().ends_with("voided") && one["object"]["id"] == sent) << "it never had it";
  quiet.run("store check", {{"json", true}});
  EXPECT_EQ(quiet.code, kGood) << "a statement that is gone was erased";
  let("second", {"burden"});
  ASSERT_TRUE(site().store().rewind(InsideAudience{false, xapi::kBurdenKind}.cursor(), base::from_unix_ms(0)));
  const auto before = second.held().size();
  work_and_deliver();
  EXPECT_EQ(second.held().size(), before) << "nor is it made again";
}

TEST_F(InsideStores, WhatWasRefusedIsNotSentAgainOnceTheKindIsOff) {
  add("second", second);
  let("second", {"burden"});
  second.refuse("answered");
  answer("sub-1");
  work_and_deliver();
  ASSERT_TRUE(second.held().empty());
  second.refuse("");
  let("second", {"attempts"});
  quiet.run("lrs resend", {{"name", "second"}, {"code", "lrs.refused"}});
  work_and_deliver();
  EXPECT_TRUE(second.held().empty());
  let("second", {"burden"});
  quiet.run("lrs resend", {{"name", "second"}, {"code", "lrs.refused"}});
  EXPECT_EQ(quiet.code, kGood);
  work_and_deliver();
  EXPECT_EQ(second.held().size(), 1u);
}

TEST_F(InsideStores, NothingIsMadeForNobody) {
  add("second", second);
  answer("sub-1");
  EXPECT_FALSE(*InsideMaker(site()).anything_to_do());
  let("second", {"burden"});
  EXPECT_FALSE(*InsideMaker(site()).anything_to_do()) << "from now on";
  answer("sub-2");
  EXPECT_TRUE(*InsideMaker(site()).anything_to_do());
  quiet.run("lrs off", {{"name", "second"}});
  EXPECT_FALSE(*InsideMaker(site()).anything_to_do());
}

TEST_F(InsideStores, ExportsHoldNone) {
  add("second", second);
  let("second", kEverything);
  answer("sub-1");
  work_and_deliver();
  int in_export = 0;
  ASSERT_TRUE(site().store().export_statements({}, [&](const xapi::QueuedStatement& one) {
    ++in_export;
    EXPECT_EQ(one.body.find("/question/load"), std::string::npos);
    return true;
  }));
  EXPECT_EQ(in_export, 2);
}

}  // namespace
}  // namespace preceptor::app
