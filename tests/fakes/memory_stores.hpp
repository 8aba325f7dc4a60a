// Stores in memory with the ports' promises (one use, unique events, absent is not failed), a clock that stands still, a log and a diary that
// can be read. For tests that need no database.
#pragma once
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/time.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/grade_store.hpp"
#include "core/ports/log.hpp"
#include "core/ports/record_store.hpp"
#include "lti/invitation.hpp"
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
  base::Result<std::vector<ports::DiaryEntry>> read_diary(const ports::DiaryFilter& filter, int limit) override {
    if (fails_reading) return base::fail(base::Code::store_failed, "the diary's disk");
    std::vector<ports::DiaryEntry> found;
    for (std::size_t i = entries.size(); i > 0 && found.size() < static_cast<std::size_t>(limit); --i) {
      auto entry = entries[i - 1];
      entry.id = static_cast<std::int64_t>(i);
      if ((filter.registration && entry.registration != *filter.registration) || (!filter.code.empty() && entry.code != filter.code)) continue;
      if (filter.before == 0 || entry.id < filter.before) found.push_back(std::move(entry));
    }
    return found;
  }
  base::Result<std::vector<ports::LastGood>> last_good_launches() override {
    std::map<std::string, base::Instant> last;
    for (const auto& entry : entries)
      if (entry.reason == "ok") last[entry.registration] = entry.at;
    std::vector<ports::LastGood> found;
    for (const auto& [registration, at] : last) found.push_back({registration, at});
    return found;
  }
  base::Status watch_launches(const base::RegistrationId& registration, base::Instant now) override {
    watched_until[registration] = now + std::chrono::minutes(1);
    return {};
  }
  base::Result<bool> launches_watched(const base::RegistrationId& registration, base::Instant now) override {
    const auto found = watched_until.find(registration);
    return found != watched_until.end() && found->second > now;
  }
  std::map<base::RegistrationId, base::Instant> watched_until;
  std::vector<ports::DiaryEntry> entries;
  bool fails = false, fails_reading = false;
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

class MemoryRegistrations : public lti::RegistrationStore, public lti::InvitationStore {
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
  base::Result<lti::Registration> register_invited(const lti::Registration& registration, const std::string& invitation, base::Instant now) override {
    const auto found = std::find_if(invitations.begin(), invitations.end(), [&](const auto& one) { return one.digest == invitation; });
    if (found == invitations.end() || found->used || found->expires <= now || found->registration != registration.id)
      return base::fail(base::Code::invitation_invalid);
    const bool known = std::any_of(registrations.begin(), registrations.end(), [&](const auto& one) {
      return one.id == registration.id || (one.issuer == registration.issuer && one.client_id == registration.client_id);
    });
    if (known) return base::fail(base::Code::register_exists);
    found->used = true;
    registrations.push_back(registration);
    return registration;
  }
  base::Result<lti::Registration> change_registration(const base::RegistrationId& id,
                                                      const std::function<base::Status(lti::Registration&)>& change) override {
    for (auto& one : registrations) {
      if (one.id != id) continue;
      lti::Registration changed = one;
      if (auto done = change(changed); !done) return base::fail(done.error());
      return one = changed;
    }
    return base::fail(base::Code::platform_unknown, id.str());
  }
  base::Result<lti::Invitation> save_invitation(const lti::Invitation& invitation) override {
    invitations.push_back(invitation);
    invitations.back().registration = base::RegistrationId("invited" + std::to_string(invitations.size()));
    return invitations.back();
  }
  base::Result<std::optional<lti::Invitation>> find_invitation(const std::string& digest) override {
    for (const auto& one : invitations)
      if (one.digest == digest) return std::optional(one);
    return std::optional<lti::Invitation>();
  }
  base::Status use_invitation(const lti::Invitation& invitation, base::Instant now) override {
    for (auto& one : invitations)
      if (one.digest == invitation.digest && !one.used && one.expires > now) {
        one.used = true;
        return {};
      }
    return base::fail(base::Code::invitation_invalid);
  }
  base::Result<std::optional<std::string>> claim_invitation(const std::string& digest, base::Instant now, base::Instant until) override {
    const auto found = std::find_if(invitations.begin(), invitations.end(), [&](const auto& one) { return one.digest == digest; });
    if (found == invitations.end() || found->used || found->expires <= now) return base::fail(base::Code::invitation_invalid);
    auto& [claim, ends] = claims[digest];
    if (!claim.empty() && ends > now) return std::optional<std::string>();
    claim = "claim" + std::to_string(++claims_made);
    ends = until;
    return std::optional(claim);
  }
  base::Status release_invitation(const std::string& digest, const std::string& claim) override {
    if (const auto held = claims.find(digest); held != claims.end() && held->second.first == claim) claims.erase(held);
    return {};
  }
  base::Result<bool> is_being_registered(const base::RegistrationId& registration, base::Instant now) override {
    return std::any_of(invitations.begin(), invitations.end(), [&](const auto& one) {
      const auto held = claims.find(one.digest);
      return one.registration == registration && !one.used && held != claims.end() && held->second.second > now;
    });
  }
  std::vector<lti::Registration> registrations;
  std::vector<lti::Invitation> invitations;
  std::map<std::string, std::pair<std::string, base::Instant>> claims;   // by digest
  int claims_made = 0;

 private:
  template <class Matches>
  std::optional<lti::Registration> first(Matches matches) {
    const auto found = std::find_if(registrations.begin(), registrations.end(), matches);
    return found == registrations.end() ? std::nullopt : std::optional(*found);
  }
};

class MemoryGrades : public ports::GradeStore {
 public:
  using Place = std::tuple<base::RegistrationId, std::string, std::string, std::string>;
  using Key = std::pair<Place, std::string>;

  void write(const ports::UnitOfWork& work) {
    if (work.link) put_link(*work.link);
    for (const auto& offer : work.grades) put_offer(offer);
  }
  base::Result<std::optional<ports::LinkFacts>> load_link(const ports::LinkKey& link) override {
    ++link_reads;
    const auto found = links.find(place(link));
    return found == links.end() ? std::optional<ports::LinkFacts>() : std::optional(found->second);
  }
  base::Result<std::vector<ports::LinkFacts>> list_links(const base::RegistrationId& registration) override {
    std::vector<ports::LinkFacts> found;
    for (const auto& [place, link] : links)
      if (link.registration == registration) found.push_back(link);
    return found;
  }
  base::Result<std::optional<ports::GradeRow>> next_grade(base::Instant now, const std::vector<base::RegistrationId>& busy) override {
    std::optional<ports::GradeRow> next;
    for (const auto& [key, row] : rows)
      if (row.state == ports::GradeState::waiting && row.next_at <= now && (!next || row.next_at < next->next_at) &&
          std::find(busy.begin(), busy.end(), row.offer.registration) == busy.end())
        next = row;
    return next;
  }
  base::Result<ports::ColumnFacts> column_facts(const ports::GradeKey& key, const std::string& lineitem) override {
    ports::ColumnFacts facts;
    for (const auto& [at, row] : rows) {
      if (row.offer.registration != key.link.registration || row.lineitem != lineitem || row.offer.subject != key.subject) continue;
      facts.last_timestamp = std::max(facts.last_timestamp, row.last_timestamp);
      const bool own = at == place(key);
      if (own || !ports::is_better(row.sent_given, row.sent_max, facts.best_given, facts.best_max)) continue;
      facts.best_given = row.sent_given;
      facts.best_max = row.sent_max;
    }
    return facts;
  }
  base::Status begin_grade(const ports::Lease&, const ports::GradeRow& given, const std::string& lineitem, base::Instant timestamp,
                           base::Instant not_before) override {
    const auto row = rows.find(place(key_of(given)));
    if (row == rows.end() || row->second.revision != given.revision || row->second.state != ports::GradeState::waiting)
      return base::fail(base::Code::store_conflict);
    row->second.lineitem = lineitem;
    row->second.last_timestamp = timestamp;
    row->second.next_at = not_before;
    row->second.reached = given.reached || given.offer.graded;
    ++row->second.tries;
    return {};
  }
  base::Status settle_grade(const ports::Lease&, const ports::GradeRow& given, const ports::GradeOutcome& outcome) override {
    auto& row = rows.at(place(key_of(given)));
    row.reached = outcome.reached;
    if (outcome.state == ports::GradeState::sent && given.offer.graded) {
      row.sent_at = outcome.at;
      row.sent_given = given.offer.given;
      row.sent_max = given.offer.max;
    }
    if (row.revision != given.revision) return {};
    row.state = outcome.state;
    row.status = outcome.status;
    row.reason = outcome.reason;
    row.fix = outcome.fix;
    row.next_at = outcome.next_at;
    return {};
  }
  base::Status postpone_grades(const ports::Lease&, const base::RegistrationId& registration, base::Instant until) override {
    for (auto& [key, row] : rows)
      if (row.offer.registration == registration && row.state == ports::GradeState::waiting) row.next_at = std::max(row.next_at, until);
    return {};
  }
  base::Result<std::vector<ports::GradeRow>> list_grades(const ports::GradeFilter& filter, int limit) override {
    std::vector<ports::GradeRow> found;
    for (const auto& [key, row] : rows) {
      const auto& offer = row.offer;
      if (offer.registration != filter.registration) continue;
      if (filter.link && key_of(row).link != *filter.link) continue;
      if (!filter.states.empty() && std::find(filter.states.begin(), filter.states.end(), row.state) == filter.states.end()) continue;
      if (found.size() < static_cast<std::size_t>(limit)) found.push_back(row);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.offer.at > b.offer.at; });
    return found;
  }
  base::Result<std::optional<ports::GradeRow>> load_grade(const ports::GradeKey& key) override {
    const auto found = rows.find(place(key));
    return found == rows.end() ? std::optional<ports::GradeRow>() : std::optional(found->second);
  }
  base::Result<ports::GradeCounts> count_grades(const base::RegistrationId& registration) override {
    ports::GradeCounts counts;
    for (const auto& [key, row] : rows) {
      if (row.offer.registration != registration) continue;
      counts.waiting += row.state == ports::GradeState::waiting;
      counts.sent += row.state == ports::GradeState::sent;
      counts.refused += row.state == ports::GradeState::refused;
      counts.held += row.state == ports::GradeState::held;
    }
    return counts;
  }
  base::Result<int> retry_grades(const base::RegistrationId& registration, const std::optional<ports::LinkKey>& link, base::Instant now) override {
    int changed = 0;
    for (auto& [key, row] : rows) {
      const bool here = !link || key_of(row).link == *link;
      if (row.offer.registration != registration || !here || row.state == ports::GradeState::sent || row.state == ports::GradeState::superseded) continue;
      again(row, now);
      ++changed;
    }
    return changed;
  }

  std::map<Place, ports::LinkFacts> links;
  std::map<Key, ports::GradeRow> rows;
  int link_reads = 0, link_writes = 0;

 private:
  static Place place(const ports::LinkKey& link) { return {link.registration, link.deployment_id, link.context_id, link.resource_link_id}; }
  static Key place(const ports::GradeKey& key) { return {place(key.link), key.subject}; }
  static void again(ports::GradeRow& row, base::Instant at) {
    row.state = ports::GradeState::waiting;
    row.tries = 0;
    row.next_at = at;
  }
  void put_link(const ports::LinkFacts& link) {
    ++link_writes;
    links[place(key_of(link))] = link;
    for (auto& [key, row] : rows)
      if (row.state == ports::GradeState::held && key_of(row).link == key_of(link)) again(row, {});
  }
  void put_offer(const ports::GradeOffer& offer) {
    const Key key{{offer.registration, offer.deployment_id, offer.context_id, offer.resource_link_id}, offer.subject};
    const auto found = rows.find(key);
    if (found == rows.end()) {
      auto& row = rows[key];
      row.offer = offer;
      row.next_at = offer.at;
      return;
    }
    auto& row = found->second;
    if (!offer.graded) return;
    if (!row.offer.graded || ports::is_better(offer.given, offer.max, row.offer.given, row.offer.max)) {
      row.offer = offer;
      ++row.revision;
      again(row, offer.at);
    } else if (row.state == ports::GradeState::refused || row.state == ports::GradeState::held) {
      again(row, offer.at);
    }
  }
};

class MemoryRecords : public ports::RecordStore {
 public:
  MemoryGrades grades;   // what commits bring in
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
    for (const auto& person : work.persons)
      if (!person.subject.empty()) persons.push_back(person);   // nothing could find it again
    for (const auto& row : work.attempts) attempts[row.id] = row;
    for (const auto& one : work.events) events[one.event.stream_id].push_back(one);
    texts.insert(texts.end(), work.texts.begin(), work.texts.end());
    if (work.idempotency) keys[{work.idempotency->attempt, work.idempotency->key}] = work.idempotency->place;
    grades.write(work);
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
