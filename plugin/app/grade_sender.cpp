#include "plugin/app/grade_sender.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "lti/services/line_items.hpp"
#include "lti/services/results.hpp"

namespace preceptor::app {

using base::Code;
using base::Instant;
using base::Milliseconds;
using base::Status;
using ports::GradeOutcome;
using ports::GradeState;

namespace {

constexpr Milliseconds kFirstWait{5000};
constexpr Milliseconds kLongestWait{60 * 60 * 1000};
constexpr Milliseconds kSwitchedOff{60 * 60 * 1000};
constexpr Milliseconds kInFlight{60 * 1000};           // longer than a token and a request may take
constexpr Milliseconds kLookAgain{10 * 60 * 1000};       // for a column, where the platform would not say
constexpr Milliseconds kFoundFor{10 * 60 * 1000};
constexpr std::size_t kMostFound = 4096;
constexpr double kSameShare = 1e-5;   // platforms keep five decimals

double chance() {
  const std::string bytes = base::random_bytes(2);
  return (static_cast<unsigned char>(bytes[0]) * 256 + static_cast<unsigned char>(bytes[1])) / 65535.0;
}

}  // namespace

Milliseconds back_off(int failures, double luck) {
  const int doublings = std::clamp(failures - 1, 0, 20);
  const auto wait = std::min(kLongestWait, kFirstWait * (std::int64_t{1} << doublings));
  return Milliseconds(static_cast<std::int64_t>(static_cast<double>(wait.count()) * (0.8 + 0.4 * luck)));
}

struct GradeSender::Trip {
  const ports::Lease& lease;
  const ports::GradeRow& row;
  lti::Registration registration;
  ports::LinkFacts link;
  const lti::LmsProfile* profile = nullptr;
  bool begun = false;

  lti::LinkServices services(lti::ServiceClient& client) const { return {client, registration, link}; }
  std::string in_lms() const { return "In " + std::string(profile->label()) + ": "; }
};

GradeSender::GradeSender(ports::GradeStore& grades, lti::RegistrationStore& registrations, lti::ServiceClient& client,
                         const lti::LmsProfiles& profiles, const ports::Clock& clock, ports::Log& log)
    : grades_(grades), registrations_(registrations), client_(client), profiles_(profiles), clock_(clock), log_(log) {}

Status GradeSender::send(const ports::Lease& lease, const ports::GradeRow& row) {
  const auto registration = registrations_.load_registration(row.offer.registration);
  if (!registration) return base::fail(registration.error());
  const auto link = grades_.load_link(key_of(row).link);
  if (!link) return base::fail(link.error());
  Trip trip{lease, row, registration->value_or(lti::Registration{}), link->value_or(ports::LinkFacts{})};
  trip.profile = &profiles_.of(trip.registration.lms);
  if (!*registration || !trip.registration.enabled || !trip.registration.accepted) {
    return leave_platform(trip, {GradeState::waiting, 0, "this connection is switched off", "Accept it or switch it on.", {}, {}, row.reached}, kSwitchedOff);
  }
  if (!*link || !lti::takes_scores(trip.link)) {
    return hold(trip, "the LMS takes no grades for this link",
                trip.in_lms() + "give the link a grade, and let the tool use the grade service; then open the link once.");
  }
  const auto lineitem = column_of(trip);
  if (!lineitem) return failed(trip, lineitem.error());
  if (lineitem->empty()) {
    return hold(trip, "this link has no grade column", trip.in_lms() + "give the link a grade; or open it as an instructor and add the grade column.");
  }
  return send_to(trip, *lineitem);
}

// The launch's own line item, else the one found among those of the course; empty when there is none. Never made here: that is an
// instructor's click.
base::Result<std::string> GradeSender::column_of(const Trip& trip) {
  const auto& link = trip.link;
  const Place place{link.registration.str(), link.deployment_id, link.context_id, link.resource_link_id};
  {
    const std::lock_guard lock(mutex_);
    const auto known = found_.find(place);
    if (known != found_.end() && known->second.claimed == link.lineitem && base::is_young(known->second.at, clock_.now(), kFoundFor)) return known->second.lineitem;
  }
  if (!link.lineitem.empty()) return link.lineitem;
  const auto item = lti::find_line_item(trip.services(client_));
  if (!item) return base::fail(item.error());
  if (!*item) return std::string();
  const std::lock_guard lock(mutex_);
  if (found_.size() >= kMostFound) found_.clear();
  found_[place] = {link.lineitem, (*item)->id, clock_.now()};
  return (*item)->id;
}

// After the platform no longer knew the column: a copied or rebuilt course may have another for this link.
bool GradeSender::found_elsewhere(const Trip& trip, const std::string& lineitem) {
  if (trip.link.lineitems.empty()) return false;
  const auto& link = trip.link;
  const Place place{link.registration.str(), link.deployment_id, link.context_id, link.resource_link_id};
  const auto item = lti::find_line_item(trip.services(client_));
  const std::lock_guard lock(mutex_);
  found_.erase(place);
  if (!item || !*item || (*item)->id == lineitem) return false;
  found_[place] = {link.lineitem, (*item)->id, clock_.now()};
  return true;
}

Status GradeSender::send_to(Trip& trip, const std::string& lineitem) {
  const auto& row = trip.row;
  const auto column = grades_.column_facts(key_of(row), lineitem);
  if (!column) return base::fail(column.error());
  const bool told = column->best_max > 0 || row.reached;
  if (!row.offer.graded && (told || !trip.profile->takes_progress())) return settle(trip, {GradeState::superseded, 0, "", "", clock_.now(), {}, row.reached});
  if (row.offer.graded && column->best_max > 0 && !ports::is_better(row.offer.given, row.offer.max, column->best_given, column->best_max))
    return settle(trip, {GradeState::superseded, 0, "another link put a grade at least as good into the same column", "", clock_.now(), {}, row.reached});
  // As near to when it was earned as the order allows (AGS 2.0 3.4.9: strictly increasing), and never ahead of the clock: a time in the future
  // would shut out every later grade.
  const Instant last = std::max(row.last_timestamp, column->last_timestamp), now = clock_.now();
  const Instant timestamp = last == Instant{} ? row.offer.at : std::max(row.offer.at, last + trip.profile->timestamp_step());
  if (timestamp > now)
    return settle(trip, {GradeState::waiting, row.status, "waits until our clock has passed the last grade's time",
                         "If this lasts, set the server's clock.", now, timestamp, row.reached});
  const Status begun = grades_.begin_grade(trip.lease, row, lineitem, timestamp, now + kInFlight);
  if (!begun) return begun.error().code == Code::store_conflict ? Status{} : begun;   // changed meanwhile, or another has the lease
  trip.begun = true;
  const auto answer = lti::post_score(trip.services(client_), lineitem, score_json(trip, timestamp));
  return answer ? answered(trip, lineitem, *answer) : failed(trip, answer.error(), answer.error().perhaps_done);
}

std::string GradeSender::score_json(const Trip& trip, Instant timestamp) const {
  const auto& row = trip.row;
  base::Json score = {{"userId", row.offer.subject}, {"timestamp", base::format_rfc3339(timestamp)}};
  lti::ScoreFacts facts;
  facts.graded = row.offer.graded;
  facts.first = !row.reached;
  if (row.offer.graded) {
    score["scoreGiven"] = row.offer.given;
    score["scoreMaximum"] = row.offer.max;
    score["activityProgress"] = "Completed";
    score["gradingProgress"] = "FullyGraded";
    if (review_url_) facts.review_url = review_url_(row);
  } else {
    score["activityProgress"] = "InProgress";
    score["gradingProgress"] = "NotReady";
  }
  trip.profile->shape_score(score, facts);
  return score.dump();
}

Status GradeSender::settle(const Trip& trip, GradeOutcome outcome) {
  const bool sent = outcome.state == GradeState::sent;
  if (sent || outcome.state == GradeState::refused)
    log_.write(sent ? ports::Level::info : ports::Level::warning, sent ? "grade.sent" : "grade.refused",
               {{"registration", trip.row.offer.registration.str()}, {"status", std::to_string(outcome.status)}, {"reason", outcome.reason.substr(0, outcome.reason.find(": "))}});   // what follows are the LMS's own words, which may name somebody
  return grades_.settle_grade(trip.lease, trip.row, outcome);
}

Status GradeSender::hold(const Trip& trip, const std::string& reason, const std::string& fix) {
  return settle(trip, {GradeState::held, 0, reason, fix, clock_.now(), {}, trip.row.reached});
}

// That the platform has something newer does not say what (moodle.md 7.4): holding just this grade, it took it, and only the answer was lost.
GradeOutcome GradeSender::held_there(const Trip& trip, const std::string& lineitem, GradeOutcome outcome) {
  const auto& offer = trip.row.offer;
  if (!offer.graded || !lti::grants(trip.link, lti::kScopeResult)) return outcome;
  const auto results = lti::read_results(trip.services(client_), lineitem, offer.subject);
  if (!results) {
    outcome.reason += "; what it holds could not be read: " + base::describe(results.error());
    return outcome;
  }
  const auto held = std::find_if(results->begin(), results->end(), [](const lti::GradeResult& one) { return one.score && one.maximum > 0; });
  if (held == results->end()) {
    outcome.reason += "; it holds no score now";
  } else if (std::abs(*held->score / held->maximum - static_cast<double>(offer.given) / offer.max) < kSameShare) {
    outcome.state = GradeState::sent;
    outcome.reached = true;
    outcome.reason.clear();
  } else {
    outcome.reason += "; it holds " + base::Json(*held->score).dump() + " of " + base::Json(held->maximum).dump();
  }
  return outcome;
}

Status GradeSender::answered(Trip& trip, const std::string& lineitem, const ports::OutboundResponse& answer) {
  using What = lti::Verdict::What;
  const auto& row = trip.row;
  const Instant now = clock_.now();
  lti::Verdict verdict = trip.profile->judge_score(answer);
  GradeOutcome outcome{GradeState::waiting, answer.status, verdict.reason, verdict.fix, now, now, row.reached};
  if (verdict.what == What::later && verdict.no_new_submission && row.reached) verdict.what = What::never;   // it was sent as none already
  const bool lost = verdict.what == What::never && (answer.status == 403 || answer.status == 404);
  if (lost && found_elsewhere(trip, lineitem)) verdict = {What::later, verdict.reason, verdict.fix, Milliseconds{0}};
  if (verdict.what != What::later || !verdict.whole_platform) platform_works(row.offer.registration);
  switch (verdict.what) {
    case What::done:
      outcome.state = GradeState::sent;
      outcome.reached = row.reached || row.offer.graded;
      return settle(trip, outcome);
    case What::superseded:
      outcome.state = GradeState::superseded;
      return settle(trip, held_there(trip, lineitem, std::move(outcome)));
    case What::never:
      outcome.state = GradeState::refused;
      return settle(trip, outcome);
    case What::later:
      break;
  }
  // An error of the server's own may have come after it had taken the score.
  outcome.reached = row.reached || verdict.no_new_submission || (answer.status >= 500 && row.offer.graded);
  if (verdict.whole_platform) return leave_platform(trip, outcome, verdict.wait);
  outcome.next_at = now + verdict.wait.value_or(back_off(row.tries + 1, chance()));
  return settle(trip, outcome);
}

// No answer to the score, or no way to ask for its column. Only a score that went out may have arrived: not one whose turn or token failed.
Status GradeSender::failed(const Trip& trip, const base::Error& error, bool perhaps_done) {
  if (error.code == Code::service_not_offered)
    return hold(trip, "the LMS takes no grades for this link", trip.in_lms() + "let the tool use the grade service, then open the link once.");
  if (!trip.begun && (error.code == Code::service_refused || error.code == Code::service_unreadable)) {
    const Instant now = clock_.now();
    return settle(trip, {GradeState::waiting, 0, "its grade column could not be looked up: " + error.detail, std::string(base::info(error.code).fix),
                         now, now + kLookAgain, trip.row.reached});
  }
  const bool arrived = perhaps_done && trip.row.offer.graded;
  GradeOutcome outcome{GradeState::waiting, 0, base::describe(error), std::string(base::info(error.code).fix), {}, {}, trip.row.reached || arrived};
  return leave_platform(trip, outcome, std::nullopt);
}

// Trouble that every grade of this platform would meet: all wait, and the wait grows.
Status GradeSender::leave_platform(const Trip& trip, GradeOutcome outcome, std::optional<Milliseconds> wait) {
  int failures = 0;
  {
    const std::lock_guard lock(mutex_);
    failures = ++troubles_[trip.row.offer.registration];
  }
  const Milliseconds own = back_off(failures, chance());
  outcome.at = clock_.now();
  outcome.next_at = outcome.at + std::max(own, wait.value_or(Milliseconds{0}));
  log_.write(ports::Level::warning, "grade.platform_waits", {{"registration", trip.row.offer.registration.str()}, {"reason", outcome.reason}});
  if (Status done = settle(trip, outcome); !done) return done;
  return grades_.postpone_grades(trip.lease, trip.row.offer.registration, outcome.next_at);
}

void GradeSender::platform_works(const base::RegistrationId& registration) {
  const std::lock_guard lock(mutex_);
  troubles_.erase(registration);
}

}  // namespace preceptor::app
