// One file out of a zip, read with libarchive directly: not by the code under test.
#pragma once
#include <string>

namespace preceptor::formats_test {

std::string unzipped(const std::string& path, const std::string& name);   // empty when there is none

}  // namespace preceptor::formats_test
