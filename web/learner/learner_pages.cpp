#include "web/learner/learner_pages.hpp"

#include "web/learner/impl.hpp"

namespace preceptor::web {

LearnerPages::LearnerPages(LearnerDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
LearnerPages::~LearnerPages() = default;

ports::HttpResponse LearnerPages::login(const ports::HttpRequest& request, const lti::Login& login, const std::string& path_registration) {
  return impl_->login(request, login, path_registration);
}

ports::HttpResponse LearnerPages::launch(const ports::HttpRequest& request, lti::LaunchVerifier& verifier) {
  return impl_->launch(request, verifier);
}

ports::HttpResponse LearnerPages::attempt(const ports::HttpRequest& request) { return impl_->attempt(request); }

base::Result<OpenedUnit> LearnerPages::open_unit(const UnitWanted& wanted, const Also& also) { return impl_->open_unit(wanted, also); }

base::Result<int> LearnerPages::close_idle() { return impl_->close_idle(); }

}  // namespace preceptor::web
