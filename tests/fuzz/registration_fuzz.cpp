// What a platform says of itself and answers to a registration: nothing accepted may lead to another host, and a request can be made of it.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "adapters/canvas/canvas_profile.hpp"
#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/dynamic/registration_answer.hpp"
#include "lti/dynamic/registration_request.hpp"

using namespace preceptor;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}

void read_configuration(const std::string& text) {
  static const lti::LmsProfiles profiles = [] {
    lti::LmsProfiles known;
    known.add(std::make_unique<canvas::CanvasProfile>());
    return known;
  }();
  const auto read = lti::read_platform_configuration(text, "https://moodle.example.org/lms/config", false, profiles);
  if (!read) return;
  for (const std::string* url : {&read->issuer, &read->authorization_endpoint, &read->token_endpoint, &read->registration_endpoint, &read->jwks_uri}) {
    const auto parsed = base::parse_url(*url);
    require(parsed && parsed->scheme == "https");
  }
  require(base::parse_url(read->issuer)->host == "moodle.example.org");
  require(base::parse_url(read->registration_endpoint)->host == "moodle.example.org");
  const lti::ToolFacts tool{"Tool", "Words", "https://cme.example.org", base::RegistrationId("r1")};
  const lti::LmsProfile plain;
  const canvas::CanvasProfile canvas;
  for (const lti::LmsProfile* profile : {&plain, static_cast<const lti::LmsProfile*>(&canvas)}) {
    const auto request = lti::registration_request(tool, *read, {}, *profile);
    require(request.at("jwks_uri") == tool.key_set_url());
    for (const auto& placement : lti::placements_of(request)) require(!placement.empty());
    require(lti::scopes_of(request).size() <= 4);
  }
}

void read_answer(const std::string& text) {
  for (const int status : {200, 422}) {
    const auto answer = lti::read_registration_answer({status, {}, text}, "registration-token");
    if (answer) {
      require(status == 200 && !answer->client_id.empty() && answer->client_id.size() <= 255);
      require(!answer->deployment_id || (!answer->deployment_id->empty() && answer->deployment_id->size() <= 255));
    } else {
      require(answer.error().detail.size() < 300 && answer.error().detail.find("registration-token") == std::string::npos);
    }
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_configuration(text);
  read_answer(text);
  return 0;
}
