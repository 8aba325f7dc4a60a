// The documents of an audit file, one function a kind. For this folder's audit*.cpp.
#pragma once
#include "core/report/audit.hpp"

namespace preceptor::report {

std::string audit_statements(const AuditFacts& facts);      // activity/statements.txt
std::string audit_decision(const AuditCase& one);           // decision/<case>.txt: who decided what, and who sees it differently
std::string audit_disclosures(const AuditFacts& facts);     // disclosure/disclosures.txt
std::string audit_seen(const AuditFacts& facts);            // disclosure/seen-before-content.csv
std::string audit_questions(const AuditFacts& facts);       // assessment/questions.csv
std::string audit_results(const AuditFacts& facts);         // assessment/results.csv
std::string audit_credits(const AuditFacts& facts);         // credit/credits.csv
std::string audit_sums(const AuditFacts& facts);            // credit/summary.csv
std::string audit_burden(const AuditFacts& facts);          // burden/burden.csv
std::string audit_outcome(const AuditFacts& facts);         // outcome/outcome.csv

}  // namespace preceptor::report
