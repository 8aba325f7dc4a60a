#include "core/record/erasure.hpp"

#include "core/base/json.hpp"

namespace preceptor::record {

Other person_erased(const std::string& by, bool voids) { return {kPersonErased, base::canonical_json(base::Json{{"by", by}, {"voids", voids}})}; }

Other statement_voided(const base::StatementId& statement) { return {kStatementVoided, base::canonical_json(base::Json{{"statement", statement.str()}})}; }

}  // namespace preceptor::record
