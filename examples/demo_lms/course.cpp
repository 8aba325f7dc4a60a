#include "examples/demo_lms/course.hpp"

#include <deque>

namespace preceptor::demo {

namespace {

// Role vocabularies: LTI Core 1.3, appendix A.2.
constexpr std::string_view kLearner = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner";
constexpr std::string_view kInstructor = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";
constexpr std::string_view kTestUser = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser";

const User kUsers[] = {
    {"learner-1", "Learner", "One", "Learner One", {kLearner}},
    {"learner-2", "Learner", "Two", "Learner Two", {kLearner}},
    {"instructor-1", "Instructor", "One", "Instructor (preview)", {kInstructor}},
    {"test-1", "Test", "Student", "Test user", {kLearner, kTestUser}},
};
constexpr Language kLanguages[] = {{"en", "English", false}, {"es", "Español", false}, {"ar", "العربية", true}};

// learner-3 to learner-99. Their texts live as long as the program.
std::deque<User> make_class() {
  static std::deque<std::string> texts;
  std::deque<User> made;
  for (int n = 3; n < 100; ++n) {
    const std::string number = std::to_string(n);
    const std::string& id = texts.emplace_back("learner-" + number);
    const std::string& family = texts.emplace_back(number);
    const std::string& label = texts.emplace_back("Learner " + number);
    made.push_back({id, "Learner", family, label, {kLearner}});
  }
  return made;
}

}  // namespace

std::span<const User> users() { return kUsers; }

const User* find_user(std::string_view id) {
  for (const auto& user : kUsers)
    if (user.id == id) return &user;
  static const std::deque<User> others = make_class();
  for (const auto& user : others)
    if (user.id == id) return &user;
  return nullptr;
}

std::vector<Link> sample_links() {
  return {
      {"link-1", "apixaban-dose", "Apixaban in atrial fibrillation: which dose?", "The three criteria of the US label", 5},
      {"link-2", "naloxone-with-opioids", "Long-term opioid: what about naloxone?", "Whom the CDC guideline of 2022 advises to offer it", 5},
      {"link-3", "five-moments", "Hands cleaned at the door: is that enough?", "The five moments for hand hygiene, also in Arabic", 5},
  };
}

std::vector<Link> sample_credit() {
  return {
      {"credit-1", "tdap-in-pregnancy", "Pregnant again: is Tdap due again?", "What the ACIP recommends in each pregnancy", 5},
      {"credit-2", "epinephrine-first", "Hives and low blood pressure: what comes first?", "Anaphylaxis, by the World Allergy Organization", 5},
      {"credit-3", "colorectal-screening-from-45", "He is 46 and well: screen for colorectal cancer?", "The USPSTF's recommendation of 2021", 5},
      {"credit-4", "bronchiolitis-albuterol", "First bronchiolitis: does albuterol help?", "The AAP guideline of 2014", 5},
      {"credit-5", "infant-safe-sleep", "Two months old: how should she sleep?", "The AAP's recommendations of 2022", 5},
      {"credit-6", "early-peanut", "Severe eczema at five months: when peanut?", "The guidelines of 2017", 5},
      {"credit-7", "fluoride-varnish", "First teeth: who gets fluoride varnish?", "The USPSTF's recommendation of 2021", 5},
      {"credit-8", "otitis-first-antibiotic", "Both ears bulging: which antibiotic first?", "The AAP guideline of 2013", 5},
  };
}

std::vector<Link> sample_extras() {
  return {
      {"ask", "1", "Ask a question from the point of care", "The units that match come ranked", 1, "ask"},
      {"survey", "micro-burden", "How much effort was it?", "Four items and one; no name is kept", 1, "survey"},
  };
}

std::span<const Language> languages() { return kLanguages; }

const Language* find_language(std::string_view tag) {
  for (const auto& language : kLanguages)
    if (language.tag == tag) return &language;
  return nullptr;
}

std::string View::query() const { return "user=" + std::string(user->id) + "&lang=" + std::string(language->tag); }

std::optional<View> read_view(const base::Fields& fields) {
  const auto* user = base::field(fields, "user");
  const auto* language = base::field(fields, "lang");
  View view{user ? find_user(*user) : &kUsers[0], language ? find_language(*language) : &kLanguages[0]};
  if (!view.user || !view.language) return std::nullopt;
  return view;
}

}  // namespace preceptor::demo
