#include "manifests/rules.hpp"

#include <stdexcept>

#include "core/base/json.hpp"
#include "manifests_boards_embedded.hpp"

namespace preceptor::manifests {

const credit::Rulebook& shipped_rules() {
  static const credit::Rulebook rules = [] {
    base::Json whole = base::Json::object();
    for (const manifests_boards::EmbeddedFile& file : manifests_boards::embedded_files()) {
      const auto part = base::parse_json(file.text);
      if (!part) throw std::logic_error(std::string(file.name) + ": " + base::describe(part.error()));   // ours, and read in a test: we are broken
      whole.update(*part);
    }
    auto read = credit::rulebook_from_json(whole.dump());
    if (!read) throw std::logic_error(base::describe(read.error()));
    return std::move(*read);
  }();
  return rules;
}

}  // namespace preceptor::manifests
