// The profile, certificates, transcript, what is kept, and what a launch tells.
#include <zlib.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "core/base/json.hpp"
#include "tests/unit/claims/clinic.hpp"
#include "web/claims/prefill.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

// A clinic with one claim made, and its profile page.
class Office : public Clinic {
 public:
  Office() {
    receipt = done_units(3, "physician");
    profile = follow(claim(receipt));
    root = form_of(profile, "/profile");
    root = root.substr(0, root.size() - string("/profile").size());
  }
  base::Fields good() const {
    return {{"from", "credits"}, {"given_name", "Rosa"}, {"family_name", "Example"}, {"birth_day", "9/1"}, {"npi", "1234567893"},
            {"board", "ABIM"},   {"board_id", "012345"}, {"licence_state", "ME"},  {"licence_number", "0042"}, {"permission", "yes"}};
  }
  const credit::Profile& kept() const { return vault.profiles.begin()->second.second; }
  const credit::Grant& grant() const { return course.records.credit.rows.begin()->second; }
  ports::HttpResponse receipt, profile;
  string root;
};

int gzip_bytes(const string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  string out(compressBound(text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  deflateEnd(&stream);
  return static_cast<int>(stream.total_out);
}

void write_page(const string& path, const ports::HttpResponse& page) { std::ofstream(path) << page.body; }

TEST(Profile, IsSavedOnceWithTheWordingItWasAllowedUnder) {
  Office office;
  EXPECT_TRUE(has(office.profile, "your certificate is ready"));
  EXPECT_EQ(office.post(office.root + "/profile", office.good()).status, 303);
  EXPECT_EQ(office.kept().birth_day, "09/01");
  EXPECT_EQ(office.kept().licences, (std::vector<credit::Licence>{{"ME", "0042"}}));
  EXPECT_EQ(office.kept().boards, (std::vector<credit::BoardId>{{"ABIM", "012345"}}));
  EXPECT_EQ(office.kept().launch_name, "Test Person");
  ASSERT_TRUE(office.kept().permission);
  EXPECT_EQ(office.kept().permission->wording, base::sha256_hex(Messages::in("en").text("profile.permission")));
  const auto page = office.get(office.root + "/profile");
  EXPECT_TRUE(has(page, "value=\"012345\""));
  EXPECT_FALSE(has(page, "name=\"permission\"")) << "not asked twice";
  for (const auto& [stream, events] : office.course.records.events)
    for (const auto& one : events)
      for (const char* secret : {"Rosa", "1234567893", "012345", "0042", "09/01"})
        EXPECT_EQ(record::canonical_json(one.event).find(secret), string::npos) << secret;
  for (const auto& line : office.course.log.lines) EXPECT_EQ(line.find("Rosa"), string::npos);
}

// The launch's name is known from the first one on: it fills the form, and a name unlike it is held.
TEST(Profile, OfTheFirstLaunchIsFilledInWithItsName) {
  Clinic clinic;
  auto page = clinic.done(1, [](fakes::TestJson& claims) {
    claims["given_name"] = "Test";
    claims["family_name"] = "Person";
  });
  ASSERT_EQ(clinic.course.records.persons.size(), 1u);
  const auto identity = clinic.course.records.projections.load_projection(base::RegistrationId(ports::kNoRegistration), kLaunchIdentity, clinic.person());
  EXPECT_TRUE(identity && *identity);
  page = clinic.send(Clinic::form_of(page, "/profession"), {{"from", "receipt"}, {"profession", "physician"}});
  const auto profile = clinic.get(Clinic::personal(page) + "/profile");
  EXPECT_TRUE(has(profile, "value=\"Test\"")) << profile.body;
  EXPECT_TRUE(has(profile, "value=\"Person\"")) << profile.body;
}

TEST(Profile, KeepsAStateWithoutALicenceNumberBesideAnNpi) {
  Office office;
  auto fields = office.good();
  for (auto& [name, value] : fields)
    if (name == "licence_number") value.clear();
  EXPECT_EQ(office.post(office.root + "/profile", fields).status, 303);
  EXPECT_EQ(office.kept().licences, (std::vector<credit::Licence>{{"ME", ""}}));
  EXPECT_TRUE(has(office.get(office.root + "/profile"), "value=\"ME\" selected"));
}

TEST(Profile, IsCheckedAsTyped) {
  struct Case { const char *field, *value, *said, *target; };
  for (const auto& one :
       {Case{"npi", "1234567890", "This NPI has a wrong digit.", "#npi"},
        Case{"npi", "12345", "An NPI has 10 digits.", "#npi"}, Case{"birth_day", "09/01/1980", "never", "#birth_day"},
        Case{"birth_day", "02/30", "Write month and day as MM/DD", "#birth_day"},
        Case{"given_name", "", "Please fill this in.", "#given_name"},
        Case{"family_name", "=HYPERLINK(1)", "This may not begin with", "#family_name"},
        Case{"licence_state", "", "Choose the state of this licence.", "#licences-0-state"},
        Case{"board", "", "Choose the board of this number.", "#boards-0-board"}}) {
    Office office;
    auto fields = office.good();
    for (auto& [name, value] : fields)
      if (name == one.field) value = one.value;
    const auto page = office.post(office.root + "/profile", fields);
    EXPECT_EQ(page.status, 422) << one.field;
    EXPECT_TRUE(has(page, one.said)) << one.field << page.body;
    EXPECT_TRUE(has(page, string("href=\"") + one.target + "\"")) << one.field;
    EXPECT_TRUE(has(page, string("id=\"") + (one.target + 1) + "\"")) << "the summary leads to the field";
    EXPECT_TRUE(has(page, "aria-invalid=\"true\""));
    EXPECT_TRUE(office.vault.profiles.empty());
  }
}

TEST(Profile, ADoubtIsPassedBySavingOnceMore) {
  Office office;
  auto fields = office.good();
  fields[2].second = "EXAMPLE";
  auto page = office.post(office.root + "/profile", fields);
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(has(page, "Is it in capitals on your licence?"));
  fields.emplace_back("warned", hidden(page, "warned"));
  EXPECT_EQ(office.post(office.root + "/profile", fields).status, 303);
  EXPECT_EQ(office.kept().family_name, "EXAMPLE");
}

TEST(Profile, CanBeSkippedAndKeptWithoutReports) {
  Office office;
  const auto later = office.post(office.root + "/profile", {{"from", "receipt"}, {"later", "1"}});
  EXPECT_NE(header(later, "Location").find("/receipt"), string::npos);
  EXPECT_TRUE(office.vault.profiles.empty());
  auto fields = office.good();
  fields.back().second = "no";
  office.post(office.root + "/profile", fields);
  EXPECT_FALSE(office.kept().permission);
  EXPECT_TRUE(has(office.get(office.root + "/privacy"), "nothing is reported for you"));
}

TEST(Profile, IsFilledFromTheRosterAndWhatTheLaunchTells) {
  Office office;
  ports::Projection map;
  map.kind = kLaunchMap;
  map.id = "r1";
  map.body = R"({"hr_npi":"npi","hr_secret":"password"})";
  office.course.records.projections.write(map);
  office.launch(4, [](auto& claims) {
    claims["given_name"] = "Rosalind";
    claims["family_name"] = "Example";
    claims[kLti + "custom"]["hr_npi"] = "1234567893";
    claims[kLti + "custom"]["hr_secret"] = "x";
  });
  auto page = office.get(office.root + "/profile");
  EXPECT_TRUE(has(page, "one tap is enough"));
  EXPECT_TRUE(has(page, "value=\"Rosalind\"")) << page.body;
  EXPECT_TRUE(has(page, "value=\"1234567893\""));
  credit::Profile listed;
  listed.given_name = "Rosa";
  listed.boards = {{"ABIM", "777"}};
  ports::Projection row;
  row.kind = kRosterRow;
  row.id = "p1/user-4";
  row.body = seal_profile_body(office.course.sealer, listed);
  EXPECT_EQ(row.body.find("Rosa"), string::npos) << "sealed where it waits";
  office.course.records.projections.write(row);
  page = office.get(office.root + "/profile");
  EXPECT_TRUE(has(page, "value=\"Rosa\"")) << "the roster is before the launch";
  EXPECT_TRUE(has(page, "value=\"777\""));
  EXPECT_TRUE(has(page, "value=\"Example\"")) << "what it does not know comes from the launch";
  const auto stored = office.course.records.projections.load_projection(base::RegistrationId("0"), kLaunchIdentity, office.person());
  ASSERT_TRUE(stored.has_value() && *stored);
  EXPECT_EQ((*stored)->body.find("Rosalind"), string::npos);
}

TEST(Certificate, SaysWhatWasGrantedAndCanBeVerifiedByAnybody) {
  Office office;
  office.post(office.root + "/profile", office.good());
  const auto code = office.grant().certificate;
  EXPECT_GE(code.size(), 16u) << "80 random bits at least";
  auto page = office.get(office.root + "/certificate/" + code);
  for (const char* part : {"Rosa Example", "was awarded", "0.25 AMA PRA Category 1 Credit(s)", "Six small questions",
                           "Demo provider", "The Demo provider is accredited by nobody.", "<svg class=\"qr\""})
    EXPECT_TRUE(has(page, part)) << part;
  EXPECT_TRUE(has(page, string(kPublicUrl) + "/verify/" + code));
  page = office.get("/verify/" + code);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "This certificate is genuine"));
  EXPECT_TRUE(has(page, "R. Example"));
  EXPECT_FALSE(has(page, "Rosa")) << "an initial is enough";
  EXPECT_FALSE(has(page, "Six small questions"));
  EXPECT_EQ(office.get("/verify/AAAA-BBBB").status, 404);
  EXPECT_EQ(header(office.get("/verify?code=" + code.substr(0, 4) + "-" + code.substr(4)), "Location"), "/tool/verify/" + code);
  office.guesses = 0;
  EXPECT_EQ(office.get("/verify/" + code).status, 429);
}

TEST(Certificate, OfSomebodyElseIsUnknown) {
  Office office;
  const auto code = office.grant().certificate;
  office.course.subject = "user-5";
  const auto page = office.done_units(1, "physician");
  EXPECT_EQ(office.get(Clinic::personal(page)).status, 200);
  EXPECT_EQ(office.get(Clinic::personal(page) + "/certificate/" + code).status, 404);
}

TEST(Certificate, IsSupersededNeverEdited) {
  Office office;
  auto old = office.grant();
  old.state = credit::GrantState::superseded;
  office.course.records.credit.write(old);
  EXPECT_TRUE(has(office.get("/verify/" + old.certificate), "a newer one stands in its place"));
  EXPECT_TRUE(has(office.get(office.root + "/certificate/" + old.certificate), "a newer one stands in its place"));
}

TEST(Transcript, IsAPageAndFiles) {
  Office office;
  office.post(office.root + "/profile", office.good());
  const auto page = office.get(office.root + "/transcript");
  EXPECT_TRUE(has(page, "Six small questions"));
  EXPECT_TRUE(has(page, "Rosa Example"));
  EXPECT_TRUE(has(office.get(office.root + "/transcript?year=1999"), "Nothing to show here."));
  const auto csv = office.get(office.root + "/transcript.csv");
  EXPECT_EQ(csv.body.substr(0, csv.body.find("\r\n")), "Date,Activity,Provider,Credit,Amount,Board points,State,Certificate,Verify");
  EXPECT_TRUE(has(csv, "2026-09-21,Six small questions,Demo provider,AMA PRA Category 1 Credit(s),0.25,,issued,"));
  const auto json = base::parse_json(office.get(office.root + "/transcript.json").body);
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(json->at("totals").at("AMA PRA Category 1 Credit(s)"), "0.25");
  EXPECT_EQ(office.get(office.root + "/transcript.xml").status, 404) << "no writer was given";
}

TEST(Privacy, EverythingCanBeTakenAndThePermissionTakenBack) {
  Office office;
  office.post(office.root + "/profile", office.good());
  const auto mine = base::parse_json(office.get(office.root + "/mine.json").body);
  ASSERT_TRUE(mine.has_value());
  EXPECT_EQ(mine->at("account").at("subject"), "user-4");
  EXPECT_EQ(mine->at("profile").at("npi"), "1234567893");
  EXPECT_EQ(mine->at("units").size(), 3u);
  EXPECT_FALSE(mine->at("credit").at("activities").empty());
  EXPECT_FALSE(mine->at("looks").empty());
  auto page = office.get(office.root + "/privacy");
  EXPECT_TRUE(has(page, "You gave it on"));
  EXPECT_FALSE(has(page, "was reported"));
  auto grant = office.grant();
  grant.state = credit::GrantState::accepted;
  office.course.records.credit.write(grant);
  EXPECT_TRUE(has(office.get(office.root + "/privacy"), "One record was reported.")) << "told before";
  page = office.send(office.root + "/privacy", {{"key", "k"}});
  EXPECT_TRUE(has(page, "You took it back on")) << page.body;
  EXPECT_TRUE(has(page, "One record was reported.")) << "and after";
  ASSERT_TRUE(office.kept().permission);
  EXPECT_TRUE(office.kept().permission->withdrawn_at);
}

TEST(News, TheNextLaunchTellsWhatTheBoardAnsweredOnce) {
  Office office;
  EXPECT_FALSE(has(office.launch(5), "News of your credit"));
  auto grant = office.grant();
  grant.state = credit::GrantState::rejected;
  grant.reason = "No match";
  office.course.records.credit.write(grant);
  auto page = office.launch(5);
  EXPECT_TRUE(has(page, "Not accepted. The board found nobody like this.")) << page.body;
  EXPECT_FALSE(has(office.launch(5), "Not accepted.")) << "once";
  grant.state = credit::GrantState::accepted;
  office.course.records.credit.write(grant);
  EXPECT_TRUE(has(office.launch(5), ": Accepted."));
  EXPECT_FALSE(has(office.launch(5), ": Accepted."));
}

TEST(News, AStoreThatFailsLeavesTheLaunchAsItIs) {
  Office office;
  auto grant = office.grant();
  grant.state = credit::GrantState::accepted;
  office.course.records.credit.write(grant);
  office.course.records.next_commits = {base::Code::internal, base::Code::store_failed};
  auto page = office.launch(5);
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(has(page, ": Accepted."));
  EXPECT_TRUE(has(office.launch(5), ": Accepted.")) << "it was not told: it comes again";
}

TEST(Pages, AreSmallWholeAndInEveryLanguage) {
  for (const char* language : {"en", "es", "ar"}) {
    Office office;
    office.post(office.root + "/profile", office.good());
    office.course.accept_language = language;
    const auto in = [&](auto& claims) { claims["https://purl.imsglobal.org/spec/lti/claim/launch_presentation"]["locale"] = language; };
    const auto receipt = office.done(4, in);
    const auto profession = Clinic().done(1, in);
    const auto root = Clinic::personal(receipt);
    std::map<string, ports::HttpResponse> pages = {{"receipt", receipt},
                                                   {"profession", profession},
                                                   {"claim", office.receipt},
                                                   {"verify", office.get("/verify/" + office.grant().certificate)}};
    for (const char* place : {"", "/profile", "/transcript", "/privacy"})
      pages[string("credits") + (*place ? "-" : "") + (*place ? place + 1 : "")] = office.get(root + place);
    pages["certificate"] = office.get(root + "/certificate/" + office.grant().certificate);
    for (const auto& [name, page] : pages) {
      if (const char* folder = std::getenv("PRECEPTOR_GALLERY")) write_page(string(folder) + "/" + name + "-" + language + ".html", page);
      EXPECT_EQ(page.status, 200) << name;
      EXPECT_LE(gzip_bytes(page.body), 14 * 1024) << name;
      EXPECT_EQ(page.body.find("{{"), string::npos) << name;
      EXPECT_EQ(page.body.find("[["), string::npos) << name;
      if (name != "claim") {
        EXPECT_TRUE(has(page, string("<html lang=\"") + language)) << name;
      }
      for (const char* group : {"credit.", "credits.", "profile.", "privacy.", "transcript.", "certificate.", "verify."})
        EXPECT_EQ(page.body.find(string(">") + group), string::npos) << name << ": a key without words, " << group;
    }
  }
}

}  // namespace
}  // namespace preceptor::web::testing
