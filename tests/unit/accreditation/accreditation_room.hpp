// A member of staff at the pages of accreditation: one activity of one unit, learners with credits in every state, a tiny report format.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "adapters/archive/zip.hpp"
#include "adapters/pars/activity_documents.hpp"
#include "core/base/digest.hpp"
#include "tests/fakes/memory_pool.hpp"
#include "tests/fakes/memory_site.hpp"
#include "tests/unit/credit_desk/desk_room.hpp"
#include "tests/unit/staff/case_room.hpp"
#include "web/accreditation/activity_section.hpp"
#include "web/accreditation/credit_section.hpp"
#include "web/accreditation/evidence_section.hpp"
#include "web/accreditation/export_section.hpp"
#include "web/accreditation/roster_section.hpp"
#include "web/accreditation/rule_section.hpp"
#include "web/credit/validation.hpp"

namespace preceptor::web::testing {

// Everything behind the sections, over the room's own stores.
struct AccreditationHouse {
  // `zone`: of the provider.
  AccreditationHouse(StaffRoom& room, const std::filesystem::path& path, const std::string& zone)
      : vault(room.clock), cases(room.records, room.records.projections, room.clock), folder((path / "exports").string(), sealer),
        burden(room.records, room.records.projections, content, pool, diary, room.clock) {
    const CreditDeps credit_deps{room.records, room.records.projections, room.records.credit, content, vault, room.clock, room.log, rules, {in_zone(college(), zone)}, "cme.example.org",
                                 "https://cme.example.org", {}};
    book = std::make_unique<CreditBook>(credit_deps);
    desk = std::make_unique<ExportDesk>(*book, credit_deps, std::vector<const report::Format*>{&format, &unconfirmed}, folder, DeskOptions{names()});
    report::Documents documents;
    documents.activity_sheet = [](const credit::Activity& activity, const report::SheetFacts& facts) {
      return std::vector<report::SheetField>{{"Identity", "Title", activity.title, false}, {"Identity", "Number", activity.accme_activity_id, false},
                                             {"Counts", "Physicians", std::to_string(facts.counts.in_year.physicians), false}, {"Fees", "Fee", "Yes or no", true}};
    };
    documents.activity_json = pars::activity_json;
    documents.activity_mems = pars::activity_mems;
    validation = std::make_unique<Validation>(*book, credit_deps, *desk);
    book->when_changed([this](const base::PersonId& person, const std::string& by) { EXPECT_TRUE(validation->person(person, by)); });
    accreditation::Deps deps{*book, *desk, room.records.credit, room.records, room.records.projections, content, vault, sealer, cases, burden, room.members, room.clock,
                                   {in_zone(with_service_id(), zone)}, [] { return std::vector<accreditation::ConnectedLms>{{"plat-1", "reg-1", "Ward LMS"}}; }, documents, archive::make_zip, names()};
    deps.validate = [this](const std::string& ccid, const std::string& by) { return validation->grant(ccid, by); };
    activities = std::make_unique<accreditation::ActivitySection>(deps);
    credits = std::make_unique<accreditation::CreditSection>(deps);
    exports = std::make_unique<accreditation::ExportSection>(deps);
    rule_pages = std::make_unique<accreditation::RuleSection>(deps);
    roster = std::make_unique<accreditation::RosterSection>(deps);
    evidence = std::make_unique<accreditation::EvidenceSection>(accreditation::EvidenceDeps{
        [this](const xapi::ExportFilter& filter, const std::string& who) -> base::Result<std::string> {
          bundle_filter = filter;
          bundle_maker = who;
          if (bundle_problem) return base::fail(*bundle_problem, "told so");
          return std::string("a bundle");
        },
        [] { return base::Result<std::string>("thumb-1"); }});
  }
  static credit::Provider college() { return {"college", "Example College", "0001234", {"ama-pra-1"}, "UTC"}; }
  static credit::Provider in_zone(credit::Provider provider, const std::string& zone) {
    provider.time_zone = zone;
    return provider;
  }
  static credit::Provider with_service_id() {
    auto provider = college();
    provider.report_settings["pars.provider_id"] = "P-4711";
    return provider;
  }
  std::function<base::Result<std::string>(const base::PersonId&)> names() {
    return [this](const base::PersonId& person) -> base::Result<std::string> { return launch_names[person.str()]; };
  }

  fakes::MemoryContent content;
  fakes::MemoryVault vault;
  fakes::MemoryPool pool;
  fakes::MemoryDiary diary;
  credit::Rulebook rules = report::sample_rules();
  vault::Vault sealer{base::Secret(std::string(32, 'k'))};
  CaseBook cases;
  export_folder::ExportFiles folder;
  BurdenRecords burden;
  LineFormat format, unconfirmed{"unseen"};
  std::map<std::string, std::string> launch_names;
  std::unique_ptr<CreditBook> book;
  std::unique_ptr<ExportDesk> desk;
  std::unique_ptr<Validation> validation;
  std::unique_ptr<accreditation::ActivitySection> activities;
  std::unique_ptr<accreditation::CreditSection> credits;
  std::unique_ptr<accreditation::ExportSection> exports;
  std::unique_ptr<accreditation::RuleSection> rule_pages;
  std::unique_ptr<accreditation::RosterSection> roster;
  // What the last bundle was asked with; its maker refuses with the problem.
  xapi::ExportFilter bundle_filter;
  std::string bundle_maker;
  std::optional<base::Code> bundle_problem;
  std::unique_ptr<accreditation::EvidenceSection> evidence;
};

class Accreditation : public ::testing::Test {
 protected:
  explicit Accreditation(std::string provider_zone = "UTC") : zone(std::move(provider_zone)) {
    room.clock.at = base::Instant(std::chrono::sys_days(report::day(2026, 7, 15)) + std::chrono::hours(12));
    house->unconfirmed.verified_ = false;
    publish([](credit::Activity&) {});
  }
  ~Accreditation() override { std::filesystem::remove_all(path); }

  // The activity, changed so; current from now on.
  void publish(const std::function<void(credit::Activity&)>& change) {
    auto activity = report::sample_activity();
    activity.accme_activity_id.clear();
    activity.language = "en";
    activity.designated_on = report::day(2024, 12, 1);
    activity.bundle = {{"sepsis-1", 5, true}};
    change(activity);
    activity_hash = base::ContentHash(base::sha256_hex(credit::to_json(activity)));
    EXPECT_TRUE(house->content.publish_edited({"activity", activity.id, "en", activity_hash, credit::to_json(activity), "editor", room.clock.at, activity.title}));
    id = activity.id;
  }

  // A learner who was granted one credit, as its events and row say it; with a profile unless `bare`.
  std::string learner(int n, bool bare = false) {
    auto row = report::sample_row();
    const base::PersonId person("00000000-0000-4000-8000-00000000000" + std::to_string(n));
    credit::Grant grant = row.grant;
    grant.ccid = "ccid:cme.example.org:" + std::to_string(100'000 + n);
    grant.certificate = "code-" + std::to_string(n);
    grant.person = person;
    grant.activity = activity_hash;
    grant.state = credit::GrantState::issued;
    grant.reason.clear();
    grant.granted_at = grant.changed_at = room.clock.at - std::chrono::hours(24);
    grant.version = 1;
    ports::UnitOfWork work;
    work.persons.push_back({grant.platform, "user-" + std::to_string(n), person});
    record::Event event;
    event.stream_kind = "person";
    event.stream_id = credit::ledger_stream(person, grant.activity_id);
    event.registration = base::RegistrationId(ports::kNoRegistration);
    event.person = person;
    event.at = event.recorded_at = grant.granted_at;
    event.payload = credit::payload_of(credit::CreditGranted{grant});
    work.events.push_back({event, {}});
    work.grants.push_back(grant);
    EXPECT_TRUE(room.records.commit(work));
    if (!bare) {
      row.profile.family_name = "Muster";
      row.profile.npi = npi(n);
      row.profile.boards.clear();
      row.profile.launch_name.clear();
      house->vault.profiles[person] = {grant.platform, row.profile};
    }
    return grant.ccid;
  }
  // Ten digits whose last one is the check digit; the first learner's is the well-known sample.
  static std::string npi(int n) {
    std::string digits = std::to_string(123'456'788 + n);
    for (char check = '0'; check <= '9'; ++check)
      if (credit::is_npi(digits + check)) return digits + check;
    return {};
  }
  credit::Grant grant(const std::string& ccid) { return room.records.credit.rows.at(ccid); }
  ports::HttpResponse show(const std::string& ccid, const char* page = "record") { return room.get("/staff/credits/" + std::string(page), base::format_form({{"ccid", ccid}})); }
  // The form of a page with that action as it stands, with changes.
  ports::HttpResponse send(const ports::HttpResponse& page, const std::string& action, const base::Fields& changes) {
    return room.post(action, with(fields_of(page.body, "/tool" + action), changes));
  }
  void reject(const std::string& ccid) {
    ASSERT_TRUE(house->book->move(ccid, credit::GrantState::exported, "", "upkeep"));
    ASSERT_TRUE(house->book->move(ccid, credit::GrantState::rejected, "No match", "import"));
  }

  const std::string zone;   // before what is made with it
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("accreditation-" + base::uuid_v4());
  std::unique_ptr<AccreditationHouse> house;
  StaffRoom room{[this](StaffRoom& made) {
    std::filesystem::create_directory(path);
    house = std::make_unique<AccreditationHouse>(made, path, zone);
    return std::vector<StaffSection*>{house->activities.get(), house->credits.get(), house->exports.get(), house->rule_pages.get(), house->roster.get(), house->evidence.get()};
  }};
  base::ContentHash activity_hash;
  std::string id;
};

inline std::string to(const ports::HttpResponse& response) { return header_of(response, "Location"); }

}  // namespace preceptor::web::testing
