// What is due at a launch, of anything: looked for after the launch was accepted, recorded, and only then shown.
#include <algorithm>

#include "core/activity/point_of_care/notice.hpp"
#include "core/base/json.hpp"
#include "web/ask/ask_handle.hpp"
#include "web/claims/claim_pages.hpp"
#include "web/error_page.hpp"
#include "web/format.hpp"
#include "web/onward/impl.hpp"
#include "web/page.hpp"
#include "web/sentences.hpp"
#include "web/teacher/rights.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr int kAttemptsMost = 300;
constexpr int kQuestionsMost = 100;
constexpr std::chrono::hours kOneDay{24};

// What one greeting is made of.
struct Greeting {
  View view;
  bool any = false;
  ports::UnitOfWork work;
};

// Everything about the launch that its greeting needs.
struct Guest {
  const lti::VerifiedLaunch& launch;
  const Messages& words;
  ports::Person person;
  std::vector<ports::AttemptRow> rows;
  std::string next;                      // where the page itself can be had again
};

std::vector<std::string> told_in(const Past& past) {
  std::vector<std::string> told;
  for (const auto& event : past.events) {
    const auto* other = std::get_if<record::Other>(&event.payload);
    if (other && other->type == "correction_shown") told.push_back(past.row.content.str());
  }
  return told;
}

record::Attempt pinned_to(const ports::AttemptRow& row) {
  record::Attempt attempt;
  attempt.id = row.id;
  attempt.person = row.person;
  attempt.opened.content_hash = row.content.str();
  attempt.opened_at = row.opened_at;
  return attempt;
}

bool may_have_commitments(const ports::AttemptRow& row, base::Instant now) {
  return row.state == "completed" && row.asked_closing && now - row.completed_at >= 7 * kOneDay && now - row.completed_at < onward::kFollowUpLapsesDays * kOneDay;
}

std::vector<View> barrier_views(const char* word, const Messages& words) {
  std::vector<View> views;
  for (const auto barrier : kBarriers) {
    views.emplace_back();
    views.back().text("value", std::string(word) + "." + std::string(barrier)).text("label", words.text("follow.barrier." + std::string(barrier)));
  }
  return views;
}

View follow_view(const onward::FollowUpDue& due, const activity::Unit& unit, const Messages& words, const std::string& action) {
  View view;
  std::vector<View> plans;
  const auto* question = activity::find_question(unit, due.commitment.question_id);
  for (const auto& choice : due.commitment.choices)
    for (const auto& option : question ? question->options : std::vector<activity::Option>())
      if (option.id == choice) {
        plans.emplace_back();
        plans.back().text("item", option.label);
      }
  view.text("action", action).text("question_id", due.commitment.question_id).list("plans", std::move(plans));
  view.text("content_lang", unit.language).text("unit_title", unit.title);
  view.text("since", words.text(due.day == onward::FollowUpDay::seven ? "follow.since.seven" : "follow.since.thirty"));
  view.list("partly", barrier_views("partly", words)).list("no", barrier_views("no", words));
  return view;
}

class Greeter {
 public:
  Greeter(Onward::Impl& impl, Guest guest);
  base::Status corrections();
  base::Status follow_ups();
  base::Status notice();
  Greeting take() { return std::move(greeting_); }

 private:
  ports::AttemptRow& row_of(const base::AttemptId& id);
  View correction_view(const onward::Correction& due, const Withdrawn& withdrawn) const;

  Onward::Impl& impl_;
  Guest guest_;
  Greeting greeting_;
};

Greeter::Greeter(Onward::Impl& impl, Guest guest) : impl_(impl), guest_(std::move(guest)) {
  greeting_.view.flag("has_corrections", false).flag("has_follow_ups", false).flag("notice", false);
}

ports::AttemptRow& Greeter::row_of(const base::AttemptId& id) {
  return *std::ranges::find(guest_.rows, id, &ports::AttemptRow::id);
}

View Greeter::correction_view(const onward::Correction& due, const Withdrawn& withdrawn) const {
  View view;
  view.text("said", guest_.words.text("greet.correction.text", {{"title", withdrawn.title}, {"date", format_date(due.seen_at, guest_.words)}}));
  view.text("reason", due.text);
  const std::string& other = withdrawn.replacement;
  std::string instead = due.replacement.empty() ? std::string() : guest_.words.text("greet.correction.again", {{"title", withdrawn.title}});
  const auto stock = impl_.deps.shelf.stock();
  if (const auto* entry = stock && !other.empty() ? (*stock)->find(other, due.language) : nullptr)
    instead = guest_.words.text("greet.correction.instead", {{"title", entry->unit.document.title}});
  view.text_if("instead", instead);
  return view;
}

base::Status Greeter::corrections() {
  const auto all = impl_.recall.all();
  if (!all) return base::fail(all.error());
  if (all->empty()) return {};
  std::vector<onward::Withdrawal> withdrawals;
  for (const auto& one : *all) withdrawals.push_back(one.withdrawal);
  std::vector<record::Attempt> own;
  std::vector<std::string> told;
  for (const auto& row : guest_.rows) {
    if (onward::may_go_on(row.content.str(), withdrawals)) continue;
    const auto past = impl_.past(row);
    if (!past) return base::fail(past.error());
    own.push_back(pinned_to(row));
    const auto before = told_in(*past);
    told.insert(told.end(), before.begin(), before.end());
  }
  if (own.empty()) return {};
  const auto stock = impl_.deps.shelf.stock();
  if (!stock) return base::fail(stock.error());
  std::vector<View> views;
  for (const auto& due : onward::corrections_due(own, withdrawals, (*stock)->current, told)) {
    const auto withdrawn = std::ranges::find(*all, due.content_hash, [](const Withdrawn& one) { return one.withdrawal.content_hash; });
    views.push_back(correction_view(due, *withdrawn));
    const auto saw = std::ranges::find(own, due.content_hash, [](const record::Attempt& one) { return one.opened.content_hash; });
    impl_.append(row_of(saw->id), {"correction_shown", base::canonical_json({{"content_hash", due.content_hash}})}, greeting_.work);
  }
  greeting_.any = greeting_.any || !views.empty();
  greeting_.view.flag("has_corrections", !views.empty()).list("corrections", std::move(views));
  return {};
}

base::Status Greeter::follow_ups() {
  const auto now = impl_.deps.clock.now();
  std::vector<onward::Commitment> commitments;
  std::vector<onward::FollowUpAsked> asked;
  for (const auto& row : guest_.rows) {
    if (!may_have_commitments(row, now)) continue;
    const auto past = impl_.past(row);
    if (!past) return base::fail(past.error());
    const auto made = impl_.commitments(*past);
    if (!made) return base::fail(made.error());
    commitments.insert(commitments.end(), made->begin(), made->end());
    const auto before = asked_in(*past);
    asked.insert(asked.end(), before.begin(), before.end());
  }
  const auto due = onward::follow_ups_for_launch(commitments, asked, now);
  if (due.empty()) return {};
  auto& row = row_of(base::AttemptId(due.front().commitment.attempt));
  const auto unit = impl_.units.by_hash(row.content);
  if (!unit) return base::fail(unit.error());
  if (!*unit) return {};
  FollowHandle handle{row.registration, row.id, {}, static_cast<int>(due.front().day), guest_.next, guest_.words.language(), now};
  for (const auto& one : due) handle.questions.push_back(one.commitment.question_id);
  const std::string action = impl_.urls.prefix() + "/f/" + seal_follow(impl_.deps.sealer, handle);
  std::vector<View> views;
  for (const auto& one : due) {
    views.push_back(follow_view(one, **unit, guest_.words, action));
    const base::Json payload = {{"question_id", one.commitment.question_id}, {"day", static_cast<int>(one.day)}};
    impl_.append(row, {"commitment_follow_up_asked", base::canonical_json(payload)}, greeting_.work);
  }
  greeting_.any = true;
  greeting_.view.flag("has_follow_ups", true).list("follow_ups", std::move(views));
  return {};
}

base::Status Greeter::notice() {
  auto questions = impl_.book.of_person(guest_.person.id, "unanswered", kQuestionsMost);
  if (!questions) return base::fail(questions.error());
  // Pages live within one registration; a site may have several of one platform.
  std::erase_if(*questions, [&](const AskedQuestion& one) { return one.row.registration != guest_.launch.registration.id; });
  if (questions->empty()) return {};
  const auto stock = impl_.deps.shelf.stock();
  if (!stock) return base::fail(stock.error());
  std::vector<point_of_care::AskedQuestion> asked;
  for (const auto& one : *questions) asked.push_back({one.cycle, one.text});
  std::vector<point_of_care::PublishedUnit> published;
  for (const auto& entry : (*stock)->entries) {
    published.push_back(entry.unit);
    for (const auto& one : *questions)
      if (!one.row.parent.empty() && one.row.parent == entry.gap) published.back().answers.push_back(one.row.id);
  }
  const auto due = point_of_care::notices(asked, published);
  if (due.empty()) return {};
  auto& question = *std::ranges::find(*questions, due.front().question_id, [](const AskedQuestion& one) { return one.row.id; });
  if (auto added = impl_.book.add(question, point_of_care::PointOfCareTold{due.front().unit_id}, greeting_.work); !added) return added;
  impl_.book.save(question, greeting_.work);
  auto sentence = point_of_care::sentence_of(due.front());
  for (auto& [place, value] : sentence.values)
    if (place == "date") value = format_date(question.cycle.asked_at, guest_.words);
  AskHandle handle;
  handle.link = link_of(guest_.launch);
  handle.person = guest_.person.id;
  handle.facts = to_json(facts_of(guest_.launch));
  handle.question = question.row.id;
  handle.issued = handle.renewed = impl_.deps.clock.now();
  greeting_.any = true;
  greeting_.view.text("notice", say(sentence, guest_.words));
  greeting_.view.text("notice_url", ask_path(impl_.urls.prefix(), seal_ask(impl_.deps.sealer, handle)));
  return {};
}

}  // namespace

Onward::Onward(OnwardDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
Onward::~Onward() = default;

base::Status Onward::Impl::tell_credit(const lti::VerifiedLaunch& launch, const ports::Person& person, const Messages& words, ports::HttpResponse& page) {
  if (!deps.claims) return {};
  ports::UnitOfWork work;
  const auto news = deps.claims->news(launch, person, words, work);
  if (!news) return base::fail(news.error());
  if (!work.projections.empty())
    if (auto done = deps.records.commit(work); !done) return done;   // another window tells it
  if (news->sentences.empty()) return {};
  std::vector<View> views;
  for (const auto& sentence : news->sentences) {
    views.emplace_back();
    views.back().text("item", sentence);
  }
  View view;
  view.text("credits_url", news->credits_url).list("news", std::move(views));
  put_first(page, render("credit_news", words, view));
  return {};
}

void Onward::greet(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::HttpResponse& page) {
  if (page.status != 200 || launch.launch.message_type != "LtiResourceLinkRequest" || is_preview(launch.launch) || launch.launch.subject.empty()) return;
  const auto log = [&](const base::Error& error) { impl_->diary.failed("greeting", error); };
  const auto person = impl_->deps.records.find_person(launch.registration.platform, launch.launch.subject);
  if (!person) return log(person.error());
  if (!*person) return;
  const auto& words = choose_messages(languages_for(launch.launch.locale, wanted_languages(request)), "en");
  if (auto told = impl_->tell_credit(launch, **person, words, page); !told) log(told.error());
  auto rows = impl_->deps.records.attempts_of_person((*person)->id, kAttemptsMost);
  if (!rows) return log(rows.error());
  const auto* here = ports::header(page.headers, "Content-Location");
  Greeter greeter(*impl_, {launch, words, **person, std::move(*rows), here ? *here : std::string()});
  // One that cannot be found out does not keep the others away; what it added of `work` is whole events, or none.
  for (const auto step : {&Greeter::corrections, &Greeter::follow_ups, &Greeter::notice})
    if (auto done = (greeter.*step)(); !done) log(done.error());
  auto greeting = greeter.take();
  if (!greeting.any) return;
  if (auto done = impl_->deps.records.commit(greeting.work); !done) return log(done.error());   // another window has it
  put_first(page, render("greeting", words, greeting.view));
}

}  // namespace preceptor::web
