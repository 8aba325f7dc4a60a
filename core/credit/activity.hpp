// An activity: what an accredited provider designated for credit. Compiled content of kind "activity", immutable by hash.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.hpp"
#include "core/base/id.hpp"
#include "core/credit/rules.hpp"

namespace preceptor::credit {

struct Designation {
  std::string system;                     // code of a CreditSystem
  Amount max;
  std::vector<std::string> types;         // e.g. pharmacology hours; empty for most
  friend bool operator==(const Designation&, const Designation&) = default;
};

struct TypePoints {
  std::string type;                       // a credit type of the board
  Amount points;
  friend bool operator==(const TypePoints&, const TypePoints&) = default;
};
// What the activity is registered for with a board.
struct BoardRegistration {
  std::string board;                      // code
  std::vector<TypePoints> points;
  std::optional<base::Date> claim_by;     // CreditClaimDate: the learner's last day
  std::vector<std::string> content_areas; // ABA outline: "<source>:<keyword id>:<words>"
  friend bool operator==(const BoardRegistration&, const BoardRegistration&) = default;
};

struct BundleUnit {
  std::string unit_id;
  int minutes = 0;                        // planned
  bool required = true;
  friend bool operator==(const BundleUnit&, const BundleUnit&) = default;
};

// Formats as PARS names them, by code: "live", "rss", "enduring", "journal", "manuscript", "test-item", "committee", "pi", "isl", "teaching", "other" (credit.md 2.2).
struct FormatName {
  std::string_view code, name;
  bool in_real_time = false;              // live, rss
};
const std::vector<FormatName>& activity_formats();
const FormatName* activity_format(std::string_view code);

struct Activity {
  std::string id, title, language, description;   // description: at most 2,500 characters
  std::string provider;                   // id of an accrediting provider of the installation
  std::string provider_activity_id;       // the provider's own; needed for MOC, batch upload, web services
  std::string accme_activity_id;          // 9 digits; empty until PARS gave one (then usually pasted back, see activity_numbered)
  std::string format;                     // a code of activity_formats()
  base::Date starts{}, ends{};            // the window, in the provider's zone, both days included
  base::Date designated_on{};             // before the first creditable launch
  std::string accreditation_statement, designation_statement;   // verbatim
  std::vector<Designation> designations;
  std::vector<BoardRegistration> boards;
  int pass_percent = 0;                   // the passing standard told before the start; 0 = none
  bool rationale = false, citations = false;   // feedback gives a rationale, and citations (boards' gates)
  bool evaluation = false;                // an evaluation is part of it
  bool test_out = false;                  // testing out of a unit is allowed (it accrues 0)
  bool partial = true;                    // less than the whole may be claimed
  bool joint = false;                     // joint sponsorship
  std::vector<std::string> nonaccredited_providers;
  std::string commercial_support;         // "none" or who supports
  std::vector<std::string> people;        // members of staff who control the content (disclosures)
  std::string disclosure;                 // the learner's text; empty: made from the people's disclosures
  std::vector<std::string> professions;   // target audience, codes
  std::vector<std::string> specialties, keywords, commendation_tags;
  std::vector<std::string> outcomes;      // MeasuredOutcome values
  std::vector<BundleUnit> bundle;
  base::ContentHash hash;                 // of the canonical JSON

  const BundleUnit* unit(std::string_view unit_id) const;
  int planned_minutes() const;            // of the bundle
  friend bool operator==(const Activity&, const Activity&) = default;
};

// Canonical JSON without the hash; hash = SHA-256 of it.
std::string to_json(const Activity& activity);
// Sets `hash`. Error: content_invalid with the member's path.
base::Result<Activity> activity_from_json(std::string_view json);

// What is wrong with an activity that can be known without its units or the record: a field, the rule it breaks, what to do.
struct Finding {
  bool refuses = true;                    // false: a warning
  std::string field;                      // "designations[0].max", "boards[ABP].points", ...
  std::string rule;                       // stable: "designation.rounding", "board.whole_number", "board.gate", "system.not_accredited", ...
  std::string message;                    // one sentence, English: what is wrong and what to do (lint's language)
  std::string better = {};                // a value of the field that would do, as a file has it; empty where none can be given
};
// An accreditation of the installation: which provider may designate what.
struct Provider {
  std::string id, name;
  std::string accme_provider_id;          // 7 digits; may be empty
  std::vector<std::string> systems;       // codes of CreditSystem
  std::string time_zone = "UTC";
  bool sample = false;                    // a trial: what it designates is no credit, and publishing warns of the gate instead of refusing
  std::map<std::string, std::string> report_settings;   // report::Report::settings of its reports
};
// The designation that boards' points are counted against: the first whose credit physicians may receive; null when there is none.
const Designation* physician_credit(const Activity& activity, const Rulebook& rules);
// Whether its credit comes from completed questions at the point of care (internet searching and learning) instead of units.
bool counts_cycles(const Activity& activity);
// Whether staff stand for `what` ("board:ABTS"), or the source does.
bool is_on(const Source& source, std::string_view what, const std::vector<Enabled>& enabled);

// Scenarios 12 and 13, the format's and windows' rules, systems and boards that are unknown or off, a provider without the accreditation.
// `providers` empty: not known here (a lint without an installation), so nothing is said about them, and what staff may switch on is only warned of.
std::vector<Finding> check_activity(const Activity& activity, const Rulebook& rules, const std::vector<Provider>& providers,
                                    const std::vector<Enabled>& enabled = {});

}  // namespace preceptor::credit
