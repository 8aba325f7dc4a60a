// What comes after a unit and what rides on the next launch of anything: corrections of what was withdrawn, the 7- and 30-day question about a
// commitment, the unit that answers an earlier question; and what a receipt leads on to. Nothing here ever stands in the way of a launch.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/activity/onward/next_unit.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/grade_store.hpp"
#include "core/ports/http.hpp"
#include "core/ports/log.hpp"
#include "core/ports/sealer.hpp"
#include "lti/launch.hpp"
#include "web/ask/question_book.hpp"
#include "web/ask/shelf.hpp"
#include "web/learner/visit.hpp"
#include "web/onward/recall_book.hpp"

namespace preceptor::web {

class ClaimPages;

struct OnwardDeps {
  ports::RecordStore& records;
  ports::ProjectionStore& projections;
  ports::ContentStore& content;
  ports::GradeStore& links;
  Shelf& shelf;
  ports::Diary& diary;
  const ports::Sealer& sealer;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;      // without trailing slash
  ClaimPages* claims = nullptr;   // what boards answered; none: nothing is told of credit
};

// What the receipt of one attempt shows beside the unit's own.
struct ReceiptMore {
  std::string ask_url;         // "Ask a question"
  std::string judge_url;       // "Did it answer your question?" of a unit opened from one; empty once that was said
  std::string reminder_at;     // day of the next follow-up, as people read it; empty when there is none
  std::string course_url;      // for the QR code; empty when the launch told none
  std::optional<onward::NextUnit> next;
  std::optional<ports::LinkKey> next_link;   // a link to it in the same course
  std::string correction;      // why the version was withdrawn; empty when it was not
};

class Onward {
 public:
  explicit Onward(OnwardDeps deps);
  ~Onward();

  // After the launch of a learner who was here before was answered with `page`: puts what is due at its top, once each. Whatever fails is logged and leaves the page as it is.
  void greet(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::HttpResponse& page);
  // Answers to what `greet` asked: POST /f/<handle>.
  ports::HttpResponse answer(const ports::HttpRequest& request);

  // Ids of the unit's questions that an attempt that begins now leaves out, because nobody used their answers. `asks_closing`: whether it would ask the closing
  // questions otherwise. What cannot be found out leaves nothing out, and is logged.
  std::vector<std::string> left_out(const activity::Unit& unit, bool asks_closing);
  // An attempt of it was begun, and is in the store.
  void begun(const activity::Unit& unit);

  // Of a completed attempt. What cannot be found out is left out, and logged.
  ReceiptMore receipt(const Visit& visit);
  // The .ics file of the next follow-up; request_not_found when there is none.
  base::Result<ports::HttpResponse> reminder(const Visit& visit);
  // Whether this version was withdrawn. Errors: store_*.
  base::Result<std::optional<Withdrawn>> withdrawn(const base::ContentHash& content);
  // What somebody sees who is in the middle of it.
  ports::HttpResponse withdrawn_page(const Visit& visit, const Withdrawn& withdrawn);

  struct Impl;   // impl.hpp, for this folder alone

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
