#include "core/credit/activity.hpp"

#include <algorithm>

namespace preceptor::credit {

const std::vector<FormatName>& activity_formats() {
  static const std::vector<FormatName> formats = {{"live", "Live course", true},
                                                  {"rss", "Regularly scheduled series", true},
                                                  {"enduring", "Enduring material", false},
                                                  {"journal", "Journal-based CME", false},
                                                  {"manuscript", "Manuscript review", false},
                                                  {"test-item", "Test-item writing", false},
                                                  {"committee", "Committee learning", false},
                                                  {"pi", "Performance/quality improvement", false},
                                                  {"isl", "Internet searching and learning", false},
                                                  {"teaching", "Learning from teaching", false},
                                                  {"other", "Other/blended learning", false}};
  return formats;
}

const FormatName* activity_format(std::string_view code) {
  const auto found = std::ranges::find(activity_formats(), code, &FormatName::code);
  return found == activity_formats().end() ? nullptr : &*found;
}

bool counts_cycles(const Activity& activity) { return activity.format == "isl"; }

const BundleUnit* Activity::unit(std::string_view unit_id) const {
  const auto found = std::ranges::find(bundle, unit_id, &BundleUnit::unit_id);
  return found == bundle.end() ? nullptr : &*found;
}

int Activity::planned_minutes() const {
  int minutes = 0;
  for (const BundleUnit& one : bundle) minutes += one.minutes;
  return minutes;
}

}  // namespace preceptor::credit
