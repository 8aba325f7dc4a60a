// The administrator's pages with stores in memory and two connections, "one" and "two", driven through request and response objects.
#pragma once
#include <gtest/gtest.h>

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
  base::Result<std::vector<RecordStoreLine>> record_stores() override { return stores; }
  bool may_guess(const std::string&) override { return guesses_left-- > 0; }

  Health shown;
  std::vector<RecordStoreLine> stores;
  int runs = 0, guesses_left = 1000;
};

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
  AdminPages pages;
};

std::string header_of(const ports::HttpResponse& response, const std::string& name);
bool shows(const ports::HttpResponse& page, const std::string& text);

}  // namespace preceptor::web::testing
