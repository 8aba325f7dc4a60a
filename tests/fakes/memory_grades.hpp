// The queue of grades in memory: one row for each learner on one link, the best so far. Keeps the ports' promises.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/ports/grade_store.hpp"

namespace preceptor::fakes {

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

  base::Result<int> resend_grades(const ports::LinkKey& link, base::Instant now) override {
    int changed = 0;
    for (auto& [key, row] : rows) {
      if (!(key_of(row).link == link) || row.state == ports::GradeState::superseded) continue;
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

}  // namespace preceptor::fakes
