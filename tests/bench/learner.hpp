// A learner whose events are made as the product makes them: validated, rendered, folded.
#pragma once
#include <string>
#include <vector>

#include "core/base/uuid.hpp"
#include "tests/bench/bench_support.hpp"
#include "xapi/render.hpp"

namespace preceptor::bench {

// One attempt after another, each of one opening and eight answers. `unit` outlives it.
class Learner {
 public:
  explicit Learner(const activity::Unit& unit) : unit_(unit) {
    context_.activity_base = "https://cme.example.org/activity";
    context_.actor_home_page = "https://lms.example.org";
    context_.platform = "moodle";
    context_.registration_id = kRegistration;
    context_.context_id = "course-1";
    context_.context_title = "Bench course";
    context_.unit = &unit;
    for (const auto& section : unit.sections)
      for (const auto& question : section.questions)
        if (!question.options.empty()) questions_.push_back(&question);
    check(!questions_.empty(), "the sample unit asks nothing");
  }

  // One more answer. Openings are made in between, but given to nobody.
  ports::UnitOfWork answer() {
    if (at_its_end()) static_cast<void>(open());
    return one(next_answer());
  }
  // What comes next, an opening included: nothing is missing in the streams.
  ports::UnitOfWork next() { return one(at_its_end() ? open() : next_answer()); }

 private:
  static constexpr int kAnswers = 8;

  bool at_its_end() const { return attempt_.last_seq == 0 || attempt_.last_seq > kAnswers; }
  static ports::UnitOfWork one(ports::NewEvent event) {
    check(event.renderings.size() == 1, "an event has one statement here");
    ports::UnitOfWork work;
    work.events.push_back(std::move(event));
    return work;
  }
  ports::NewEvent open() {
    attempt_ = {};
    const auto now = RealClock().now();
    stream_ = base::uuid_in_order(now);   // as a launch does (decision 0061)
    context_.actor_name = base::uuid_in_order(now);
    return add(record::AttemptOpened{unit_.id, unit_.language, unit_.hash.str(), "course-1", "link-1", 1, unit_.stated_minutes, true});
  }
  ports::NewEvent next_answer() {
    const auto& question = *questions_[static_cast<std::size_t>(attempt_.last_seq) % questions_.size()];
    return add(record::QuestionAnswered{question.id, 0, {{question.options.front().id}, "", "", false}, question.options.front().correct});
  }
  ports::NewEvent add(record::Payload payload) {
    ports::NewEvent made;
    made.event.stream_id = stream_;
    made.event.seq = attempt_.last_seq + 1;
    made.event.registration = base::RegistrationId(kRegistration);
    made.event.person = base::PersonId(context_.actor_name);
    made.event.at = made.event.recorded_at = RealClock().now();
    made.event.payload = std::move(payload);
    context_.attempt = made.event.seq == 1 ? nullptr : &attempt_;
    auto renderings = xapi::render(made.event, context_);
    check(renderings.has_value(), "rendering failed");
    made.renderings = std::move(*renderings);
    check(record::apply(attempt_, made.event).has_value(), "the event does not follow");
    return made;
  }

  const activity::Unit& unit_;
  std::vector<const activity::Question*> questions_;
  xapi::RenderContext context_;
  record::Attempt attempt_;
  std::string stream_;
};

}  // namespace preceptor::bench
