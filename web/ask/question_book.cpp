#include "web/ask/question_book.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::web {
namespace {

constexpr const char* kStreamKind = "person";
constexpr const char* kTextField = "question";
constexpr std::size_t kQuestionSaltBytes = 16;

std::string state_of(const point_of_care::Cycle& cycle) {
  using point_of_care::Standing;
  switch (const auto standing = point_of_care::standing_of(cycle)) {
    case Standing::nothing_found:
    case Standing::not_answered: return "unanswered";
    case Standing::completed: return "done";
    default: return std::string(point_of_care::name(standing));
  }
}

std::map<std::string, std::string> attempts_in(const std::string& body) {
  std::map<std::string, std::string> attempts;
  const auto json = base::parse_json(body);
  if (!json || !json->is_object()) return attempts;
  const auto found = json->find("attempts");
  if (found == json->end() || !found->is_object()) return attempts;
  for (const auto& [unit, attempt] : found->items())
    if (attempt.is_string()) attempts.emplace(unit, attempt.get<std::string>());
  return attempts;
}

record::Event event_of(const AskedQuestion& question, const point_of_care::CyclePayload& payload, base::Instant at, base::Instant now) {
  record::Event event;
  event.stream_kind = kStreamKind;
  event.stream_id = question.row.id;
  event.seq = question.last_seq + 1;
  event.registration = question.row.registration;
  event.person = question.row.person;
  event.at = at;
  event.recorded_at = now;
  event.payload = record::Other{std::string(point_of_care::type_name(payload)), point_of_care::to_json(payload)};
  return event;
}

base::Result<point_of_care::CycleEvent> cycle_event(const record::Event& event) {
  const auto* other = std::get_if<record::Other>(&event.payload);
  if (!other) return base::fail(base::Code::json_malformed, "event " + record::event_id(event) + " is not of a question");
  auto payload = point_of_care::cycle_payload_from_json(other->type, other->json);
  if (!payload) return base::fail(payload.error());
  return point_of_care::CycleEvent{event.at, std::move(*payload)};
}

}  // namespace

base::Result<AskedQuestion> QuestionBook::read(ports::Projection row) {
  const auto events = records_.load_events(row.registration, row.id);
  if (!events) return base::fail(events.error());
  AskedQuestion question;
  for (const auto& event : *events) {
    auto one = cycle_event(event);
    if (!one) return base::fail(one.error());
    if (question.last_seq == 0) {
      const auto* asked = std::get_if<point_of_care::PointOfCareAsked>(&one->payload);
      if (!asked) return base::fail(base::Code::json_malformed, "question " + row.id + " does not begin with being asked");
      question.cycle = point_of_care::begin_cycle(row.id, event.person, *asked, one->at);
    } else if (auto applied = point_of_care::apply(question.cycle, *one); !applied) {
      return base::fail(applied.error());
    }
    question.last_seq = event.seq;
  }
  if (question.last_seq == 0) return base::fail(base::Code::json_malformed, "question " + row.id + " has no events");
  const auto texts = records_.load_texts(row.registration, row.id);
  if (!texts) return base::fail(texts.error());
  if (!texts->empty()) question.text = texts->front().text;
  question.attempts = attempts_in(row.body);
  question.row = std::move(row);
  return question;
}

base::Result<std::optional<AskedQuestion>> QuestionBook::load(const base::RegistrationId& registration, const std::string& id) {
  auto row = projections_.load_projection(registration, kQuestionKind, id);
  if (!row) return base::fail(row.error());
  if (!*row) return std::optional<AskedQuestion>();
  auto question = read(std::move(**row));
  if (!question) return base::fail(question.error());
  return std::optional(std::move(*question));
}

base::Result<std::vector<AskedQuestion>> QuestionBook::read_all(std::vector<ports::Projection> rows, const std::string& state) {
  std::vector<AskedQuestion> questions;
  for (auto& row : rows) {
    if (!state.empty() && row.state != state) continue;
    auto question = read(std::move(row));
    if (!question) return base::fail(question.error());
    questions.push_back(std::move(*question));
  }
  return questions;
}

base::Result<std::vector<AskedQuestion>> QuestionBook::of_person(const base::PersonId& person, const std::string& state, int most) {
  auto rows = projections_.projections_of_person(kQuestionKind, person, most);
  if (!rows) return base::fail(rows.error());
  return read_all(std::move(*rows), state);
}

base::Result<std::vector<AskedQuestion>> QuestionBook::unanswered(int most) {
  ports::ProjectionFilter filter;
  filter.kind = kQuestionKind;
  filter.state = "unanswered";
  filter.limit = most;
  auto rows = projections_.list_projections(filter);
  if (!rows) return base::fail(rows.error());
  return read_all(std::move(*rows), {});
}

AskedQuestion QuestionBook::begin(const NewQuestion& asked, ports::UnitOfWork& work) {
  const std::string salt = base::hex_encode(base::random_bytes(kQuestionSaltBytes));
  const auto now = clock_.now();
  AskedQuestion question;
  question.row.kind = kQuestionKind;
  question.row.registration = asked.registration;
  question.row.id = asked.id;
  question.row.person = asked.person;
  question.row.version = 0;   // not in the store yet
  question.text = asked.text;
  const point_of_care::PointOfCareAsked payload{base::sha256_hex(salt + asked.text), asked.language, asked.from};
  question.cycle = point_of_care::begin_cycle(asked.id, asked.person, payload, now);
  work.events.push_back({event_of(question, payload, now, now), {}});
  question.last_seq = 1;
  work.texts.push_back({asked.registration, asked.id, 1, asked.person, kTextField, salt, asked.text});
  return question;
}

base::Status QuestionBook::add(AskedQuestion& question, point_of_care::CyclePayload payload, ports::UnitOfWork& work) {
  const auto now = clock_.now();
  const auto at = record::next_time(now, question.cycle.last_at);
  auto event = event_of(question, payload, at, now);
  if (auto applied = point_of_care::apply(question.cycle, {at, std::move(payload)}); !applied) return applied;
  question.last_seq = event.seq;
  work.events.push_back({std::move(event), {}});
  return {};
}

void QuestionBook::save(AskedQuestion& question, ports::UnitOfWork& work) const {
  base::Json attempts = base::Json::object();
  for (const auto& [unit, attempt] : question.attempts) attempts[unit] = attempt;
  question.row.state = state_of(question.cycle);
  question.row.version += 1;
  question.row.updated_at = question.cycle.last_at;
  question.row.body = base::canonical_json({{"attempts", std::move(attempts)}, {"language", question.cycle.asked.language}});
  work.projections.push_back(question.row);
}

}  // namespace preceptor::web
