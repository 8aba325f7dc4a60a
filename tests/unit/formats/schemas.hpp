// The published schemas, where they are at hand: PRECEPTOR_SCHEMAS names the folder that holds `medbiquitous`.
#pragma once
#include <optional>
#include <string>

namespace preceptor::formats_test {

// The folder; nothing when the variable is unset.
std::optional<std::string> schemas();
// What is wrong with the document after `schema` (path below the folder); empty = valid. Offline: an XML catalog maps every address to the folder.
std::string invalidity(const std::string& document, const std::string& schema);

}  // namespace preceptor::formats_test

// Says that a test was not run, rather than passing without having looked.
#define PRECEPTOR_NEEDS_SCHEMAS() \
  if (!::preceptor::formats_test::schemas()) GTEST_SKIP() << "not run: PRECEPTOR_SCHEMAS is not set to the folder with medbiquitous/"
