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
  // Of a person within one root-cause case and nowhere else.
  std::string within(const std::string& case_id, const base::PersonId& person) const;

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
  using Made = base::Result<std::optional<std::vector<record::Rendering>>>;
  explicit StatementMaker(Site& site);

  // `event`: canonical JSON of an event that has statements, or of one that superseded such an event's. Errors: json_malformed, store_*.
  base::Result<Source> source_of(const std::string& event);
  // As it comes out today, unsigned. Absent: it cannot be made any more (the person was erased, content is gone). `version`: 0 is the newest; with `names` for
  // the audience "pseudonymised": no account, no course, no platform. Errors: store_*, statement_invalid.
  base::Result<std::optional<std::vector<record::Rendering>>> make(Source& source, int version, const Pseudonyms* names = nullptr);
  // Of a kind that is off by default (xapi/statement_kinds.hpp), for the record stores that have it on; `pseudonymised`: those that get pseudonyms. Empty: the
  // event has none of that kind. Otherwise as make; unit_id is filled in where there is a unit.
  base::Result<std::optional<std::vector<record::Rendering>>> make_inside(Source& source, std::string_view kind, bool pseudonymised, const Pseudonyms& names);
  const xapi::SignStatement& sign() const { return credit_.sign; }

 private:
  Made make_attempt(Source& source, const ports::Person& person, int version, const Pseudonyms* names, std::string_view kind = {});
  Made make_survey(Source& source, const std::string& payload, bool pseudonymised, const Pseudonyms& names);
  Made make_case(Source& source, const record::Other& payload, bool pseudonymised, const Pseudonyms& names);
  Made make_account(Source& source, const ports::Person& person, int version, const Pseudonyms* names);

  Site& site_;
  web::CreditDeps credit_;
  web::Units units_;
};

}  // namespace preceptor::app
