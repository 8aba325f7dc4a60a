// Statements made again from what the store holds: the event, the attempt or activity it is of, and the person's account.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ports/record_store.hpp"
#include "plugin/app/site.hpp"
#include "web/credit/credit_book.hpp"
#include "web/learner/units.hpp"

namespace preceptor::app {

// Values that stand for a person and for an attempt or account where a record store is not to know these: HMAC-SHA256 under a key of the site's own, cut to
// 128 bits. The same for all pseudonymised record stores.
class Pseudonyms {
 public:
  // Makes the key at the first use; it lies in the store, sealed. Errors: store_*; key_unreadable: it was sealed under another site key.
  static base::Result<Pseudonyms> open(Site& site);
  std::string person(const base::PersonId& person) const;
  std::string registration(const std::string& stream_id) const;   // a UUID

 private:
  explicit Pseudonyms(std::string key) : key_(std::move(key)) {}
  std::string key_;
};

class StatementMaker {
 public:
  struct Source {   // what a statement is made of
    record::Event event, last;   // last: the event that was read, the same unless it superseded
    std::string unit_id, activity_id;   // filled in by make
    std::string registration;           // context.registration, filled in by make
  };
  explicit StatementMaker(Site& site);

  // `event`: canonical JSON of an event that has statements, or of one that superseded such an event's. Errors: json_malformed, store_*.
  base::Result<Source> source_of(const std::string& event);
  // As it comes out today, unsigned. Absent: it cannot be made any more (the person was erased, content is gone). `version`: 0 is the newest; with `names` for
  // the audience "pseudonymised": no account, no course, no platform. Errors: store_*, statement_invalid.
  base::Result<std::optional<std::vector<record::Rendering>>> make(Source& source, int version, const Pseudonyms* names = nullptr);
  const xapi::SignStatement& sign() const { return credit_.sign; }

 private:
  using Made = base::Result<std::optional<std::vector<record::Rendering>>>;
  Made make_attempt(Source& source, const ports::Person& person, int version, const Pseudonyms* names);
  Made make_account(Source& source, const ports::Person& person, int version, const Pseudonyms* names);

  Site& site_;
  web::CreditDeps credit_;
  web::Units units_;
};

}  // namespace preceptor::app
