// Topics delivered to the host.
#include <string>

#include "plugin/abi/instance.hpp"

using namespace preceptor;

extern "C" {

int preceptor_subscribe(preceptor_instance* p, const char* name, const char* topic, const char* from, preceptor_subscriber callback,
                        void* user) {
  return abi::guard(p, "preceptor_subscribe", [&](app::Application& app) -> base::Status {
    if (name == nullptr || *name == '\0' || topic == nullptr || callback == nullptr)
      return base::fail(base::Code::abi_misuse, "preceptor_subscribe: name, topic and callback are all needed");
    if (p->gate.inside()) return base::fail(base::Code::abi_misuse, "preceptor_subscribe was called from a subscriber");
    return app.subscribe(name, topic, from == nullptr ? "" : from, [p, callback, user](const std::string& item) {
      const abi::SubscriptionGate::Inside inside(p->gate);
      return callback(user, item.c_str());
    });
  });
}

int preceptor_unsubscribe(preceptor_instance* p, const char* name) {
  return abi::guard(p, "preceptor_unsubscribe", [&](app::Application& app) -> base::Status {
    if (name == nullptr) return base::fail(base::Code::abi_misuse, "preceptor_unsubscribe: name is NULL");
    // It waits for the running callback, so from inside one it would wait for itself.
    if (p->gate.inside()) return base::fail(base::Code::abi_misuse, "preceptor_unsubscribe was called from a subscriber");
    return app.unsubscribe(name);
  });
}

}  // extern "C"
