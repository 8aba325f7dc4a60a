// Which of address, path, credentials, version, TLS or permissions is wrong with a record store, in plain words. Writes nothing there.
#pragma once
#include <string>

#include "core/base/result.hpp"
#include "core/ports/http_client.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::lrs {

struct Probe {
  bool good = false;
  std::string version;   // the version that would be spoken, when known
  std::string cause;     // one sentence
  std::string next;      // the next action; empty when good
};

Probe probe(ports::HttpClient& http, const xapi::LrsRow& row);

}  // namespace preceptor::lrs
