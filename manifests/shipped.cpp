#include <stdexcept>

#include "manifests/compile.hpp"
#include "manifests_forms_embedded.hpp"

namespace preceptor::manifests {

const std::vector<activity::Survey>& shipped_surveys() {
  static const std::vector<activity::Survey> all = [] {
    std::vector<activity::Survey> made;
    for (const manifests_forms::EmbeddedFile& file : manifests_forms::embedded_files()) {
      Compiled compiled = compile(file.text, file.name);
      if (!compiled.survey) throw std::logic_error(std::string(file.name) + " is no survey");  // ours, and compiled in a test: we are broken
      made.push_back(std::move(*compiled.survey));
    }
    return made;
  }();
  return all;
}

}  // namespace preceptor::manifests
