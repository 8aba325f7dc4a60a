// What the files of CreditBook share.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "web/credit/credit_book.hpp"

namespace preceptor::web {

inline const base::RegistrationId kCreditSite{ports::kNoRegistration};
inline constexpr const char* kNumberKind = "credit_activity";     // the id that PARS gave an activity
inline constexpr const char* kYearKind = "credit_year";           // one row a learner; `id` is the person's
inline constexpr int kCreditTries = 4;

// A stream as it is, and what is to be appended to it.
struct CreditStream {
  std::string kind = "person", id;
  std::vector<record::Event> events;

  std::int64_t last_seq() const { return events.empty() ? 0 : events.back().seq; }
  // The new event is the last of `events`; the caller puts it into the work.
  const record::Event& append(record::Other payload, const base::PersonId& person, base::Instant now);
};

struct KnownActivity {
  std::shared_ptr<const credit::Activity> activity;
  base::Instant published_at{};
  std::shared_ptr<const ToldDisclosure> told = {};
};
// Facts for a fold, with what they point to.
struct ToldFacts {
  credit::LedgerFacts facts;
  std::shared_ptr<const credit::Activity> current;
};

struct CreditBook::Impl {
  Impl(CreditBook& owner, CreditDeps d) : book(owner), deps(std::move(d)) {}

  CreditBook& book;
  CreditDeps deps;
  std::function<void(const base::PersonId& person, const std::string& by)> changed = {};

  void tell(const base::PersonId& person, const std::string& by) const {
    if (changed) changed(person, by);
  }
  base::Result<CreditStream> stream(const char* kind, const std::string& id);
  // Commits one event of a stream, made anew when another was faster. `make` answers none when nothing is to be done.
  using Make = std::function<std::optional<record::Other>(const CreditStream& stream)>;
  // `also` adds what belongs into the same commit.
  using Also = std::function<base::Status(const record::Event& event, ports::UnitOfWork& work)>;
  base::Status append(const char* kind, const std::string& id, const base::PersonId& person, const Make& make, const Also& also = {});

  base::Result<std::vector<KnownActivity>> known();                       // current versions, cached
  base::Result<std::optional<KnownActivity>> known(const std::string& id);
  base::Result<KnownActivity> version(const base::ContentHash& hash);     // activity null: the store does not have it
  base::Result<ActivityNow> now_of(const KnownActivity& known);
  std::string zone_of(const credit::Activity& activity) const;
  void forget_cached();

  // `stream`: the ledger's own.
  base::Result<ToldFacts> told(const CreditStream& stream, const base::PersonId& person, const std::string& activity_id);
  base::Status add_ledger_row(const CreditStream& stream, const base::PersonId& person, const std::string& activity_id, ports::UnitOfWork& work);
  base::Result<std::vector<record::Rendering>> statement(const record::Event& event, const ports::Person& person, const credit::Activity* activity);
  base::Result<ClaimResult> try_claim(const ports::Person& person, const std::string& activity_id, const credit::ClaimAsked& asked,
                                      const std::string& attestation, std::int64_t seen, const std::string& key);
  base::Result<ClaimResult> claimed_before(const std::string& ccid);
  // A board's cap of a year is over all accounts of a learner, and a claim commits one of them: claims for such a board share this row, its next version, so that
  // of two at one moment one meets a conflict and looks again. Absent when none of `boards` has a cap.
  base::Result<std::optional<ports::Projection>> year_row(const base::PersonId& person, const std::vector<std::string>& boards);
  base::Result<bool> try_move(const std::string& ccid, const credit::CreditMoved& asked, const MoveWith& with);
  base::Result<std::vector<credit::Grant>> parts_with(const credit::Grant& grant);
  base::Result<std::optional<credit::Grant>> try_join(const std::string& ccid, const std::string& by);
  base::Result<credit::Grant> try_correct(const std::string& ccid, const std::string& reason, const base::PersonId& by);

 private:
  base::Status refresh();
  base::Status add_told(std::map<std::string, KnownActivity>& activities);

  std::mutex mutex_;
  std::optional<base::Instant> read_at_;
  std::vector<KnownActivity> current_;
  std::map<std::string, std::string> numbers_;                            // ids given by PARS, by activity
  std::map<base::ContentHash, KnownActivity> versions_;
};

std::string code_of_certificate();

}  // namespace preceptor::web
