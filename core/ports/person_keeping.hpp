// All that a store holds of one person, and taking out of it what can be taken out.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/text_keys.hpp"

namespace preceptor::ports {

// Rows of one table as text; what holds JSON or sealed text is given as it lies there.
struct HeldTable {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct HeldStatement {
  base::StatementId id;
  std::string audience;   // as its rendering's
};

// One stream with events of the person.
struct HeldStream {
  base::RegistrationId registration;
  std::string kind, id;
  std::int64_t last_seq = 0;               // of the whole stream
  base::Instant last_at{};
  std::vector<HeldStatement> sealed;       // the person's statements that record stores may have got, in order; voiding ones left out
};

struct HeldCount {
  std::string table;
  std::int64_t rows = 0;
};

struct CopyMade {
  std::string id, kind;                    // kind: "backup", "xapi", "evidence", "audit file", "person export", "store" (left behind when the site moved)
  std::string file;                        // its path, or in words where it was downloaded
  base::Instant at{};
  std::optional<base::Instant> from, to;   // of the events in it, by their time; absent: no limit
};

class PersonKeeping {
 public:
  virtual ~PersonKeeping() = default;
  // The keys that open what people wrote; with `sealing` new words are sealed too. Set once, before use; without it new words lie plain. `keys` outlives the store.
  virtual void use_text_keys(TextKeys& keys, bool sealing) = 0;
  // Seals at most `limit` texts of persons that lie plain still, from the first one on; answers how many. 0: all are sealed, or sealing is off.
  virtual base::Result<int> seal_plain_texts(int limit) = 0;
  // Texts whose key is not there although their person was not erased: lost, unless the keys come back.
  virtual base::Result<std::int64_t> texts_without_key() = 0;
  // Every row about the person; `subject` and `platform` may be empty when nothing maps the person. Errors: store_*.
  virtual base::Result<std::vector<HeldTable>> held_of(const base::PersonId& person) = 0;
  virtual base::Result<std::vector<HeldStream>> streams_of(const base::PersonId& person) = 0;
  // How many rows erasing would take out of each table, those of the vault included; tables without any are left out.
  virtual base::Result<std::vector<HeldCount>> erasable(const base::PersonId& person) = 0;
  // In one transaction: takes names, texts with their salts, the mapping, bytes of statements, drafts, grades, the vault's rows and look-up rows out and
  // appends `events`. Answers what was taken. From then on nothing of that person is accepted (commit and save_draft refuse or pass over it).
  // After it the person's key for texts is destroyed; where that fails (key_unreadable) the rest is done, and erasing again does it.
  // Errors: store_conflict (an event's place is taken: read the streams again), key_unreadable, store_*.
  virtual base::Result<std::vector<HeldCount>> erase_person(const base::PersonId& person, const std::vector<NewEvent>& events) = 0;
  virtual base::Result<bool> is_erased(const base::PersonId& person) = 0;
  // Random ids of everybody erased at or after `since`, with the time, oldest first.
  virtual base::Result<std::vector<std::pair<base::PersonId, base::Instant>>> erased_since(base::Instant since) = 0;

  virtual base::Status note_copy_made(const CopyMade& copy) = 0;
  // Those that may hold an event of [first, last], oldest first.
  virtual base::Result<std::vector<CopyMade>> copies_holding(base::Instant first, base::Instant last) = 0;
  // Time of the person's first and last event; absent when there is none.
  virtual base::Result<std::optional<std::pair<base::Instant, base::Instant>>> span_of(const base::PersonId& person) = 0;
};

}  // namespace preceptor::ports
