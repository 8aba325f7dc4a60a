// Taking a person out of the tables that can be deleted from; the sealed record stays as it is.
#include <array>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

struct Erasable {
  const char* table;      // as a report names it
  const char* count;
  const char* erase;
};
// What is found by way of the mapping comes before the mapping.
constexpr std::array kErasables = {
    Erasable{"statements", "person/erasable_statements", "person/erase_statements"},
    Erasable{"parked", "person/erasable_parked", "person/erase_parked"},
    Erasable{"texts", "person/erasable_texts", "person/erase_texts"},
    Erasable{"drafts", "person/erasable_drafts", "person/erase_drafts"},
    Erasable{"forms", "person/erasable_forms", "person/erase_forms"},
    Erasable{"grades", "person/erasable_scores", "person/erase_scores"},
    Erasable{"rows", "person/erasable_rows", "person/erase_rows"},
    Erasable{"roster", "person/erasable_roster", "person/erase_roster"},
    Erasable{"profile", "person/erasable_profile", "person/erase_profile"},
    Erasable{"marks", "person/erasable_marks", "person/erase_marks"},
    Erasable{"launches", "person/erasable_launches", "person/erase_launches"},
    Erasable{"mapping", "person/erasable_mapping", "person/erase_mapping"},
};

}  // namespace

bool person_is_erased(Connection& connection, const base::PersonId& person) { return connection.count("person/is_erased", {{"person", person}}) > 0; }

base::Result<bool> SqlStore::is_erased(const base::PersonId& person) {
  return readers_.read([&](Connection& c) { return person_is_erased(c, person); });
}

base::Result<std::vector<ports::HeldCount>> SqlStore::erasable(const base::PersonId& person) {
  return readers_.read([&](Connection& c) {
    std::vector<ports::HeldCount> counts;
    for (const Erasable& one : kErasables)
      if (const auto rows = c.count(one.count, {{"person", person}}); rows > 0) counts.push_back({one.table, rows});
    return counts;
  });
}

base::Result<std::vector<ports::HeldCount>> SqlStore::erase_person(const base::PersonId& person, const std::vector<ports::NewEvent>& events) {
  std::vector<ports::HeldCount> counts;
  const auto done = commit_after(
      [&](Connection& c) -> base::Status {
        counts.clear();   // the writer may run this twice
        for (const Erasable& one : kErasables) {
          const auto rows = c.count(one.count, {{"person", person}});
          c.run(one.erase, {{"person", person}});
          if (rows > 0) counts.push_back({one.table, rows});
        }
        return {};
      },
      events);
  if (!done) return base::fail(done.error());
  if (text_keys_ != nullptr)
    if (auto gone = text_keys_->destroy(person); !gone) return base::fail(gone.error());
  return counts;
}

base::Result<std::vector<std::pair<base::PersonId, base::Instant>>> SqlStore::erased_since(base::Instant since) {
  return readers_.read([&](Connection& c) {
    std::vector<std::pair<base::PersonId, base::Instant>> erased;
    Rows rows = c.query("person/erased_since", "ti", {{"since", since}});
    while (rows.next()) erased.emplace_back(base::PersonId(rows.text(0)), rows.instant(1));
    return erased;
  });
}

}  // namespace preceptor::store
