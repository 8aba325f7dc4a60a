// The shell of /staff: one-time links, sessions, form tokens and roles, tried on every path there is.
#include "core/base/digest.hpp"
#include "tests/unit/staff/staff_room.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

// A section with one page for each kind of rights, which counts what was let in.
class Counting : public StaffSection {
 public:
  Entry entry() const override { return {"counting", "/counting", "staff.nav_home", kAllStaff}; }
  std::vector<StaffRoute> routes() override {
    const auto let_in = [this](StaffTurn& turn) {
      ++reached;
      last = turn.place("thing");
      StaffPage page;
      page.title = "Reached by " + turn.member.name;
      page.body_html = "<p>inside</p>";
      return turn.page(std::move(page));
    };
    return {{"GET", "/counting", kAllStaff, let_in},
            {"GET", "/counting/{thing}", kPlannersAndAccreditation, let_in},
            {"POST", "/counting/{thing}/change", kPlanners, let_in}};
  }
  base::Result<std::vector<StaffTask>> tasks(const StaffMember& member, const Messages&) override {
    return std::vector<StaffTask>{{"3 things wait for " + member.name, "/counting"}};
  }
  int reached = 0;
  string last;
};

ports::HttpRequest plain_request(const string& method, string path, const base::Fields& fields = {}) {
  for (const auto& [place, value] : {std::pair<string, string>{"{thing}", "thing-1"}, {"{token}", "no-such-token"}})
    if (const auto at = path.find(place); at != string::npos) path.replace(at, place.size(), value);
  ports::HttpRequest made;
  made.method = method;
  made.path = path;
  made.body = base::format_form(fields);
  return made;
}

TEST(StaffShell, LookingAtTheLinkDoesNotUseItUpAndTheButtonSignsIn) {
  StaffRoom room;
  const auto pat = room.add("Pat <Planner>", StaffRole::planner);
  const string link = room.link(pat);
  for (int i = 0; i < 2; ++i) {
    const auto page = room.get(link);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(shows(page, "Pat &lt;Planner&gt; (Planner)")) << page.body;
    EXPECT_EQ(header_of(page, "Set-Cookie"), "");
  }
  const auto answer = room.post(link);
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(header_of(answer, "Location"), "/tool/staff");
  const string set = header_of(answer, "Set-Cookie");
  EXPECT_EQ(set.rfind("__Secure-preceptor_staff=", 0), 0u) << set;
  for (const char* part : {"; Path=/tool/staff;", "; HttpOnly", "; SameSite=Lax", "; Secure"}) EXPECT_NE(set.find(part), string::npos) << set;
  EXPECT_TRUE(shows(room.get("/staff"), "Nothing waits for you."));
  EXPECT_EQ(room.get(link).status, 403) << "used";
}

TEST(StaffShell, ALinkThatIsUsedLateForgedOfAnAdministratorOrOfAnEndedMemberIsRefusedAlike) {
  StaffRoom room;
  const auto pat = room.add("Pat", StaffRole::planner), ended = room.add("Ed", StaffRole::planner);
  const string used = room.link(pat), late = room.link(pat);
  ASSERT_EQ(room.post(used).status, 303);
  room.cookie.clear();
  room.clock.pass(kAdminLinkLife);
  const string of_ended = room.link(ended);
  ASSERT_TRUE(room.members.end(ended));
  const string of_admin = make_sign_in_link(room.admins, room.clock, room.public_url, {})->substr(room.public_url.size());
  const string at_staff = "/staff/enter/" + of_admin.substr(of_admin.rfind('/') + 1);
  for (const string& link : {used, late, of_ended, at_staff, string("/staff/enter/forged")}) {
    for (const auto& answer : {room.get(link), room.post(link)}) {
      EXPECT_EQ(answer.status, 403) << link;
      EXPECT_TRUE(shows(answer, "This sign-in link was used or has expired.")) << answer.body;
      EXPECT_EQ(header_of(answer, "Set-Cookie"), "");
    }
  }
  EXPECT_EQ(room.admins.sessions.size(), 1u) << "the administrator's link was not used up here";
}

TEST(StaffShell, GuessingIsLimitedAndForeignFormsSignNobodyIn) {
  StaffRoom room;
  const string link = room.link(room.add("Pat", StaffRole::planner));
  auto foreign = plain_request("POST", link);
  foreign.headers = {{"Sec-Fetch-Site", "cross-site"}};
  EXPECT_EQ(room.send(foreign).status, 409);
  room.guesses_left = 1;
  EXPECT_EQ(room.get("/staff/enter/a").status, 403);
  EXPECT_EQ(room.get(link).status, 429);
  room.guesses_left = 1;
  EXPECT_EQ(room.post(link).status, 303);
}

TEST(StaffShell, WithoutASessionNothingIsShownOrDone) {
  Counting section;
  StaffRoom room(&section);
  for (const auto& path : room.pages.paths()) {
    const auto answer = room.send(plain_request(path.method, path.path));
    EXPECT_EQ(answer.status, 403) << path.path;
    EXPECT_FALSE(shows(answer, "<nav")) << path.path;
    EXPECT_FALSE(shows(answer, "<p>inside")) << path.path;
  }
  EXPECT_EQ(section.reached, 0);
}

TEST(StaffShell, EveryPathIsForItsRolesOnly) {
  for (const StaffRole role : {StaffRole::planner, StaffRole::accreditation, StaffRole::reader}) {
    Counting section;
    StaffRoom room(&section);
    room.sign_in(role);
    const string token = room.token();
    int expected = 0;
    for (const auto& path : room.pages.paths()) {
      if (!path.signed_in || path.path == "/staff/leave") continue;
      const auto answer = room.send(plain_request(path.method, path.path, {{"token", token}}));
      EXPECT_EQ(answer.status, path.roles.has(role) ? 200 : 403) << path.method << " " << path.path << " for " << name(role);
      EXPECT_EQ(shows(answer, "Your role does not include this page."), !path.roles.has(role)) << answer.body;
      expected += path.roles.has(role) && path.path != "/staff" ? 1 : 0;
    }
    EXPECT_EQ(section.reached, expected);
  }
}

TEST(StaffShell, AFormNeedsItsTokenAndMustComeFromHere) {
  Counting section;
  StaffRoom room(&section);
  room.sign_in(StaffRole::planner);
  const string cookie = room.cookie, good = room.token();
  Counting elsewhere;
  StaffRoom other(&elsewhere);
  other.sign_in(StaffRole::planner);
  for (const auto& path : room.pages.paths()) {
    if (path.method != "POST" || !path.signed_in) continue;
    for (const string& token : {string(), string("wrong"), other.token()})
      EXPECT_EQ(room.send(plain_request("POST", path.path, {{"token", token}})).status, 409) << path.path;
    for (const auto& from : {std::pair<string, string>{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "none"}, {"Origin", "https://evil.example"}}) {
      auto foreign = plain_request("POST", path.path, {{"token", good}});
      foreign.headers.push_back(from);
      EXPECT_EQ(room.send(foreign).status, 409) << path.path << " " << from.second;
    }
  }
  EXPECT_EQ(section.reached, 0);
  room.cookie = cookie;
  EXPECT_EQ(room.get("/staff").status, 200) << "nor was anybody signed out";
  EXPECT_EQ(room.post("/staff/counting/thing-7/change").status, 200);
  EXPECT_EQ(section.last, "thing-7");
}

TEST(StaffShell, RightsEndAtOnceWithTheMemberAndWithSigningOut) {
  StaffRoom room;
  const auto pat = room.sign_in(StaffRole::planner);
  ASSERT_EQ(room.get("/staff").status, 200);
  const auto stored = room.members.load(pat.id);
  ASSERT_TRUE(stored && *stored);
  ASSERT_TRUE(room.members.end(**stored));
  EXPECT_EQ(room.get("/staff").status, 403);
  StaffRoom second;
  second.sign_in(StaffRole::reader);
  const string cookie = second.cookie;
  EXPECT_NE(header_of(second.post("/staff/leave"), "Set-Cookie").find("Max-Age=0"), string::npos);
  second.cookie = cookie;
  EXPECT_EQ(second.get("/staff").status, 403);
}

TEST(StaffShell, NeitherKindOfSessionOpensTheOtherPages) {
  StaffRoom room;
  ASSERT_TRUE(room.admins.save_admin_link({base::sha256_hex("admin-token"), {}, room.clock.now() + std::chrono::hours(1), ""}));
  ASSERT_TRUE(room.admins.begin_admin_session(base::sha256_hex("admin-token"), base::sha256_hex("admin-secret"), room.clock.now(),
                                              room.clock.now() + std::chrono::hours(1)));
  room.cookie = "__Secure-preceptor_staff=admin-secret";
  EXPECT_EQ(room.get("/staff").status, 403);
}

TEST(StaffShell, SectionsAreInTheNavigationAndBringTheirWork) {
  Counting section;
  StaffRoom room(&section);
  room.sign_in(StaffRole::planner, "Pat");
  const auto home = room.get("/staff");
  EXPECT_TRUE(shows(home, "href=\"/tool/staff/counting\"")) << home.body;
  EXPECT_TRUE(shows(home, "3 things wait for Pat"));
  const auto page = room.get("/staff/counting");
  EXPECT_TRUE(shows(page, "<h1>Reached by Pat</h1>"));
  EXPECT_TRUE(shows(page, "href=\"/tool/staff/counting\" aria-current=\"page\""));
  EXPECT_EQ(room.send(plain_request("DELETE", "/staff/counting")).status, 405);
  for (const char* path : {"/staff/no", "/staff//", "/staff/counting/", "/staff/counting/a/b"}) EXPECT_EQ(room.get(path).status, 404) << path;
  EXPECT_EQ(room.get("/staff/").status, 200);
}

TEST(StaffShell, PagesSpeakTheReadersLanguage) {
  StaffRoom room;
  room.sign_in(StaffRole::planner);
  room.language = "ar";
  const auto page = room.get("/staff");
  EXPECT_TRUE(shows(page, "<html lang=\"ar\" dir=\"rtl\">"));
  for (const char* key : {"staff.nav", "staff.role", "staff.product", "staff.home", "staff.no_work", "admin."})
    EXPECT_FALSE(shows(page, string(">") + key)) << page.body;
}

TEST(StaffMembers, AreFoundByAShortenedIdUnlessTwoBeginLikeIt) {
  StaffRoom room;
  ASSERT_TRUE(room.members.add("A", StaffRole::planner, "aaaa1111-0000-4000-8000-000000000001"));
  ASSERT_TRUE(room.members.add("B", StaffRole::reader, "aaaa2222-0000-4000-8000-000000000002"));
  EXPECT_EQ((*room.members.find("aaaa1"))->name, "A");
  EXPECT_FALSE(*room.members.find("aaaa"));
  EXPECT_FALSE(*room.members.find("aaa"));
  EXPECT_FALSE(*room.members.find(""));
  EXPECT_EQ(room.members.add("C", StaffRole::reader, "aaaa2222-0000-4000-8000-000000000002").error().code, base::Code::store_conflict);
  for (const string& bad : {string(), string("   "), string(101, 'x'), string("a\nb")})
    EXPECT_EQ(room.members.add(bad, StaffRole::reader).error().code, base::Code::command_arguments) << bad;
}

}  // namespace
}  // namespace preceptor::web::testing
