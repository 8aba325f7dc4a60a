// A certificate authority of the test's own.
#pragma once
#include <openssl/types.h>

#include <chrono>
#include <memory>
#include <string>

namespace preceptor::fakes {

class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name);
  std::string pem() const;   // its own certificate

  struct Pair {
    std::string certificate, key;   // PEM
  };
  // For `name`, a DNS name or an IPv4 address; times are from now on.
  Pair issue(const std::string& name, std::chrono::seconds from, std::chrono::seconds until) const;

 private:
  std::string name_;
  std::shared_ptr<EVP_PKEY> key_;
  std::shared_ptr<X509> certificate_;
};

}  // namespace preceptor::fakes
