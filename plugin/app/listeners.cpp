#include "plugin/app/listeners.hpp"

namespace preceptor::app {

http::ServerOptions listener_options(const Config& config, const std::string& listen) {
  http::ServerOptions options;
  options.listen = listen;
  options.trusted_proxies = config.trusted_proxies;
  options.tls_cert_file = config.tls_cert_file;
  options.tls_key_file = config.tls_key_file;
  return options;
}

base::Status check_listener(const Config& config, const std::string& listen) {
  if (listen.empty()) return {};
  return http::Server::check(listener_options(config, listen));
}

}  // namespace preceptor::app
