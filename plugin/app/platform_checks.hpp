// What a connection must be like, for the configuration file and for platform add: both refuse the same.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace preceptor::app {

struct PlatformValues {
  const std::string &name, &lms, &issuer, &client_id, &authorization_endpoint, &token_endpoint, &jwks_uri, &authorization_server, &actor_home_page;
  const std::vector<std::string> &deployments, &anonymous;
};

struct PlatformProblem {
  std::string key;    // as the file and the command's arguments call it
  std::string text;   // goes on after the key: "must be ..."
};

// The first that is wrong. Endpoints that follow from the issuer are filled in before, and the kind of LMS is one that is known.
std::optional<PlatformProblem> problem_of(const PlatformValues& platform);

// Another server's address: https, or http where loopback or outbound.allow permits it (the client decides when it calls).
inline constexpr const char* kMustBeAddress = "must be a full address such as https://example.org/..., without spaces or #";

}  // namespace preceptor::app
