#include "plugin/abi/instance.hpp"

#include <string>

namespace preceptor::abi {

int answer(preceptor_instance& instance, const base::Status& status) {
  if (status) return 0;
  instance.error.set(status.error());
  return kFailed;
}

int answer(preceptor_instance& instance, const base::Result<int>& result) {
  if (result) return *result;
  instance.error.set(result.error());
  return kFailed;
}

int answer_broken(preceptor_instance& instance, const char* function, const char* exception_type) noexcept {
  try {
    if (instance.log) instance.log->write(ports::Level::error, "abi.exception", {{"function", function}, {"type", exception_type}});
    instance.error.set({base::Code::internal, std::string(function) + " was stopped by an exception of type " + exception_type, {}, {}});
  } catch (...) {
    // Only memory can be out here; set() copes with that by itself.
    instance.error.set({});
  }
  return kFailed;
}

}  // namespace preceptor::abi
