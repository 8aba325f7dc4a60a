// The words of a root-cause case that stand alone or inside sentences, each with its key of the message catalogues
// (web/messages). They hold no places.
#pragma once
#include <string_view>

#include "core/activity/rca/disclosures.hpp"
#include "core/activity/rca/rows.hpp"
#include "core/activity/rca/score.hpp"
#include "core/activity/rca/sheet.hpp"

namespace preceptor::rca {

Sentence word(Row row);                      // rca.row.k1: the row's name
Sentence prompt(Row row);                    // rca.prompt.k1: what it means, about the people concerned
Sentence word(Card card);                    // rca.card.knowledge
Sentence word(Role role);                    // rca.role.physician
Sentence word(Outcome outcome);              // rca.outcome.no_go: its title
Sentence word(Part part);                    // rca.part.planner
Sentence word(AimKind aim);                  // rca.aim.equity; an empty text for none
Sentence word(Department owner);             // rca.department.quality; an empty text for none
Sentence degree_word(int degree);            // rca.degree.0, .1 or .3
Sentence evidence_word(int evidence);        // rca.evidence.0 to .3; others are read as the nearest
Sentence stratum_word(std::string_view by);  // rca.stratum.site; an unknown one is said as it is

}  // namespace preceptor::rca
