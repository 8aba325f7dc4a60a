// LTI core 1.3 appendix A.2. Only the known vocabularies are mapped to rights; a role we do not know is kept as text
// and gives none.
#include <algorithm>
#include <array>

#include "lti/launch.hpp"

namespace preceptor::lti {
namespace {

constexpr std::string_view kMembership = "http://purl.imsglobal.org/vocab/lis/v2/membership";
constexpr std::string_view kTestUser = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser";
constexpr std::array<std::string_view, 3> kAdministrators = {
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/person#Administrator",  // deprecated spelling, A.2.4
};

// The principal context role: "Instructor" from "...membership#Instructor",
// "...membership/Instructor#TeachingAssistant" or the short name "Instructor" (A.2.3: a tool may accept it). Empty when
// it is no context role.
std::string_view context_role(std::string_view role) {
  if (role.find_first_of(":/#") == std::string_view::npos) return role;
  if (!role.starts_with(kMembership)) return {};
  role.remove_prefix(kMembership.size());
  const std::size_t hash = role.find('#');
  if (hash == std::string_view::npos) return {};
  if (hash == 0) return role.substr(1);
  return role.front() == '/' ? role.substr(1, hash - 1) : std::string_view();
}

}  // namespace

Roles read_roles(const std::vector<std::string>& roles) {
  Roles result;
  result.all = roles;
  for (const std::string& role : roles) {
    const std::string_view context = context_role(role);
    result.learner |= context == "Learner";
    result.instructor |= context == "Instructor" || context == "ContentDeveloper";
    result.teacher |= context == "Instructor";
    result.mentor |= context == "Mentor";
    result.administrator |= context == "Administrator" ||
                            std::find(kAdministrators.begin(), kAdministrators.end(), role) != kAdministrators.end();
    result.test_user |= role == kTestUser;
  }
  return result;
}

}  // namespace preceptor::lti
