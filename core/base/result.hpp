// The one result type. Swap here when std::expected is usable on both compilers.
#pragma once
#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "core/base/error.hpp"

namespace preceptor::base {

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

// return fail(Code::x, "what happened");
inline tl::unexpected<Error> fail(Code code, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, std::move(detail), {}, {}});
}
// return mismatch(Code::x, expected, received): for checks that compared two values.
inline tl::unexpected<Error> mismatch(Code code, std::string expected, std::string received, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, std::move(detail), std::move(expected), std::move(received)});
}
// return fail(result.error()): passes a failure of another type on.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace preceptor::base
