// Which of address, path, credentials, version, TLS or permissions is wrong, or that the store refuses whatever is sent, with a record store, in plain words. Writes nothing there.
#pragma once
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/ports/http_client.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::lrs {

struct Probe {
  enum class Fault { none, address, tls, path, credentials, version, permissions, refused, busy };
  bool good = false;
  Fault fault = Fault::none;   // which is wrong; refused: none of them, a quota or a proxy perhaps; busy: the store is in trouble just now
  std::string version;   // the version that would be spoken, when known
  std::string cause;     // one sentence
  std::string next;      // the next action; empty when good
};

// "address", "tls" ...; "none".
std::string_view name(Probe::Fault fault);
Probe probe(ports::HttpClient& http, const xapi::LrsRow& row);

}  // namespace preceptor::lrs
