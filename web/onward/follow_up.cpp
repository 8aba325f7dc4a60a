// "Did you do it?" answered: two taps at most, one event, back to where the launch led.
#include <algorithm>

#include "core/base/json.hpp"
#include "web/burden/question_life.hpp"
#include "web/error_page.hpp"
#include "web/learner/handle.hpp"
#include "web/onward/impl.hpp"
#include "web/page.hpp"
#include "web/sealed_json.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr std::string_view kFollowPurpose = "follow-up";

struct Went {
  onward::Done done = onward::Done::done;
  std::string word, barrier;
};

// "done", "partly.<barrier>" or "no.<barrier>".
std::optional<Went> went_of(const std::string& value) {
  if (value == "done") return Went{onward::Done::done, value, {}};
  const auto dot = value.find('.');
  Went went{onward::Done::no, value.substr(0, dot), dot == std::string::npos ? "" : value.substr(dot + 1)};
  if (went.word == "partly") went.done = onward::Done::partly;
  else if (went.word != "no") return std::nullopt;
  if (std::ranges::find(kBarriers, went.barrier) == std::end(kBarriers)) return std::nullopt;
  return onward::is_complete(went.done, went.barrier) ? std::optional(went) : std::nullopt;
}

bool was_answered(const Past& past, const std::string& question, int day) {
  return std::ranges::any_of(past.events, [&](const record::Event& event) {
    const auto* other = std::get_if<record::Other>(&event.payload);
    if (!other || other->type != "commitment_followed_up") return false;
    const auto json = base::parse_json(other->json);
    if (!json) return false;
    const auto* id = base::string_member(*json, "question_id");
    return id && *id == question && json->value("day", 0) == day;
  });
}

}  // namespace

std::string seal_follow(const ports::Sealer& sealer, const FollowHandle& handle) {
  const base::Json plain = {{"r", handle.registration.str()}, {"a", handle.attempt.str()}, {"q", handle.questions}, {"d", handle.day},
                            {"n", handle.next},               {"l", handle.locale},        {"i", base::to_unix_ms(handle.issued)}};
  return sealer.seal(kFollowPurpose, plain.dump());
}

std::optional<FollowHandle> open_follow(const ports::Sealer& sealer, std::string_view token) {
  FollowHandle handle;
  const bool opened = open_sealed(sealer, kFollowPurpose, token, [&](const base::Json& json) {
    handle.registration = base::RegistrationId(json.at("r").get<std::string>());
    handle.attempt = base::AttemptId(json.at("a").get<std::string>());
    handle.questions = json.at("q").get<std::vector<std::string>>();
    handle.day = json.at("d").get<int>();
    handle.next = json.at("n").get<std::string>();
    handle.locale = json.at("l").get<std::string>();
    handle.issued = base::from_unix_ms(json.at("i").get<std::int64_t>());
  });
  return opened ? std::optional(std::move(handle)) : std::nullopt;
}

ports::HttpResponse Onward::answer(const ports::HttpRequest& request) {
  const auto wanted = wanted_languages(request);
  constexpr std::string_view start = "/f/";
  const auto handle = request.path.starts_with(start) ? open_follow(impl_->deps.sealer, std::string_view(request.path).substr(start.size())) : std::nullopt;
  if (!handle) return error_page({Code::session_handle_invalid, {}, {}, {}}, "", wanted);
  if (request.method != "POST") return error_page({Code::request_method, {}, {}, {}}, "", wanted);
  if (impl_->deps.clock.now() - handle->issued > kHandleLife) return error_page({Code::session_handle_expired, {}, {}, {}}, "", wanted);
  const auto& words = choose_messages({handle->locale, wanted.empty() ? std::string("en") : wanted.front()}, "en");
  const auto on = [&] {
    if (!handle->next.empty()) return see_other(handle->next);
    Page page;
    page.title = words.text("follow.thanks");
    View view;
    page.body_html = render("follow_thanks", words, view);
    page.frame_ancestors = "*";
    return respond(words, std::move(page));
  };
  const auto failed = [&](const base::Error& error) { return error_page(error, impl_->diary.failed("follow-up", error), wanted); };
  const auto form = base::parse_form(request.body);
  if (!form) return failed(form.error());
  const auto* question = base::field(*form, "question");
  const auto* value = base::field(*form, "went");
  const auto went = value ? went_of(*value) : std::nullopt;
  if (!went || !question || std::ranges::find(handle->questions, *question) == handle->questions.end()) return on();
  auto row = impl_->deps.records.load_attempt(handle->registration, handle->attempt);
  if (!row) return failed(row.error());
  if (!*row) return on();   // deleted meanwhile
  auto past = impl_->past(**row);
  if (!past) return failed(past.error());
  if (was_answered(*past, *question, handle->day)) return on();
  base::Json payload = {{"question_id", *question}, {"day", handle->day}, {"went", went->word}};
  if (!went->barrier.empty()) payload["barrier"] = went->barrier;
  ports::UnitOfWork work;
  impl_->append(past->row, {"commitment_followed_up", base::canonical_json(payload)}, work);
  const auto done = impl_->deps.records.commit(work);
  if (!done && done.error().code != Code::store_conflict) return failed(done.error());   // a conflict: the other tap was first
  // A commitment that is followed up changed something: its question stays. The answer is recorded, whatever becomes of this.
  if (auto noted = note_followed(impl_->deps.projections, impl_->deps.records, past->row.unit_id, *question, impl_->deps.clock.now()); !noted) impl_->diary.failed("follow-up", noted.error());
  return on();
}

}  // namespace preceptor::web
