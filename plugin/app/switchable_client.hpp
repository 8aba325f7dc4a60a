// The one HttpClient everybody holds; a reload changes what is behind it.
#pragma once
#include <memory>
#include <mutex>

#include "core/ports/http_client.hpp"

namespace preceptor::app {

class SwitchableClient : public ports::HttpClient {
 public:
  void set(std::shared_ptr<ports::HttpClient> client) {
    const std::lock_guard lock(mutex_);
    client_ = std::move(client);
  }
  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& request) override {
    std::shared_ptr<ports::HttpClient> client;
    {
      const std::lock_guard lock(mutex_);
      client = client_;
    }
    return client->send(request);
  }

 private:
  std::mutex mutex_;
  std::shared_ptr<ports::HttpClient> client_;
};

}  // namespace preceptor::app
