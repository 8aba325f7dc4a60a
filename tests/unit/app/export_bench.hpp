// A site with a record of statements, whose exports a test makes slice by slice.
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "core/base/uuid.hpp"
#include "plugin/app/statement_exports.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {

class ExportBench : public testing::Test {
 protected:
  using Json = base::Json;
  // `count` sealed statements of one attempt of that person at that unit, the first of it an attempt_opened, the others answers.
  void record(int count, const std::string& unit = "unit-a", const std::string& person = "p1") {
    const std::string stream = base::uuid_v4();
    ports::UnitOfWork work;
    for (int seq = 1; seq <= count; ++seq) {
      ports::NewEvent made;
      made.event.stream_id = stream;
      made.event.seq = seq;
      made.event.registration = base::RegistrationId("r1");
      made.event.person = base::PersonId(person);
      made.event.at = made.event.recorded_at = quiet.clock->now();
      if (seq == 1) made.event.payload = record::AttemptOpened{unit, "en", std::string(64, 'a'), "course", "link", 1, 5, true};
      else made.event.payload = record::QuestionAnswered{"q" + std::to_string(seq), 1, {{"a"}, "", "", false}, true};
      record::Rendering statement;
      statement.id = record::rendering_id(made.event, "t", 1, "identified");
      statement.template_name = "t";
      statement.body = Json{{"id", statement.id.str()}, {"actor", Json{{"account", Json{{"name", "=" + person}}}}}}.dump();
      made.renderings = {statement};
      if (seq == 1) work.attempts = {attempt(made.event, unit)};
      work.events.push_back(std::move(made));
      quiet.clock->pass(base::Milliseconds(1000));
    }
    const auto done = store().commit(work);
    ASSERT_TRUE(done) << base::describe(done.error());
    const auto lease = store().acquire_lease("sealer", "test", quiet.clock->now(), std::chrono::hours(1));
    ASSERT_TRUE(lease && *lease);
    ASSERT_TRUE(store().seal_events(**lease, 10'000));
  }
  ports::AttemptRow attempt(const record::Event& event, const std::string& unit) {
    ports::AttemptRow row;
    row.registration = event.registration;
    row.id = base::AttemptId(event.stream_id);
    row.person = event.person;
    row.unit_id = unit;
    row.language = "en";
    row.content = base::ContentHash(std::string(64, 'a'));
    row.deployment_id = "d1";
    row.context_id = "course";
    row.resource_link_id = "link";
    row.n = ++attempts_;
    row.opened_at = row.last_at = event.at;
    row.last_seq = event.seq;
    row.stated_minutes = 5;
    return row;
  }
  store::Store& store() { return quiet.site->store(); }
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }

  fakes::TemporaryFolder folder;
  QuietSite quiet;
  int attempts_ = 0;
};

}  // namespace preceptor::app
