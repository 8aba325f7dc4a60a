// An activity that nothing is wrong with, and the rules it is checked against. Names of the rules are the shipped ones'; the values are these tests' own.
#pragma once
#include "core/credit/activity.hpp"

namespace preceptor::credit {

inline base::Date day(const char* text) {
  return *base::parse_date(text);
}

// Six units of five minutes, 0.5 AMA PRA Category 1, enduring, one year.
inline Activity sample_activity() {
  Activity one;
  one.id = "micro-credit";
  one.title = "Six small questions";
  one.language = "en";
  one.description = "Six units of five minutes.";
  one.provider = "demo";
  one.provider_activity_id = "DEMO-1";
  one.format = "enduring";
  one.starts = day("2026-01-01");
  one.ends = day("2026-12-31");
  one.designated_on = day("2025-12-01");
  one.accreditation_statement = "The Demo provider is accredited by nobody.";
  one.designation_statement = "The Demo provider designates this enduring material for a maximum of 0.5 credits.";
  one.designations = {{"ama-pra-1", {50}, {}}};
  one.pass_percent = 60;
  one.rationale = one.citations = one.evaluation = true;
  one.commercial_support = "none";
  one.people = {"p1"};
  one.professions = {"physician", "nurse"};
  for (int i = 1; i <= 6; ++i) one.bundle.push_back({"unit-" + std::to_string(i), 5, true});
  return one;
}

}  // namespace preceptor::credit
