#include "web/burden/records.hpp"

#include <algorithm>
#include <set>

#include "core/base/json.hpp"
#include "core/burden/form.hpp"
#include "core/burden/observe.hpp"
#include "core/burden/period.hpp"
#include "web/learner/facts.hpp"
#include "web/survey/person_question.hpp"

namespace preceptor::web {
namespace {

using burden::AttemptObservation;

constexpr int kPage = 1000;
constexpr std::size_t kMostUnits = 200;   // whose observations are kept between requests
constexpr const char* kPeriods = "burden_periods";
const base::RegistrationId kNobodys(ports::kNoRegistration);

std::optional<burden::Kept> kept_of(const std::string& went) {
  if (went == "done") return burden::Kept::done;
  if (went == "partly") return burden::Kept::partly;
  if (went == "no") return burden::Kept::not_done;
  return std::nullopt;
}

const std::string& text_of(const base::Json& json, const char* name) {
  static const std::string none;
  const auto* text = base::string_member(json, name);
  return text ? *text : none;
}

// What an option is called in a unit; empty where it has none of these ids.
std::string label_in(const activity::Unit& unit, const std::string& question_id, const std::string& choice) {
  const auto* question = activity::find_question(unit, question_id);
  if (!question) return {};
  const auto found = std::ranges::find(question->options, choice, &activity::Option::id);
  return found == question->options.end() ? std::string() : found->label;
}

// One person's answers to one question, in the order of time: the first, the last one soon after, and the last one long after that.
struct Repeated {
  burden::PairedAnswer pair;
  base::Instant again_at{};   // when it was done a second time

  const burden::PairedAnswer& add(const std::string& question, bool right, const AttemptObservation& attempt) {
    const base::Instant at = attempt.opened_at;
    pair.person = attempt.person;
    pair.question_id = question;
    pair.period = attempt.where.period;
    if (!pair.before) {
      pair.before = right;
    } else if (pair.after && at - again_at >= burden::kLaterAfter) {
      pair.later = right;
    } else {
      if (!pair.after) again_at = at;
      pair.after = right;
    }
    return pair;
  }
};

int launches_in(const std::vector<record::Event>& events) {
  return static_cast<int>(std::ranges::count_if(events, [](const record::Event& event) {
    const auto* resumed = std::get_if<record::AttemptResumed>(&event.payload);
    return std::holds_alternative<record::AttemptOpened>(event.payload) || (resumed && resumed->reason == "relaunch");
  }));
}

}  // namespace

std::vector<BurdenRecords::Committing> BurdenRecords::commitments_in(const std::vector<record::Event>& events, const activity::Unit& unit, const std::string& person) {
  std::vector<Committing> made;
  for (const record::Event& event : events) {
    if (const auto* committed = std::get_if<record::Committed>(&event.payload)) {
      const auto* question = activity::find_question(unit, committed->question_id);
      if (!question) continue;
      for (const auto& option : question->options)
        if (!option.exclusive && std::ranges::find(committed->choices, option.id) != committed->choices.end())
          made.push_back({question->id, option.id, {person, option.label, {}, {}}});
    } else if (const auto* other = std::get_if<record::Other>(&event.payload); other && other->type == "commitment_followed_up") {
      // It stands beside the attempt that the commitment was made in.
      const auto json = base::parse_json(other->json);
      const auto went = json ? kept_of(text_of(*json, "went")) : std::nullopt;
      if (!went) continue;
      for (auto& one : made)
        if (one.question == text_of(*json, "question_id")) (json->value("day", 0) == 30 ? one.said.day_30 : one.said.day_7) = burden::FollowedUp{*went, text_of(*json, "barrier"), event.at};
    }
  }
  std::ranges::stable_sort(made, {}, &Committing::question);
  return made;
}

// As the commitments of an attempt stood at the end of the last closed period: what was said since waits. One that a published version still words like this is
// named as the shown version names it, so that the languages of a unit come together; one that was worded differently since keeps its own words.
void BurdenRecords::add_commitments(const Seen& seen, int period, const Versions& versions, UnitRecord& made) {
  for (const Committing& committing : seen.commitments) {
    burden::CommitmentObservation one = committing.said;
    one.period = period;
    for (auto* said : {&one.day_7, &one.day_30}) {
      if (!*said) continue;
      const auto of = burden::period_of(made.ends, (*said)->at);
      if (of)
        (*said)->period = *of;
      else
        said->reset();
    }
    const bool stands = std::ranges::any_of(versions, [&](const auto& version) { return label_in(*version, committing.question, committing.choice) == one.option; });
    if (const auto label = label_in(*versions.front(), committing.question, committing.choice); stands && !label.empty()) one.option = label;
    made.commitments.push_back(std::move(one));
  }
}

base::Result<BurdenRecords::Seen> BurdenRecords::look(const ports::AttemptRow& row) {
  const auto unit = units_.by_hash(row.content);
  if (!unit) return base::fail(unit.error());
  if (!*unit) return base::fail(base::Code::content_unreadable, "the content " + row.content.str() + " of an attempt is not in the store");
  const auto events = records_.load_events(row.registration, row.id.str());
  if (!events) return base::fail(events.error());
  const auto person = records_.load_person(row.person);
  if (!person) return base::fail(person.error());
  auto observed = burden::observe(*events, **unit, {std::nullopt, 0, clock_.now()});
  if (!observed) return base::fail(observed.error());
  Seen seen;
  seen.last_seq = row.last_seq;
  seen.last_at = row.last_at;
  seen.made = std::move(*observed);
  seen.launches = launches_in(*events);
  seen.counts = person->has_value();
  if (seen.made.outcome == burden::Outcome::completed) seen.final_at = row.completed_at;
  if (seen.made.outcome == burden::Outcome::abandoned) seen.final_at = row.last_at + burden::kAbandonedAfter;
  seen.commitments = commitments_in(*events, **unit, row.person.str());
  for (const record::Event& event : *events)
    if (const auto* answered = std::get_if<record::QuestionAnswered>(&event.payload); answered && answered->correct) seen.right[answered->question_id] = *answered->correct;
  seen.course_title = facts_from_json(row.launch_json).context_title;
  return seen;
}

// Attempts that have not changed since the last look are not folded again.
base::Result<std::shared_ptr<const BurdenRecords::Kept>> BurdenRecords::read(const std::string& unit_id) {
  std::shared_ptr<const Kept> before;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = kept_.find(unit_id); found != kept_.end()) before = found->second;
  }
  auto now = std::make_shared<Kept>();
  base::AttemptId after;
  while (true) {
    const auto rows = records_.attempts_of_unit(unit_id, after, kPage);
    if (!rows) return base::fail(rows.error());
    for (const ports::AttemptRow& row : *rows) {
      after = row.id;
      const auto old = before ? before->find(row.id) : Kept::const_iterator();
      const bool same = before && old != before->end() && old->second.last_seq == row.last_seq &&
                        (old->second.made.outcome != burden::Outcome::open || clock_.now() - row.last_at < burden::kAbandonedAfter);
      if (same) {
        now->emplace(row.id, old->second);
        continue;
      }
      auto seen = look(row);
      if (!seen) return base::fail(seen.error());
      now->emplace(row.id, std::move(*seen));
    }
    if (rows->size() < kPage) break;
  }
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kMostUnits) {
    kept_.clear();
    claimed_.clear();
  }
  kept_[unit_id] = now;
  return std::shared_ptr<const Kept>(now);
}

base::Result<std::vector<base::Instant>> BurdenRecords::early_ends(const std::string& unit_id) {
  const auto row = projections_.load_projection(kNobodys, kPeriods, unit_id);
  if (!row) return base::fail(row.error());
  std::vector<base::Instant> ends;
  if (!*row) return ends;
  const auto json = base::parse_json((*row)->body);
  if (!json || !json->contains("closed")) return base::fail(base::Code::json_malformed, "the periods of " + unit_id);
  for (const auto& end : json->at("closed")) ends.push_back(base::from_unix_ms(end.get<std::int64_t>()));
  return ends;
}

// As it was told by then: a stage told later must not change the figures of a period that is closed.
base::Result<std::optional<burden::CareerStage>> BurdenRecords::stage_at(const std::string& person, base::Instant at,
                                                                         std::map<std::string, std::optional<std::pair<burden::CareerStage, base::Instant>>>& told) {
  auto known = told.find(person);
  if (known == told.end()) {
    const auto stage = find_stage(projections_, base::PersonId(person));
    if (!stage) return base::fail(stage.error());
    known = told.emplace(person, *stage ? std::optional(std::pair((*stage)->stage, (*stage)->at)) : std::nullopt).first;
  }
  if (!known->second || known->second->second > at) return std::optional<burden::CareerStage>();
  return std::optional(known->second->first);
}

base::Result<BurdenRecords::Versions> BurdenRecords::versions_of(const std::string& id, const std::string& language, const Kept& kept) {
  const auto published = content_.current("unit", id);
  if (!published) return base::fail(published.error());
  Versions versions;
  if (!published->empty()) {
    auto shown = units_.current(id, {language});
    if (!shown) return base::fail(shown.error());
    versions.push_back(std::move(*shown));
  }
  for (const auto& one : *published) {
    auto unit = units_.by_hash(one.hash);
    if (!unit) return base::fail(unit.error());
    if (*unit && (*unit)->hash != versions.front()->hash) versions.push_back(std::move(*unit));
  }
  if (!versions.empty()) return versions;
  const Seen* newest = nullptr;
  for (const auto& [attempt, seen] : kept)
    if (!newest || seen.made.opened_at > newest->made.opened_at) newest = &seen;
  if (!newest) return versions;
  auto unit = units_.by_hash(base::ContentHash(newest->made.where.version));
  if (!unit) return base::fail(unit.error());
  if (*unit) versions.push_back(std::move(*unit));
  return versions;
}

base::Result<std::shared_ptr<const UnitRecord>> BurdenRecords::unit(const std::string& id, const std::string& language) {
  const auto kept = read(id);
  if (!kept) return base::fail(kept.error());
  auto made = std::make_shared<UnitRecord>();
  const auto versions = versions_of(id, language, **kept);
  if (!versions) return base::fail(versions.error());
  if (versions->empty()) return std::shared_ptr<const UnitRecord>();
  made->unit = versions->front();
  const auto early = early_ends(id);
  if (!early) return base::fail(early.error());
  std::vector<const Seen*> finals;
  for (const auto& [attempt, seen] : **kept)
    if (seen.counts && seen.made.outcome != burden::Outcome::open) finals.push_back(&seen);
  std::ranges::sort(finals, {}, [](const Seen* seen) { return std::pair(seen->final_at, seen->made.attempt); });
  if (finals.empty()) return std::shared_ptr<const UnitRecord>(made);
  made->ends = burden::period_ends(finals.front()->final_at, clock_.now(), *early);
  Told told;
  std::set<std::string> fresh;
  std::map<std::pair<std::string, std::string>, Repeated> pairs;
  for (const Seen* seen : finals) {
    const auto period = burden::period_of(made->ends, seen->final_at);
    if (!period) {
      if (seen->final_at < clock_.now()) fresh.insert(seen->made.person);   // a period that closed now would leave this very instant out
      continue;
    }
    AttemptObservation one = seen->made;
    one.where.period = *period;
    if (auto added = add_told(one, made->ends[static_cast<std::size_t>(*period)], told); !added) return base::fail(added.error());
    made->versions.emplace(one.where.version, one.where.version.substr(0, 8));
    made->courses[one.where.course] = seen->course_title;
    for (const auto& [question, right] : seen->right) made->pairs.push_back(pairs[{one.person, question}].add(question, right, one));
    add_commitments(*seen, *period, *versions, *made);
    made->attempts.push_back(std::move(one));
  }
  burden::merge_thin_stages(made->attempts);
  made->waiting = !fresh.empty();
  made->may_close = fresh.size() >= static_cast<std::size_t>(burden::kEarlyPersons);
  return std::shared_ptr<const UnitRecord>(made);
}

base::Result<bool> BurdenRecords::close_period(const std::string& id) {
  const auto record = unit(id);
  if (!record) return base::fail(record.error());
  if (!*record || !(*record)->may_close) return false;
  const auto row = projections_.load_projection(kNobodys, kPeriods, id);
  if (!row) return base::fail(row.error());
  auto early = early_ends(id);
  if (!early) return base::fail(early.error());
  early->push_back(clock_.now());
  base::Json closed = base::Json::array();
  for (const base::Instant end : *early) closed.push_back(base::to_unix_ms(end));
  ports::Projection next;
  next.kind = kPeriods;
  next.id = id;
  next.version = *row ? (*row)->version + 1 : 1;
  next.updated_at = clock_.now();
  next.body = base::canonical_json({{"closed", closed}});
  ports::UnitOfWork work;
  work.projections = {std::move(next)};
  if (auto done = records_.commit(work); !done) return base::fail(done.error());
  return true;
}

}  // namespace preceptor::web
