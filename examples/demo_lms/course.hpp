// The demo course: who may look at it, what it links to, in which languages. All of it is invented.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/url.hpp"

namespace preceptor::demo {

struct User {
  std::string_view id, given_name, family_name, label;
  std::vector<std::string_view> roles;
  std::string name() const { return std::string(given_name) + " " + std::string(family_name); }
};
std::span<const User> users();   // whom the page offers to look as
// Those, and a class of learners that only scripts look as: learner-3 to learner-99.
const User* find_user(std::string_view id);

struct Link {
  std::string id;       // resource_link.id
  std::string unit;     // what is linked: the value of the custom parameter named by `kind`
  std::string title, summary;
  int minutes = 0;
  std::string kind = "unit";
};
std::vector<Link> sample_links();
// More units: three that complete the sample activity of six, five of the one with a board's points.
std::vector<Link> sample_credit();
// What stands below the units: a question from the point of care, a survey.
std::vector<Link> sample_extras();

struct Language {
  std::string_view tag, label;
  bool right_to_left;
};
std::span<const Language> languages();
const Language* find_language(std::string_view tag);

inline constexpr std::string_view kContextId = "demo-course-1";
inline constexpr std::string_view kContextTitle = "Five minutes of evidence";
inline constexpr std::string_view kContextLabel = "DEMO-101";

// Who looks, in which language: carried in the address, so that several people can be tried in several tabs of one browser.
struct View {
  const User* user = nullptr;
  const Language* language = nullptr;
  std::string query() const;   // "user=...&lang=..."
};
// Missing fields get the first user and English; nullopt when a field names something unknown.
std::optional<View> read_view(const base::Fields& fields);

}  // namespace preceptor::demo
