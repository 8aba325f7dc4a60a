// The host's callbacks as the ports the house knows.
#pragma once
#include <memory>

#include "core/base/result.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/log.hpp"
#include "plugin/abi/c_api.hpp"

namespace preceptor::abi {

// What the host gave, with members it did not know yet as NULL and members we do not know yet left out. Error abi_misuse: struct_size
// is smaller than the member itself.
base::Result<preceptor_callbacks> read_callbacks(const preceptor_callbacks* callbacks);

// The system's clock when the host offers none.
std::shared_ptr<ports::Clock> make_clock(const preceptor_callbacks& callbacks);
// One JSON object a line: at, level, event, then the fields. Bytes that are not UTF-8 become U+FFFD. Writes nowhere when the host
// offers no log.
std::shared_ptr<ports::Log> make_log(const preceptor_callbacks& callbacks, std::shared_ptr<ports::Clock> clock);

}  // namespace preceptor::abi
