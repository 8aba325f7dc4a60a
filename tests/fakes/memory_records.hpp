// Events, attempts, drafts and one-time uses in memory; a commit can be told to fail. Keeps the ports' promises.
#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/ports/record_store.hpp"
#include "tests/fakes/memory_credit.hpp"
#include "tests/fakes/memory_grades.hpp"
#include "tests/fakes/memory_projections.hpp"

namespace preceptor::fakes {

class MemoryRecords : public ports::RecordStore {
 public:
  MemoryGrades grades;             // what commits bring in
  MemoryProjections projections;   // likewise
  MemoryCredit credit;             // likewise
  // The next commits fail with these, first one first; internal = let it through.
  std::vector<base::Code> next_commits;
  // Runs once, right before the next commit: what another does at the same moment.
  std::function<void()> before_commit;

  base::Status commit(const ports::UnitOfWork& work) override {
    if (const auto other = std::exchange(before_commit, nullptr)) other();
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
    for (const auto& one : work.projections)
      if (projections.version_of(one) + 1 != one.version) return base::fail(base::Code::store_conflict);
    for (const auto& one : work.grants)
      if (credit.version_of(one.ccid) + 1 != one.version) return base::fail(base::Code::store_conflict);
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
  base::Result<std::optional<ports::AttemptRow>> find_latest_attempt(const ports::LinkKey& link, const base::PersonId& person,
                                                                     const std::string& unit_id) override {
    std::optional<ports::AttemptRow> latest;
    for (const auto& [id, row] : attempts)
      if (row.link() == link && row.person == person && row.unit_id == unit_id && (!latest || row.n > latest->n)) latest = row;
    return latest;
  }
  base::Result<std::vector<ports::LinkAttempt>> attempts_of_link(const ports::LinkKey& link, const std::optional<base::PersonId>& person) override {
    std::vector<ports::LinkAttempt> found;
    for (const auto& [id, row] : attempts) {
      if (row.link() != link || (person && row.person != *person)) continue;
      ports::LinkAttempt one{id, row.person, "", row.unit_id, row.n, row.state, row.opened_at, row.completed_at, std::nullopt};
      for (const auto& known : persons)
        if (known.id == row.person) one.subject = known.subject;
      for (const auto& added : events[id.str()])
        if (const auto* scored = std::get_if<record::AttemptScored>(&added.event.payload)) one.score = *scored;
      found.push_back(std::move(one));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return std::tie(a.person, a.unit_id, a.n) < std::tie(b.person, b.unit_id, b.n); });
    return found;
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
    if (const auto stream = events.find(stream_id); stream != events.end())   // a look adds nothing, so that a walk over many streams keeps none
      for (const auto& one : stream->second) found.push_back(one.event);
    return found;
  }
  base::Result<std::vector<ports::FreeText>> load_texts(const base::RegistrationId& registration, const std::string& stream_id) override {
    std::vector<ports::FreeText> found;
    for (const auto& one : texts)
      if (one.registration == registration && one.stream_id == stream_id) found.push_back(one);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return std::tie(a.seq, a.field) < std::tie(b.seq, b.field); });
    return found;
  }
  base::Result<std::vector<ports::AttemptRow>> attempts_of_unit(const std::string& unit_id, const base::AttemptId& after, int limit) override {
    return attempts_where(limit, [&](const auto& row) { return row.unit_id == unit_id && row.id > after; });
  }
  base::Result<std::vector<ports::AttemptRow>> attempts_of_content(const base::ContentHash& content, const base::AttemptId& after, int limit) override {
    return attempts_where(limit, [&](const auto& row) { return row.content == content && row.id > after; });
  }
  base::Result<std::vector<ports::AttemptRow>> attempts_of_person(const base::PersonId& person, int limit) override {
    auto found = attempts_where(static_cast<int>(attempts.size()), [&](const auto& row) { return row.person == person; });
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.opened_at > b.opened_at; });
    if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
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
  template <class Matches>
  std::vector<ports::AttemptRow> attempts_where(int limit, Matches matches) const {
    std::vector<ports::AttemptRow> found;
    for (const auto& [id, row] : attempts)
      if (matches(row) && found.size() < static_cast<std::size_t>(limit)) found.push_back(row);
    return found;
  }
  void write(const ports::UnitOfWork& work) {
    for (const auto& token : work.one_use) one_use[{token.kind, token.key}] = token.value;
    for (const auto& person : work.persons)
      if (!person.subject.empty()) persons.push_back(person);   // nothing could find it again
    for (const auto& row : work.attempts) attempts[row.id] = row;
    for (const auto& one : work.events) events[one.event.stream_id].push_back(one);
    texts.insert(texts.end(), work.texts.begin(), work.texts.end());
    if (work.idempotency) keys[{work.idempotency->attempt, work.idempotency->key}] = work.idempotency->place;
    grades.write(work);
    for (const auto& one : work.projections) projections.write(one);
    for (const auto& one : work.grants) credit.write(one);
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
