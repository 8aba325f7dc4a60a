// The IRIs we emit and the words for them (xapi.md 4). All are in published profiles.
#pragma once
#include <string_view>

namespace preceptor::xapi {

struct Verb {
  std::string_view name;   // also the rendering's template name
  std::string_view iri;
  std::string_view en, es, ar;
};

inline constexpr Verb kInitialized{"initialized", "http://adlnet.gov/expapi/verbs/initialized", "initialized", "inició", "بدأ"};
inline constexpr Verb kAnswered{"answered", "http://adlnet.gov/expapi/verbs/answered", "answered", "respondió", "أجاب"};
inline constexpr Verb kPassed{"passed", "http://adlnet.gov/expapi/verbs/passed", "passed", "aprobó", "اجتاز"};
inline constexpr Verb kFailed{"failed", "http://adlnet.gov/expapi/verbs/failed", "failed", "no aprobó", "لم يجتز"};
inline constexpr Verb kResponded{"responded", "http://adlnet.gov/expapi/verbs/responded", "responded", "se comprometió", "تعهد"};
inline constexpr Verb kCompleted{"completed", "http://adlnet.gov/expapi/verbs/completed", "completed", "completó", "أكمل"};
inline constexpr Verb kResumed{"resumed", "http://adlnet.gov/expapi/verbs/resumed", "resumed", "reanudó", "استأنف"};
inline constexpr Verb kTerminated{"terminated", "http://adlnet.gov/expapi/verbs/terminated", "terminated", "terminó", "أنهى"};
inline constexpr Verb kRequested{"requested", "http://activitystrea.ms/request", "requested", "solicitó", "طلب"};
inline constexpr Verb kEarned{"earned", "http://id.tincanapi.com/verb/earned", "earned", "obtuvo", "نال"};
inline constexpr Verb kSubmitted{"submitted", "http://activitystrea.ms/submit", "submitted", "envió", "أرسل"};
inline constexpr Verb kReviewed{"reviewed", "http://id.tincanapi.com/verb/reviewed", "reviewed", "revisó", "راجع"};
// By the site itself, about a statement of its own; never by a learner's session.
inline constexpr Verb kVoided{"voided", "http://adlnet.gov/expapi/verbs/voided", "voided", "anuló", "ألغى"};

inline constexpr std::string_view kLesson = "http://adlnet.gov/expapi/activities/lesson";
inline constexpr std::string_view kAssessment = "http://adlnet.gov/expapi/activities/assessment";
inline constexpr std::string_view kInteraction = "http://adlnet.gov/expapi/activities/cmi.interaction";
inline constexpr std::string_view kCourse = "http://adlnet.gov/expapi/activities/course";
inline constexpr std::string_view kCredential = "https://w3id.org/xapi/tla/activity-types/credential";
inline constexpr std::string_view kCertificate = "https://www.opigno.org/en/tincan_registry/activity_type/certificate";
inline constexpr std::string_view kSurvey = "http://id.tincanapi.com/activitytype/survey";
inline constexpr std::string_view kProfileType = "http://adlnet.gov/expapi/activities/profile";

}  // namespace preceptor::xapi
