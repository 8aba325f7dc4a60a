// What a receipt leads on to, and what somebody sees whose unit was withdrawn under way.
#include <algorithm>

#include "core/base/url.hpp"
#include "web/ask/ask_handle.hpp"
#include "web/format.hpp"
#include "web/onward/calendar.hpp"
#include "web/onward/impl.hpp"
#include "web/page.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr int kPastMost = 200;      // attempts looked at for what is completed
constexpr int kMissedMost = 12;     // of which the answers are read
constexpr int kOwnQuestionsMost = 50;

AskHandle ask_handle(const Visit& visit, base::Instant now) {
  AskHandle handle;
  handle.link = visit.row.link();
  handle.person = visit.row.person;
  handle.facts = visit.row.launch_json;
  handle.from = "receipt";
  handle.issued = visit.handle.issued;
  handle.renewed = now;
  return handle;
}

Past past_of(const Visit& visit, std::vector<record::Event> events) { return {visit.row, std::move(events), visit.attempt}; }

// The question this attempt was opened from, when it is not said yet whether it answered.
const AskedQuestion* question_of(const std::vector<AskedQuestion>& questions, const Visit& visit) {
  for (const auto& question : questions) {
    if (question.row.registration != visit.row.registration) continue;
    const auto opened = question.attempts.find(visit.unit->id);
    if (opened != question.attempts.end() && opened->second == visit.row.id.str() && !question.cycle.judged.contains(visit.unit->id)) return &question;
  }
  return nullptr;
}

std::string course_address(const Facts& facts) {
  return base::parse_url(facts.return_url) ? facts.return_url : std::string();
}

}  // namespace

class ReceiptReader {
 public:
  ReceiptReader(Onward::Impl& impl, const Visit& visit) : impl_(impl), visit_(visit) {}
  base::Status read(ReceiptMore& more);

 private:
  base::Status questions(ReceiptMore& more);
  base::Status reminder(ReceiptMore& more);
  base::Status next(ReceiptMore& more);
  base::Status next_link(ReceiptMore& more);
  base::Result<onward::LearnerNeeds> needs();

  Onward::Impl& impl_;
  const Visit& visit_;
  std::vector<AskedQuestion> questions_;
};

base::Status ReceiptReader::questions(ReceiptMore& more) {
  auto all = impl_.book.of_person(visit_.row.person, {}, kOwnQuestionsMost);
  if (!all) return base::fail(all.error());
  questions_ = std::move(*all);
  auto handle = ask_handle(visit_, impl_.deps.clock.now());
  more.ask_url = ask_path(impl_.urls.prefix(), seal_ask(impl_.deps.sealer, handle));
  if (const auto* question = question_of(questions_, visit_)) {
    handle.question = question->row.id;
    handle.from = "course";
    more.judge_url = ask_path(impl_.urls.prefix(), seal_ask(impl_.deps.sealer, handle), "judge");
  }
  return {};
}

base::Status ReceiptReader::reminder(ReceiptMore& more) {
  if (visit_.attempt.commitments.empty()) return {};
  auto events = impl_.deps.records.load_events(visit_.row.registration, visit_.row.id.str());
  if (!events) return base::fail(events.error());
  const auto past = past_of(visit_, std::move(*events));
  const auto at = onward::next_follow_up(onward::commitments_of(*visit_.unit, visit_.attempt), asked_in(past), impl_.deps.clock.now());
  if (at) more.reminder_at = format_date(*at, *visit_.messages);
  return {};
}

base::Result<onward::LearnerNeeds> ReceiptReader::needs() {
  onward::LearnerNeeds needs;
  needs.language = visit_.messages->language();
  needs.left = visit_.unit->id;
  for (const auto& question : questions_)
    if (question.row.state != "answered" && question.row.state != "done" && !question.text.empty())
      needs.questions.push_back({question.row.id, question.text, question.cycle.asked.language, question.cycle.asked_at});
  const auto rows = impl_.deps.records.attempts_of_person(visit_.row.person, kPastMost);
  if (!rows) return base::fail(rows.error());
  int read = 0;
  for (const auto& row : *rows) {
    if (row.state != "completed") continue;
    needs.completed.push_back(row.unit_id);
    if (++read > kMissedMost) continue;
    const auto past = impl_.past(row);
    if (!past) return base::fail(past.error());
    const auto unit = impl_.units.by_hash(row.content);
    if (!unit) return base::fail(unit.error());
    if (!*unit) continue;
    if (auto missed = onward::missed_in(**unit, past->attempt)) needs.missed.push_back(std::move(*missed));
  }
  return needs;
}

base::Status ReceiptReader::next(ReceiptMore& more) {
  const auto wanted = needs();
  if (!wanted) return base::fail(wanted.error());
  if (wanted->questions.empty() && wanted->missed.empty()) return {};
  const auto stock = impl_.deps.shelf.stock();
  if (!stock) return base::fail(stock.error());
  more.next = onward::next_unit((*stock)->index, *wanted);
  return more.next ? next_link(more) : base::Status();
}

base::Status ReceiptReader::next_link(ReceiptMore& more) {
  if (visit_.row.context_id.empty()) return {};
  const auto links = impl_.deps.links.list_links(visit_.row.registration);
  if (!links) return base::fail(links.error());
  for (const auto& link : *links)
    if (link.unit_id == more.next->match.unit_id && link.context_id == visit_.row.context_id && link.deployment_id == visit_.row.deployment_id) {
      more.next_link = ports::key_of(link);
      return {};
    }
  return {};
}

base::Status ReceiptReader::read(ReceiptMore& more) {
  more.course_url = course_address(visit_.facts);
  const auto withdrawn = impl_.recall.of(visit_.row.content.str());
  if (!withdrawn) return base::fail(withdrawn.error());
  if (*withdrawn) more.correction = (*withdrawn)->withdrawal.correction;
  if (auto done = questions(more); !done) return done;
  if (auto done = reminder(more); !done) return done;
  return next(more);
}

ReceiptMore Onward::receipt(const Visit& visit) {
  ReceiptMore more;
  if (auto done = ReceiptReader(*impl_, visit).read(more); !done) impl_->diary.failed("receipt", done.error());
  return more;
}

base::Result<ports::HttpResponse> Onward::reminder(const Visit& visit) {
  auto events = impl_->deps.records.load_events(visit.row.registration, visit.row.id.str());
  if (!events) return base::fail(events.error());
  const auto now = impl_->deps.clock.now();
  const auto past = past_of(visit, std::move(*events));
  const auto at = onward::next_follow_up(onward::commitments_of(*visit.unit, visit.attempt), asked_in(past), now);
  if (!at) return base::fail(Code::request_not_found, "no follow-up is due any more");
  const auto& words = *visit.messages;
  const auto host = base::parse_url(impl_->deps.public_url);
  Reminder one;
  one.uid = visit.row.id.str() + "-" + std::to_string(base::to_unix_ms(*at) / 1000) + "@" + (host ? host->host : std::string("preceptor"));
  one.at = *at;
  one.made_at = now;
  one.summary = words.text("reminder.summary", {{"title", visit.unit->title}});
  one.text = words.text("reminder.text");
  one.url = course_address(visit.facts);
  auto response = bare(200);
  response.headers.emplace_back("Content-Type", "text/calendar; charset=utf-8");
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"reminder.ics\"");
  response.body = calendar_file(one);
  return response;
}

base::Result<std::optional<Withdrawn>> Onward::withdrawn(const base::ContentHash& content) { return impl_->recall.of(content.str()); }

ports::HttpResponse Onward::withdrawn_page(const Visit& visit, const Withdrawn& withdrawn) {
  const auto& words = *visit.messages;
  std::string instead;
  const auto stock = impl_->deps.shelf.stock();
  const auto* entry = !stock ? nullptr : (*stock)->find(withdrawn.replacement.empty() ? withdrawn.withdrawal.unit_id : withdrawn.replacement, withdrawn.withdrawal.language);
  // A translation of what was withdrawn is no new version of it.
  if (entry && withdrawn.replacement.empty() && entry->unit.document.language != withdrawn.withdrawal.language) entry = nullptr;
  if (entry) instead = words.text(withdrawn.replacement.empty() ? "withdrawn.again" : "withdrawn.instead", {{"title", entry->unit.document.title}});
  View view;
  view.text("title", withdrawn.title).text("content_lang", withdrawn.withdrawal.language).text("reason", withdrawn.withdrawal.correction);
  view.text_if("instead", instead).text_if("back_url", back_url(visit.facts, ""));
  Page page;
  page.status = 410;
  page.title = words.text("withdrawn.title");
  page.body_html = render("withdrawn", words, view);
  page.frame_ancestors = frame_ancestors(visit.registration, visit.facts.return_url);
  return respond(words, std::move(page));
}

}  // namespace preceptor::web
