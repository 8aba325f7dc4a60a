// What lies beside one unit: released surveys, preferences, launches.
#include <algorithm>
#include <chrono>
#include <set>

#include "core/base/json.hpp"
#include "core/burden/form.hpp"
#include "core/burden/period.hpp"
#include "web/burden/records.hpp"
#include "web/survey/person_question.hpp"

namespace preceptor::web {
namespace {

constexpr int kAnswersAtOnce = 1000;
constexpr int kDiaryLines = 10'000;

// Days of release count as periods: what one day released belongs together.
int day_number(base::Instant at) { return static_cast<int>(std::chrono::floor<std::chrono::days>(at).time_since_epoch().count()); }

std::optional<burden::SurveyObservation> survey_of(const record::Event& event) {
  const auto* other = std::get_if<record::Other>(&event.payload);
  const auto json = other ? base::parse_json(other->json) : base::Result<base::Json>(base::Json());
  if (!json || !json->is_object() || !json->contains("answers")) return std::nullopt;
  const auto answers = burden::mb_answers(json->at("answers").dump());
  const auto score = answers ? burden::score(*answers) : base::fail(answers.error());
  if (!score || score->parts == 0) return std::nullopt;   // another form
  burden::SurveyObservation made;
  made.actor = event.person.str();
  made.where.period = day_number(event.at);
  if (const auto* unit = base::string_member(*json, "unit_hash")) made.where.version = *unit;
  if (const auto* stage = base::string_member(*json, "stage")) made.where.stage = burden::stage_named(*stage);
  made.score = *score;
  made.friction = answers->friction;
  return made;
}

// What one person began in one period.
struct Starts {
  std::optional<burden::CareerStage> stage;
  int micro = 0, other = 0;
};

// A person as they stood after each period in which they began something, and what they say, once it was told.
void add_person(const std::string& id, const std::map<int, Starts>& periods, std::optional<int> told_in, bool micro, std::vector<burden::PreferenceObservation>& made) {
  burden::PreferenceObservation person, says;
  person.person = says.person = id;
  if (told_in) says.says_micro = micro;
  says.period = std::max(told_in.value_or(0), periods.begin()->first);
  for (const auto& [period, starts] : periods) {
    person.period = period;
    person.starts_micro += starts.micro;
    person.starts_other += starts.other;
    if (!person.stage) person.stage = starts.stage;
    if (period <= says.period) says.stage = person.stage;
    made.push_back(person);
  }
  if (told_in) made.push_back(std::move(says));
}

}  // namespace

base::Result<std::vector<std::shared_ptr<const activity::Unit>>> BurdenRecords::current_units(const std::string& language) { return units_.current_of_each({language}); }

base::Result<std::vector<burden::SurveyObservation>> BurdenRecords::surveys() {
  std::vector<burden::SurveyObservation> made;
  std::string after;
  while (true) {
    const auto events = pool_.released_answers(after, kAnswersAtOnce);
    if (!events) return base::fail(events.error());
    for (const record::Event& event : *events) {
      after = event.stream_id;
      if (auto one = survey_of(event)) made.push_back(std::move(*one));
    }
    if (events->size() < kAnswersAtOnce) return made;
  }
}

base::Result<std::vector<burden::PreferenceObservation>> BurdenRecords::preferences() {
  const auto all = current_units();
  if (!all) return base::fail(all.error());
  std::map<std::string, std::map<int, Starts>> people;   // by person and period
  std::set<base::Instant> closed;
  for (const auto& published : *all) {
    const auto record = unit(published->id);
    if (!record) return base::fail(record.error());
    if (!*record) continue;
    const auto& ends = (*record)->ends;
    closed.insert(ends.begin(), ends.end());
    for (const auto& attempt : (*record)->attempts) {
      auto& starts = people[attempt.person][burden::period_number(ends[static_cast<std::size_t>(attempt.where.period)])];
      if (!starts.stage) starts.stage = attempt.where.stage;
      ++(attempt.stated_minutes <= kMicroMinutes ? starts.micro : starts.other);
    }
  }
  const base::RegistrationId none(ports::kNoRegistration);
  std::vector<burden::PreferenceObservation> made;
  for (const auto& [id, periods] : people) {
    const auto told = projections_.load_projection(none, kPreferredFormat, id);
    if (!told) return base::fail(told.error());
    std::optional<int> told_in;
    // What was told since the last period closed waits for the next, so that two looks do not tell one person's answer.
    if (*told && ((*told)->state == "micro" || (*told)->state == "longer"))
      if (const auto end = closed.upper_bound((*told)->updated_at); end != closed.end()) told_in = burden::period_number(*end);
    add_person(id, periods, told_in, *told && (*told)->state == "micro", made);
  }
  return made;
}

base::Result<std::vector<burden::LaunchObservation>> BurdenRecords::launches() {
  std::vector<burden::LaunchObservation> made;
  const auto refused = diary_.recent_diary(kDiaryLines);
  if (!refused) return base::fail(refused.error());
  const auto oldest = refused->size() < kDiaryLines ? base::Instant{} : refused->back().at;
  const auto month = burden::month_of(clock_.now());
  const auto add = [&](const std::string& registration, const std::string& person, base::Instant at, const std::string& reason) {
    burden::LaunchObservation one;
    one.where.course = registration;
    one.where.period = day_number(burden::month_of(at));
    one.person = person;
    one.failed = !reason.empty();
    one.reason = reason;
    made.push_back(std::move(one));
  };
  for (const auto& line : *refused)
    if (line.reason != "ok" && line.at < month) add(line.registration, "", line.at, line.reason);
  const auto all = current_units();
  if (!all) return base::fail(all.error());
  for (const auto& published : *all) {
    const auto kept = read(published->id);
    if (!kept) return base::fail(kept.error());
    for (const auto& [attempt, seen] : **kept) {
      const auto& opened = seen.made.opened_at;
      if (opened < oldest || opened >= month) continue;   // the diary reaches no further back
      for (int i = 0; i < seen.launches; ++i) add(seen.made.where.course.substr(0, seen.made.where.course.find('/')), seen.made.person, opened, "");
    }
  }
  return made;
}

}  // namespace preceptor::web
