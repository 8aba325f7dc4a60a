// The claims of a launch, behind a signature that is right: each input is signed by a platform and posted. An input
// that is an object is laid over a valid launch first, so that single claims are reached.
#include <cstdint>
#include <cstdlib>

#include "lti/claims.hpp"
#include "tests/unit/lti/lti_world.hpp"

using namespace preceptor;
using namespace preceptor::lti;

namespace {

void require(bool kept) {
  if (!kept) std::abort();
}

void require_address(const std::string& text) { require(text.empty() || base::parse_url(text)); }

struct Bench : World {
  Bench() { log_in(); }
};

void check(const tl::expected<VerifiedLaunch, Refusal>& launch) {
  if (!launch) {
    require(!base::info(launch.error().error.code).name.empty());
    return;
  }
  require(!launch->launch.subject.empty() && launch->launch.subject.size() <= 255);
  const bool deep = launch->launch.message_type == kDeepLinkingRequest, review = launch->launch.message_type == kSubmissionReviewRequest;
  require(deep || review || launch->launch.message_type == kResourceLinkRequest);
  require(deep || (!launch->launch.resource_link.id.empty() && launch->launch.resource_link.id.size() <= 255));
  require(deep == launch->launch.deep_linking.has_value() && review == launch->launch.for_user.has_value());
  if (deep) require(base::parse_url(launch->launch.deep_linking->return_url).has_value());
  if (review) require(is_id(launch->launch.for_user->user_id));
  require_address(launch->launch.presentation.return_url);
  if (launch->launch.grades) {
    require_address(launch->launch.grades->lineitem);
    require_address(launch->launch.grades->lineitems);
  }
  if (launch->launch.roster) require(base::parse_url(launch->launch.roster->memberships_url).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Bench bench;
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(bench.post_token(fakes::sign_texts(bench.platform.key, bench.platform.header().dump(), text)));
  const TestJson value = TestJson::parse(text, nullptr, false);
  if (value.is_object()) {
    TestJson claims = bench.claims();
    claims.update(value);
    check(bench.post_token(fakes::sign_texts(bench.platform.key, bench.platform.header().dump(),
                                             claims.dump(-1, ' ', false, TestJson::error_handler_t::replace))));
  }
  return 0;
}
