// The one list of everything that can go wrong. See error_codes.def for names, statuses, sentences and fixes.
#pragma once
#include <string>
#include <string_view>

namespace preceptor::base {

enum class Code {
#define PRECEPTOR_ERROR(id, name, status, user, fix) id,
#include "core/base/error_codes.def"
#undef PRECEPTOR_ERROR
};

// What one code means to each reader. All views have static storage.
struct CodeInfo {
  std::string_view name;   // stable, e.g. "launch.nonce_replayed"
  int status;              // the HTTP status it is answered with
  std::string_view user;   // one plain sentence for the person who sees it
  std::string_view fix;    // one action for the operator
};
const CodeInfo& info(Code code);

// An expected failure. `detail` is for the operator (log, diary, command line), never shown to a learner; it must hold no
// secret, token, name or e-mail. `expected` and `received` are filled by checks that compared two values.
struct Error {
  Code code = Code::internal;
  std::string detail;
  std::string expected;
  std::string received;
};

// "launch.nonce: detail (expected X, received Y)": one line for logs and terminals.
std::string describe(const Error& error);
// The same for a log line: what another server said in its own words, where somebody's name may stand, is left out; its status stays.
std::string describe_for_log(const Error& error);

}  // namespace preceptor::base
