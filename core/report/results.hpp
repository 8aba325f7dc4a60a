// What came back: results of a receiver as a table (CSV), read into outcomes of records. Pure; who the rows belong to is the caller's question.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.hpp"
#include "core/base/result.hpp"
#include "core/credit/grant.hpp"

namespace preceptor::report {

// MedBiquitous' service vocabulary (credit.md 4.5).
enum class ResultCode { none, missing_data, invalid_data, no_match, multiple_matches, not_supported, unspecified, already_exists };
std::string_view name(ResultCode code);               // as MedBiquitous spells it: "No match"; empty for none
ResultCode result_code_named(std::string_view text);  // whatever case; `unspecified` for words that are not theirs, `none` for empty text

enum class ResultStatus { accepted, rejected, pending };

struct ResultLine {
  int line = 0;
  std::string ccid;                    // or, when it is empty, the members below
  std::string activity_id;             // 9 digits
  std::string given_name, family_name; // as the receiver has them
  std::string board, board_id;
  std::optional<base::Date> date;
  ResultStatus status = ResultStatus::pending;
  ResultCode code = ResultCode::none;
};
struct ResultProblem {
  int line = 0;
  std::string field;                   // a column
  std::string key;                     // end of a message key "results.<key>"
};
struct ResultTable {
  std::vector<ResultLine> lines;
  std::vector<ResultProblem> problems; // of single rows, which are left out
};

// Columns by their heads, in any order and case: "ccid" or ("activity id", "date", and "board id" or both names), and "status"; "code" when
// there is one. A receiver's own words may name a learner's numbers, and what is noted stays for ever: such columns are not read. At most 32 MiB and 200,000 rows. Error content_invalid: not such a table, with the line.
base::Result<ResultTable> read_results(std::string_view csv);

// The state that an outcome moves a grant to. A record that the receiver had already waits for its board.
credit::GrantState state_of(const ResultLine& line);
// The grant's ccid of a record's: formats that make several records of one grant put ".<something>" behind it.
std::string grant_ccid(std::string_view record_ccid);
// The reason kept with the state: "No match"; empty without a code.
std::string reason_of(const ResultLine& line);

}  // namespace preceptor::report
