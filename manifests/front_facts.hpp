// Single values of the front matter with their checks. Internal to this folder.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.hpp"
#include "manifests/front_matter.hpp"

namespace preceptor::manifests {

class Facts {
 public:
  static constexpr std::size_t kLongestValue = 2000;

  Facts(const FrontMatter& front, Problems& problems) : front_(front), problems_(problems) {}

  const Value* find(std::string_view key) const;
  std::string text(std::string_view key, std::size_t longest = kLongestValue);
  // One entry a line.
  std::vector<std::string> list(std::string_view key);
  // Entries parted by commas, on one line or several.
  std::vector<Value> words(std::string_view key);
  int number(std::string_view key, int min, int max);
  // "yes" or "no"; `usual` where the key is missing.
  bool yes_no(std::string_view key, bool usual);
  // YYYY-MM-DD; absent when missing or wrong.
  std::optional<base::Date> day(std::string_view key);

 private:
  const FrontMatter& front_;
  Problems& problems_;
};

void check_id(const Value& value, Problems& problems);
void check_language(const Value& value, Problems& problems);

}  // namespace preceptor::manifests
