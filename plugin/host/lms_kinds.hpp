// The LMSs the library knows the ways of. Their names stand there alone: an LMS more is a folder in the library and nothing here.
#pragma once
#include <map>
#include <string>

namespace host {

struct LmsKind {
  std::string label;                      // as people write it
  std::string issuer, deployment_id;      // what to propose; often empty
  bool endpoints_known = false;           // from the issuer
};

struct LmsKinds {
  std::map<std::string, LmsKind> kinds;   // by the name a configuration uses
  std::string listed;                     // all of them, as a sentence names them
};

// For commands that need no site: a private temporary store, no listener.
inline constexpr const char* kNoSite = R"({"public_url": "https://localhost", "store": "memory:"})";

// Asks the library (`platform kinds`); says on stderr why when it cannot tell, and answers none.
LmsKinds lms_kinds();

}  // namespace host
