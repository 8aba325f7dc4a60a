// An activity as PARS' batch upload and services take it: MEMS v2 XML and the JSON of the draft schema. Off until staff switch them on
// (`format:pars-activity`): names are known, nesting and transport were not confirmed (credit.md 2, 11). Pure.
#pragma once
#include "core/report/documents.hpp"

namespace preceptor::pars {

// report::Documents says what they answer.
base::Result<std::string> activity_json(const credit::Activity& activity, const report::ActivityFacts& facts);
base::Result<std::string> activity_mems(const credit::Activity& activity, const report::ActivityFacts& facts);

}  // namespace preceptor::pars
