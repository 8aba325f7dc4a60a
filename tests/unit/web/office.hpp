// The administrator's pages with stores in memory and two connections, "one" and "two", driven through request and response objects.
#pragma once
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/secret.hpp"
#include "core/base/url.hpp"
#include "lti/jose/sealer.hpp"
#include "tests/fakes/memory_admins.hpp"
#include "tests/fakes/memory_keys.hpp"
#include "tests/fakes/memory_records.hpp"
#include "tests/fakes/memory_stores.hpp"
#include "web/admin/admin_pages.hpp"
#include "web/admin/sign_in_link.hpp"

namespace preceptor::web::testing {

// A site whose health and guesses a test decides.
class StandingSite : public AdminSite {
 public:
  Health health(bool again) override {
    runs += again ? 1 : 0;
    return shown;
  }
  std::string health_json(const Health& health) override {
    std::string all;
    for (const auto& line : health.lines) all += line.what + "\n";
    return all;
  }
  bool may_guess(const std::string&) override { return guesses_left-- > 0; }

  Health shown;
  int runs = 0, guesses_left = 1000;
};

// Record stores in memory: what was asked of them is noted, and answered as a test says.
class NotedStores : public RecordStores {
 public:
  base::Result<std::vector<RecordStore>> list() override { return stores; }
  base::Result<RecordStore> load(const std::string& name) override {
    for (const RecordStore& store : stores)
      if (store.row.name == name) return store;
    return base::fail(base::Code::lrs_unknown, name);
  }
  base::Result<StoreSaved> save(const StoreDraft& draft, Save how) override {
    if (problem == StoreProblem::none)
      asked.push_back((how == Save::add ? "add " : "change ") + draft.name + " " + draft.endpoint + " " + draft.username + " " + draft.version +
                      (draft.password ? " with " + draft.password->reveal() : "") + (draft.same_store ? " same" : ""));
    return StoreSaved{problem, false};
  }
  base::Status switch_to(const std::string& name, bool was, bool on) override { return note(name, std::string(was ? "on" : "off") + (on ? " to on" : " to off")); }
  base::Result<StoreTest> test(const std::string& name) override {
    asked.push_back("test " + name);
    return tested;
  }
  base::Status set_filter(const std::string& name, const xapi::LrsFilter& filter) override {
    std::string text = "without";
    for (const auto& off : filter.kinds_off) text += " " + off;
    for (const auto& unit : filter.units) text += " only " + unit;
    return note(name, text);
  }
  base::Result<base::Instant> begin_backfill(const std::string& name, const std::string& from) override {
    if (auto noted = note(name, "begin " + from); !noted) return base::fail(noted.error());
    return base::Instant{};
  }
  base::Status turn_backfill(const std::string& name, std::string_view act) override { return note(name, std::string(act)); }
  base::Result<std::int64_t> send_again(const std::string& name, const xapi::ParkedChoice& choice) override {
    if (auto noted = note(name, "again " + choice.statement + choice.code + choice.begins); !noted) return base::fail(noted.error());
    return marked;
  }

  std::vector<RecordStore> stores;
  std::vector<std::string> asked;
  StoreProblem problem = StoreProblem::none;
  std::optional<base::Code> refuses;   // all that is asked
  StoreTest tested;
  std::int64_t marked = 1;

 private:
  base::Status note(const std::string& name, const std::string& what) {
    if (refuses) return base::fail(*refuses);
    asked.push_back(name + ": " + what);
    return {};
  }
};

// "main", with a back-fill under way and refusals for two reasons.
RecordStore busy_store(base::Instant now);

class Office {
 public:
  explicit Office(std::string public_url = "https://cme.example.org/tool");

  // Signs this browser in: with rights for the whole site, or for one registration.
  void sign_in(const std::string& registration = {});
  ports::HttpResponse get(const std::string& path, const std::string& query = {});
  // A form of one of our own pages: token and Sec-Fetch-Site as a browser sends them.
  ports::HttpResponse post(const std::string& path, base::Fields fields = {});
  ports::HttpResponse send(ports::HttpRequest request);   // as it is, with the cookie
  std::string token();                                    // of a form, read off a page
  std::string link(const std::string& registration = {}); // a fresh one, as a path below public_url
  lti::Registration stored(const std::string& id);

  std::string public_url, cookie, language = "en";
  fakes::MemoryAdmins admins;
  fakes::MemoryRegistrations registrations;
  fakes::MemoryDiary diary;
  fakes::MemoryGrades grades;
  fakes::StillClock clock;
  jose::AeadSealer vault{base::Secret(std::string(32, 'k'))};
  fakes::MemoryKeys key_rows;
  lti::SigningKeys keys{key_rows, vault, clock};
  fakes::MemoryRecords records;
  StaffList staff{records, records.projections, clock};
  fakes::MemoryLog log;
  lti::LmsProfiles profiles;
  StandingSite site;
  NotedStores stores;
  AdminPages pages;
};

std::string header_of(const ports::HttpResponse& response, const std::string& name);
bool shows(const ports::HttpResponse& page, const std::string& text);

}  // namespace preceptor::web::testing
