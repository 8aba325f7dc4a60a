// Stores in memory with the ports' promises (one use, unique events, absent is not failed), a clock that stands still, a log and a diary that
// can be read. For tests that need no database.
#pragma once
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/log.hpp"
#include "core/ports/record_store.hpp"
#include "lti/registration.hpp"

namespace preceptor::fakes {

class StillClock : public ports::Clock {
 public:
  base::Instant now() const override { return at; }
  void pass(base::Milliseconds time) { at += time; }
  base::Instant at = base::from_unix_ms(1'790'000'000'000);
};

class MemoryLog : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field> fields) override {
    std::string line(event);
    for (const auto& [name, value] : fields) line += " " + std::string(name) + "=" + value;
    lines.push_back(line);
  }
  std::vector<std::string> lines;
};

class MemoryDiary : public ports::Diary {
 public:
  base::Status write_diary(const ports::DiaryEntry& entry) override {
    if (fails) return base::fail(base::Code::store_failed, "the diary's disk");
    entries.push_back(entry);
    return {};
  }
  base::Result<std::vector<ports::DiaryEntry>> recent_diary(int limit) override {
    std::vector<ports::DiaryEntry> newest(entries.rbegin(), entries.rend());
    if (newest.size() > static_cast<std::size_t>(limit)) newest.resize(static_cast<std::size_t>(limit));
    return newest;
  }
  std::vector<ports::DiaryEntry> entries;
  bool fails = false;
};

class MemoryContent : public ports::ContentStore {
 public:
  base::Status publish_folder(const std::vector<ports::ContentVersion>& published, bool = true) override {
    versions = published;
    for (const auto& version : published) all[version.hash] = version;
    return {};
  }
  base::Result<std::vector<ports::ContentVersion>> current(const std::string& kind, const std::string& id) override {
    std::vector<ports::ContentVersion> found;
    for (const auto& version : versions)
      if (version.kind == kind && version.id == id) found.push_back(version);
    return found;
  }
  base::Result<std::vector<ports::ContentVersion>> list_current(const std::string& kind) override {
    std::vector<ports::ContentVersion> found;
    for (const auto& version : versions)
      if (version.kind == kind) found.push_back(version);
    return found;
  }
  base::Result<std::optional<ports::ContentVersion>> by_hash(const base::ContentHash& hash) override {
    const auto found = all.find(hash);
    if (found == all.end()) return std::optional<ports::ContentVersion>();
    return std::optional(found->second);
  }
  base::Result<bool> was_withdrawn(const std::string& kind, const std::string& id) override {
    const auto here = current(kind, id);
    const bool known = std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.second.kind == kind && one.second.id == id; });
    return known && here->empty();
  }
  std::vector<ports::ContentVersion> versions;
  std::map<base::ContentHash, ports::ContentVersion> all;
};

class MemoryRegistrations : public lti::RegistrationStore {
 public:
  base::Result<std::optional<lti::Registration>> find_registration(const std::string& issuer, const std::string& client_id) override {
    return first([&](const auto& one) { return one.issuer == issuer && one.client_id == client_id; });
  }
  base::Result<std::vector<lti::Registration>> registrations_of_issuer(const std::string& issuer) override {
    std::vector<lti::Registration> found;
    for (const auto& one : registrations)
      if (one.issuer == issuer) found.push_back(one);
    return found;
  }
  base::Result<std::optional<lti::Registration>> load_registration(const base::RegistrationId& id) override {
    return first([&](const auto& one) { return one.id == id; });
  }
  base::Result<std::vector<lti::Registration>> list_registrations() override { return registrations; }
  base::Result<lti::Registration> save_registration(const lti::Registration& registration) override {
    std::erase_if(registrations, [&](const auto& one) { return one.issuer == registration.issuer && one.client_id == registration.client_id; });
    registrations.push_back(registration);
    return registration;
  }
  base::Status disable_configured_except(const std::vector<base::RegistrationId>& keep) override {
    for (auto& one : registrations)
      if (one.source == "config" && std::find(keep.begin(), keep.end(), one.id) == keep.end()) one.enabled = false;
    return {};
  }
  base::Status remove_registration(const base::RegistrationId& id) override {
    for (auto& one : registrations)
      if (one.id == id) one.enabled = false;
    return {};
  }
  std::vector<lti::Registration> registrations;

 private:
  template <class Matches>
  std::optional<lti::Registration> first(Matches matches) {
    const auto found = std::find_if(registrations.begin(), registrations.end(), matches);
    return found == registrations.end() ? std::nullopt : std::optional(*found);
  }
};

class MemoryRecords : public ports::RecordStore {
 public:
  // The next commits fail with these, first one first; internal = let it through.
  std::vector<base::Code> next_commits;

  base::Status commit(const ports::UnitOfWork& work) override {
    if (!next_commits.empty()) {
      const auto code = next_commits.front();
      next_commits.erase(next_commits.begin());
      if (code != base::Code::internal) return base::fail(code);
    }
    for (const auto& token : work.one_use)
      if (one_use.contains({token.kind, token.key})) return base::fail(base::Code::store_already_used);
    for (const auto& one : work.events)
      for (const auto& old : events[one.event.stream_id])
        if (old.event.seq == one.event.seq) return base::fail(base::Code::store_conflict);
    for (const auto& person : work.persons)
      for (const auto& old : persons)
        if (old.platform == person.platform && old.subject == person.subject) return base::fail(base::Code::store_conflict);
    if (work.idempotency && keys.contains({work.idempotency->attempt, work.idempotency->key})) return base::fail(base::Code::store_conflict);
    write(work);
    return {};
  }

  base::Result<std::optional<ports::Person>> find_person(const base::PlatformId& platform, const std::string& subject) override {
    return find(persons, [&](const auto& one) { return one.platform == platform && one.subject == subject; });
  }
  base::Result<std::optional<ports::Person>> load_person(const base::PersonId& person) override {
    return find(persons, [&](const auto& one) { return one.id == person; });
  }
  base::Result<std::optional<ports::AttemptRow>> find_latest_attempt(const base::RegistrationId& registration, const base::PersonId& person,
                                                                     const std::string& unit_id, const std::string& context_id,
                                                                     const std::string& resource_link_id) override {
    std::optional<ports::AttemptRow> latest;
    for (const auto& [id, row] : attempts)
      if (row.registration == registration && row.person == person && row.unit_id == unit_id && row.context_id == context_id &&
          row.resource_link_id == resource_link_id && (!latest || row.n > latest->n))
        latest = row;
    return latest;
  }
  base::Result<std::optional<ports::AttemptRow>> load_attempt(const base::RegistrationId& registration, const base::AttemptId& attempt) override {
    const auto found = attempts.find(attempt);
    if (found == attempts.end() || found->second.registration != registration) return std::optional<ports::AttemptRow>();
    return std::optional(found->second);
  }
  base::Result<std::optional<int>> minutes_since_closing_asked(const base::PersonId& person) override {
    std::optional<base::Instant> asked;
    for (const auto& [id, row] : attempts)
      if (row.person == person && row.asked_closing && (!asked || row.opened_at > *asked)) asked = row.opened_at;
    if (!asked) return std::optional<int>();
    int minutes = 0;
    for (const auto& [id, row] : attempts)
      if (row.person == person && row.state == "completed" && row.completed_at >= *asked) minutes += row.stated_minutes;
    return std::optional(minutes);
  }
  base::Result<std::vector<record::Event>> load_events(const base::RegistrationId&, const std::string& stream_id) override {
    std::vector<record::Event> found;
    for (const auto& one : events[stream_id]) found.push_back(one.event);
    return found;
  }
  base::Result<std::optional<std::string>> find_one_use(const std::string& kind, const std::string& key) override {
    return value(one_use, std::pair(kind, key));
  }
  base::Result<std::optional<std::string>> find_idempotent(const base::RegistrationId&, const base::AttemptId& attempt, const std::string& key) override {
    return value(keys, std::pair(attempt, key));
  }
  base::Status save_draft(const ports::Draft& draft) override {
    auto& kept = drafts[{draft.attempt, draft.page}];
    if (kept.attempt.empty() || kept.sequence < draft.sequence) kept = draft;
    return {};
  }
  base::Result<std::optional<ports::Draft>> load_draft(const base::RegistrationId&, const base::AttemptId& attempt, int page) override {
    return value(drafts, std::pair(attempt, page));
  }
  base::Result<std::vector<ports::AttemptRow>> idle_attempts(base::Instant before, int limit) override {
    std::vector<ports::AttemptRow> found;
    for (const auto& [id, row] : attempts)
      if (row.state == "open" && row.last_at < before && found.size() < static_cast<std::size_t>(limit)) found.push_back(row);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.last_at < b.last_at; });
    return found;
  }
  base::Status forget_expired(base::Instant) override { return {}; }

  // Types of an attempt's events, in order.
  std::vector<std::string> types(const std::string& stream) {
    std::vector<std::string> names;
    for (const auto& one : events[stream]) names.emplace_back(record::type_name(one.event.payload));
    return names;
  }

  std::map<std::pair<std::string, std::string>, std::string> one_use;
  std::vector<ports::Person> persons;
  std::map<base::AttemptId, ports::AttemptRow> attempts;
  std::map<std::string, std::vector<ports::NewEvent>> events;
  std::vector<ports::FreeText> texts;
  std::map<std::pair<base::AttemptId, std::string>, std::string> keys;
  std::map<std::pair<base::AttemptId, int>, ports::Draft> drafts;

 private:
  void write(const ports::UnitOfWork& work) {
    for (const auto& token : work.one_use) one_use[{token.kind, token.key}] = token.value;
    persons.insert(persons.end(), work.persons.begin(), work.persons.end());
    for (const auto& row : work.attempts) attempts[row.id] = row;
    for (const auto& one : work.events) events[one.event.stream_id].push_back(one);
    texts.insert(texts.end(), work.texts.begin(), work.texts.end());
    if (work.idempotency) keys[{work.idempotency->attempt, work.idempotency->key}] = work.idempotency->place;
    if (work.drop_drafts) std::erase_if(drafts, [&](const auto& one) { return one.first.first == *work.drop_drafts; });
  }
  template <class List, class Matches>
  static std::optional<typename List::value_type> find(const List& list, Matches matches) {
    const auto found = std::find_if(list.begin(), list.end(), matches);
    return found == list.end() ? std::nullopt : std::optional(*found);
  }
  template <class Map>
  static std::optional<typename Map::mapped_type> value(const Map& map, const typename Map::key_type& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
  }
};

}  // namespace preceptor::fakes
