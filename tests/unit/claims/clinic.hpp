// A course whose units carry credit: six of five minutes in one activity, and the pages of the learner's credit behind it.
#pragma once
#include "core/base/digest.hpp"
#include "tests/fakes/memory_vault.hpp"
#include "tests/unit/credit/sample_activity.hpp"
#include "tests/unit/web/course.hpp"
#include "web/claims/claim_handle.hpp"
#include "web/claims/claim_pages.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::web::testing {

inline activity::Unit credit_unit(int n) {
  auto unit = sample_unit();
  unit.id = "unit-" + std::to_string(n);
  unit.stated_minutes = 5;
  unit.sections.resize(1);
  unit.closing.clear();
  return unit;
}

inline ports::ContentVersion version_of(const credit::Activity& activity) {
  ports::ContentVersion version;
  version.kind = "activity";
  version.id = activity.id;
  version.language = activity.language;
  version.json = credit::to_json(activity);
  version.hash = base::ContentHash(base::sha256_hex(version.json));
  version.source = "folder";
  version.title = activity.title;
  return version;
}

class Clinic {
 public:
  explicit Clinic(credit::Activity activity = credit::sample_activity()) {
    std::vector<ports::ContentVersion> versions = {version_of(activity)};
    for (int n = 1; n <= 6; ++n) versions.push_back(web::testing::version_of(credit_unit(n)));
    EXPECT_TRUE(course.content.publish_folder(versions).has_value());
  }

  ports::HttpResponse launch(int n, const std::function<void(fakes::TestJson&)>& change = {}) {
    course.clock.pass(base::Milliseconds(60'000));
    return course.launch([&](fakes::TestJson& claims) {
      claims[kLti + "custom"] = {{"unit", "unit-" + std::to_string(n)}};
      if (change) change(claims);
    });
  }
  // The receipt of that unit, done right.
  ports::HttpResponse done(int n, const std::function<void(fakes::TestJson&)>& change = {}) {
    auto page = course.submit(action(launch(n, change)), {{"q.dose", "a"}});
    return course.submit(action(page), {});
  }
  // The last of so many units' receipts; the profession told, when one is given.
  ports::HttpResponse done_units(int units, const std::string& profession = {}) {
    auto page = done(1);
    if (!profession.empty()) page = send(form_of(page, "/profession"), {{"from", "receipt"}, {"profession", profession}});
    for (int n = 2; n <= units; ++n) page = done(n);
    return page;
  }

  ports::HttpResponse get(const std::string& path) { return ask("GET", path, {}); }
  ports::HttpResponse post(const std::string& path, const base::Fields& fields) { return ask("POST", path, fields); }
  // POST, then the page it leads to.
  ports::HttpResponse send(const std::string& path, const base::Fields& fields) { return follow(post(path, fields)); }
  ports::HttpResponse follow(ports::HttpResponse page) {
    for (int hops = 0; page.status == 303 && hops < 3; ++hops) page = get(header(page, "Location"));
    return page;
  }
  ports::HttpResponse ask(const std::string& method, const std::string& path, const base::Fields& fields) {
    const std::string where = local(path);
    if (!where.starts_with("/c/") && !where.starts_with("/verify")) return method == "POST" ? course.post(path, fields) : course.get(path);
    ports::HttpRequest one;
    one.method = method;
    const auto question = where.find('?');
    one.path = where.substr(0, question);
    if (question != std::string::npos) one.query = where.substr(question + 1);
    one.body = base::format_form(fields);
    one.headers = {{"Accept-Language", course.accept_language}};
    one.client_address = "192.0.2.7";
    return where.starts_with("/verify") ? pages.verify(one) : pages.answer(one);
  }
  // The address of the form that ends in `place`, or of the first link with it.
  static std::string form_of(const ports::HttpResponse& page, const std::string& place) { return quoted(page, "action=\"", place); }
  static std::string link_to(const ports::HttpResponse& page, const std::string& place) { return quoted(page, "href=\"", place); }
  // The claim form as it stands on the page, sent with `more`.
  ports::HttpResponse claim(const ports::HttpResponse& page, const base::Fields& more = {}) { return post(form_of(page, "/claim"), claim_fields(page, more)); }
  static base::Fields claim_fields(const ports::HttpResponse& page, const base::Fields& more = {}) {
    base::Fields fields;
    for (const char* name : {"from", "activity", "system", "amount", "seen", "key"}) fields.emplace_back(name, hidden(page, name));
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
  }
  // "/c/<personal handle>" as the page links to it.
  static std::string personal(const ports::HttpResponse& page) {
    const auto from = page.body.find("/c/");
    return from == std::string::npos ? std::string() : page.body.substr(from, page.body.find_first_of("/\"", from + 3) - from);
  }
  std::string person() const { return course.records.persons.at(0).id.str(); }
  std::vector<credit::Grant> grants() const {
    std::vector<credit::Grant> all;
    for (const auto& [ccid, grant] : course.records.credit.rows) all.push_back(grant);
    return all;
  }

  const credit::Rulebook rules = credit::sample_rules();
  const credit::Provider provider{"demo", "Demo provider", "1234567", {"ama-pra-1"}, "UTC"};
  int guesses = 1000;
  Course course{{}, nullptr, &book, &pages};
  fakes::MemoryVault vault{course.clock};
  CreditBook book{{course.records,
                   course.records.projections,
                   course.records.credit,
                   course.content,
                   vault,
                   course.clock,
                   course.log,
                   rules,
                   {provider},
                   "cme.example.org",
                   kPublicUrl,
                   {}}};
  ClaimPages pages{{book,
                    course.records,
                    course.records.projections,
                    course.records.credit,
                    course.content,
                    vault,
                    course.registrations,
                    course.diary,
                    course.sealer,
                    course.clock,
                    course.log,
                    kPublicUrl,
                    {provider},
                    [this](const std::string&) { return guesses-- > 0; }}};

 private:
  static std::string quoted(const ports::HttpResponse& page, const std::string& start, const std::string& place) {
    for (auto from = page.body.find(start); from != std::string::npos; from = page.body.find(start, from + 1)) {
      const auto text = page.body.substr(from + start.size(), page.body.find('"', from + start.size()) - from - start.size());
      const auto path = text.substr(0, text.find('?'));
      if (path.ends_with(place) || text.ends_with(place)) return text;
    }
    return {};
  }
};

}  // namespace preceptor::web::testing
