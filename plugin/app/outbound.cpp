#include "plugin/app/outbound.hpp"

namespace preceptor::app {

http::ClientOptions client_options(const Config& config) {
  http::ClientOptions options;
  options.allow = config.outbound_allow;
  options.allow_loopback = config.allow_loopback;
  options.ca_file = config.outbound_ca_file;
  options.proxy = config.outbound_proxy;
  return options;
}

}  // namespace preceptor::app
