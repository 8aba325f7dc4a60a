// "Check of this link": each line says its state, the cause and the click that mends it, in the words of the LMS.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "web/messages.hpp"
#include "web/teacher/link_desk.hpp"

namespace preceptor::web {

// What "Test now" found out by asking the platform.
struct LinkTest {
  base::Instant at{};
  std::optional<GradeColumn> column;     // absent when the link has none, or nobody asked for it
  std::optional<base::Error> column_error;
  int members = 0;                       // learners on the roster
  int left_out = 0;                      // people on it without an id
  std::optional<base::Error> roster_error;
  int stores_out_of_reach = 0;           // record stores that would not take a statement now
};

// Where the click of a line leads that nothing here can mend; each empty where its address is not known, or not for who looks.
struct LinkPages {
  std::string link, course, tools;   // lti::LmsPage
  std::string stores;                // our own page of record stores
};

struct LinkState {
  std::optional<ports::LinkFacts> facts;
  GradeSummary grades;
  DeliverySummary delivery;
  std::shared_ptr<const activity::Unit> unit;   // null when the link names none that is published
  std::optional<LinkTest> test;
  LinkPages pages;
  std::optional<base::Instant> roster_read;
  std::string lms = "generic";                  // LmsProfile::kind
  std::string lms_label = "LMS";
  base::Instant now{};
};

enum class CheckState { fine, attention, trouble, unknown };
std::string_view name_of(CheckState state);   // "fine", ...

struct CheckLine {
  std::string name, cause, fix;   // sentences; fix empty where nothing is to be done
  std::string said = {};          // reasons and fixes from the tables for staff, in English
  CheckState state = CheckState::fine;
  std::string act = {};           // what the line's button posts to: "column" "mend" or "again"; empty: no button
  std::string go = {}, go_url = {};   // a page elsewhere that mends it: what the click is called, and its address
};

std::vector<CheckLine> check_lines(const LinkState& state, const Messages& words);

// The message of that key in the words of one LMS: "<key>.<kind>" where the catalogues have it, else the key itself.
std::string lms_text(const Messages& words, const std::string& key, const LinkState& state, Arguments arguments = {});

}  // namespace preceptor::web
