// Who is known at the Canvas site. `sub` is a UUID, the login hint the older 40-hex id. All invented.
#include "examples/demo_lms/site/world.hpp"

namespace preceptor::demo {

std::vector<Person> canvas_people();

std::vector<Person> canvas_people() {
  return {
      {"learner-1", "7c9d2b1e-44b0-4d0f-8e55-1f6f2f7a90c3", Kind::learner, "Learner", "One", "Learner One", "learner1", "learner1@example.org", "MC-104233",
       "b3a1c5d7e9f00112233445566778899aabbccdde", "88123"},
      {"learner-2", "1b2c3d4e-5f60-4718-8930-4a5b6c7d8e9f", Kind::learner, "Zoë", "Two", "Learner Two (no SIS id)", "learner2", "learner2@example.org", "",
       "c4b2d6e8fa011223344556677889900abbccddee", "88124"},
      {"instructor-1", "a0a1a2a3-0000-4000-8000-000000000001", Kind::instructor, "Instructor", "One", "Teacher", "teacher1", "teacher1@example.org", "MC-2207",
       "00112233445566778899aabbccddeeff00112233", "88001"},
      {"test-1", "f4f0b8a2-0d5c-4b1c-9a1b-000000000042", Kind::test_user, "Test", "Student", "Student view (test student)", "", "", "",
       "d5c3e7f9ab0223344556677889900aabbccddeef", "88199"},
      {"observer-1", "5e6f7081-9203-4a1b-8c2d-3e4f50617283", Kind::observer, "Parent", "One", "Observer of Learner One", "parent1", "parent1@example.org", "",
       "e6d4f80abc1334455667788990aabbccddeeff01", "88130"},
      {"admin-1", "b0b1b2b3-0000-4000-8000-00000000000a", Kind::administrator, "Admin", "User", "Administrator (not enrolled)", "admin", "admin@example.org", "",
       "1123344556677889900aabbccddeeff001122334", "88000"},
  };
}

}  // namespace preceptor::demo
