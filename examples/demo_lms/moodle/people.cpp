// Who is known at the Moodle site: small integer ids, the same for every tool. All invented.
#include "examples/demo_lms/site/world.hpp"

namespace preceptor::demo {

std::vector<Person> moodle_people();

std::vector<Person> moodle_people() {
  return {
      {"learner-1", "4", Kind::learner, "Learner", "One", "Learner One", "learner1", "learner1@example.org", "S-101", "", ""},
      {"learner-2", "5", Kind::learner, "Zoë", "Two", "Learner Two (no id number)", "learner2", "learner2@example.org", "", "", ""},
      {"instructor-1", "3", Kind::instructor, "Instructor", "One", "Teacher", "teacher1", "teacher1@example.org", "T-7", "", ""},
      {"assistant-1", "6", Kind::assistant, "Assistant", "One", "Non-editing teacher", "teacher2", "teacher2@example.org", "", "", ""},
      {"admin-1", "2", Kind::administrator, "Admin", "User", "Site administrator", "admin", "admin@example.org", "", "", ""},
  };
}

}  // namespace preceptor::demo
