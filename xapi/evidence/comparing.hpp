// The two walks of a check: the record's seals, and the statements beside what the record says of them.
#pragma once
#include "xapi/evidence/checking.hpp"

namespace preceptor::xapi::evidence {

// record.jsonl by itself: every line in its form, positions without a gap, each seal following from the one before, ends as the manifest says.
void check_seals(const Manifest& manifest, const BundleFile& record, const Tell& tell);
// statements.jsonl beside record.jsonl. Lines that moved are known as such within a few hundred lines of each other; farther apart they are told as missing and added.
void compare_statements(const BundleFile& record, const BundleFile& statements, const Tell& tell);

}  // namespace preceptor::xapi::evidence
