// A profile (xAPI Profiles 1.0), compiled: which template a statement matches, and whether the statements of one registration follow a pattern.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.hpp"

namespace preceptor::xapi {

// What a profile says of one statement.
struct TemplateMatch {
  std::optional<std::size_t> index;   // the one template it matches, as in Profile::template_ids; none: see problem
  std::string path, problem;          // where it departs from the template it comes nearest to, and how
  explicit operator bool() const { return index.has_value(); }
};

// What it says of the statements of one registration, in their order.
struct PatternMatch {
  enum class Fit {
    whole,      // they are what a primary pattern describes
    fragment,   // a piece of that: something went before or comes after
    broken,     // no pattern has them in this order
  };
  Fit fit = Fit::fragment;
  std::size_t at = 0;   // broken: the first that cannot stand where it stands
};

class Profile {
 public:
  // Error json_malformed: no profile, or one that holds what this reader does not know, which it never passes over. The detail names it.
  static base::Result<Profile> read(std::string_view json);

  const std::string& id() const;
  const std::string& version_id() const;                    // the newest; what statements name in their category
  const std::vector<std::string>& template_ids() const;

  // A template is matched when its determining properties fit and all its rules are kept.
  TemplateMatch match(const nlohmann::json& statement) const;
  // `templates`: indexes from match().
  PatternMatch order(std::span<const std::size_t> templates) const;

 private:
  struct Compiled;
  explicit Profile(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace preceptor::xapi
