// REDCap data dictionaries.
#include "tests/fuzz/import_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return preceptor::manifests::importers::check_import(data, size, preceptor::manifests::importers::Source::redcap);
}
