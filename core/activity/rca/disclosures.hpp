// Financial disclosures of everyone who controls content, and the learner's text made from them (credit.md 9: Standards
// for Integrity and Independence 3.5, 24-month look-back, commercial support named).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/rca/sheet.hpp"

namespace preceptor::rca {

inline constexpr int kLookBackMonths = 24;
// How old a disclosure may be when an activity is published: a house rule, not the accreditor's.
inline constexpr int kDisclosureMonths = 12;

enum class Part { planner, author, reviewer, signer };
inline constexpr Part kParts[] = {Part::planner, Part::author, Part::reviewer, Part::signer};
std::string_view name(Part part);

struct Relationship {
  std::string company;           // the ineligible company, name only
  std::string nature;            // "advisory board", "research funding", ...
  std::optional<bool> relevant;  // the ruling
  std::string ruled_by;          // person id of who ruled: never the discloser
  std::optional<base::Date> ruled_on;
  std::string mitigation;  // when relevant
  std::optional<base::Date> mitigated_on;
  friend bool operator==(const Relationship&, const Relationship&) = default;
};

struct Discloser {
  std::string person, name;
  std::vector<Part> parts;
  std::optional<base::Date> disclosed_on;
  int look_back_months = 0;                 // what the person was asked for
  std::vector<Relationship> relationships;  // none is an answer once it is dated
  friend bool operator==(const Discloser&, const Discloser&) = default;
};

struct Disclosures {
  std::vector<Discloser> people;
  std::string commercial_support;  // who, or "none"
  friend bool operator==(const Disclosures&, const Disclosures&) = default;
};

// Why an activity with credit cannot be published on `today`: a part without a person, a missing, future or old
// disclosure, a relationship without ruling or mitigation. Empty when complete.
std::vector<Problem> check_disclosures(const Disclosures& disclosures, base::Date today);

// What the learner reads before the content.
struct LearnerDisclosure {
  bool none = false;                // nobody has a relevant relationship
  std::vector<Sentence> sentences;  // people with relationships first, then who has none, then the support
};
// nullopt while check_disclosures finds anything: nothing is published on an incomplete text.
std::optional<LearnerDisclosure> learner_disclosure(const Disclosures& disclosures, base::Date today);
// Of an activity that is published: what the records say now. A disclosure that grew old since stays said; of a
// relationship that nobody has ruled on yet nothing is said, nor that its person has none; that all were mitigated only
// where they were. nullopt while nobody is named, one of them has not disclosed at all, or none was ruled on yet.
std::optional<LearnerDisclosure> recorded_disclosure(const Disclosures& disclosures);
// Without its last sentence, the commercial support: the pages say that of every unit, in a line of its own.
std::vector<Sentence> without_support(const LearnerDisclosure& disclosure);
// These as one English text: what a record of who read it is the hash of, whatever language it was read in.
std::string learners_text(const LearnerDisclosure& disclosure);

// Canonical JSON and back. Error: json_malformed with the member's path.
std::string to_json(const Disclosures& disclosures);
// The same for readers outside: each person also says whether she has disclosed, because a list that is empty says it either way.
std::string told_json(const Disclosures& disclosures);
base::Result<Disclosures> disclosures_from_json(std::string_view json);

}  // namespace preceptor::rca
