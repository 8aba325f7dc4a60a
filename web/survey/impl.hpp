// The controller's parts: survey_pages.cpp (which page, and what is kept), offer.cpp (what the learner's receipt shows of it), view.cpp (pages).
#pragma once
#include <mutex>
#include <optional>

#include "web/learner/diary_lines.hpp"
#include "web/learner/visit.hpp"
#include "web/survey/handle.hpp"
#include "web/survey/survey_pages.hpp"

namespace preceptor::web {

struct SurveyPages::Impl {
  using Response = ports::HttpResponse;

  SurveyDeps deps;
  Urls urls;
  DiaryLines diary;
  std::mutex mutex;                                                       // of what is below
  std::map<base::ContentHash, std::shared_ptr<const activity::Survey>> surveys;   // a version never changes
  std::string secret;                                                     // of the tokens, once read

  explicit Impl(SurveyDeps given) : deps(std::move(given)), urls(deps.public_url), diary(deps.diary, deps.clock, deps.log) {}

  // One page's view: a visit without an attempt, whose unit is the form as it is shown here.
  struct Filling {
    SurveyHandle handle;
    std::string token;
    Visit visit;
    const PersonQuestion* question = nullptr;
    std::string asked;
  };

  base::Result<std::shared_ptr<const activity::Survey>> current(const std::string& id, const std::vector<std::string>& wanted);
  base::Result<std::shared_ptr<const activity::Survey>> keep(const ports::ContentVersion& version);
  base::Result<std::shared_ptr<const activity::Survey>> by_hash(const base::ContentHash& hash);
  base::Result<std::string> token_for(const std::string& purpose);
  base::Result<Filling> filling(SurveyHandle handle, const std::vector<std::string>& wanted);
  Response get(Filling& filling, std::string_view place);
  Response post(Filling& filling, std::string_view place, const base::Fields& form);
  Response send(Filling& filling, const base::Fields& form);
  base::Result<Response> about(Filling& filling, const base::Fields& form);
  base::Status ask_person(Filling& filling, const lti::VerifiedLaunch& launch);
  std::string at(const std::string& token, const std::string& place) const { return urls.prefix() + "/s/" + token + (place.empty() ? "" : "/" + place); }

  Response form_page(const Filling& filling, const FormState& state) const;
  Response done_page(const Filling& filling, const std::string& what) const;
};

// The digest under which a used token is remembered.
std::string token_digest(const std::string& token);

}  // namespace preceptor::web
