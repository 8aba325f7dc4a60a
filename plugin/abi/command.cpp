// Administrative commands and the status text.
#include <cstring>
#include <string>
#include <string_view>

#include "plugin/abi/instance.hpp"

using namespace preceptor;

extern "C" {

int preceptor_command(preceptor_instance* p, const char* name, const char* args_json, preceptor_command_sink sink,
                      preceptor_progress progress, void* user) {
  return abi::guard(p, "preceptor_command", [&](app::Application& app) -> base::Result<int> {
    if (name == nullptr || sink == nullptr) return base::fail(base::Code::abi_misuse, "preceptor_command: name or sink is NULL");
    app::CommandIo io;
    io.write = [sink, user](int stream, std::string_view bytes) { return sink(user, stream, bytes.data(), bytes.size()) == 0; };
    io.progress = [progress, user](std::string_view what, std::uint64_t done, std::uint64_t total) {
      return progress == nullptr || progress(user, std::string(what).c_str(), done, total) == 0;
    };
    return app.command(name, args_json == nullptr ? "{}" : args_json, io);
  });
}

int preceptor_status(preceptor_instance* p, char** out_json) {
  return abi::guard(p, "preceptor_status", [&](app::Application& app) -> base::Status {
    if (out_json == nullptr) return base::fail(base::Code::abi_misuse, "preceptor_status: out_json is NULL");
    *out_json = ::strdup(app.status_json().c_str());  // preceptor_free is free()
    if (*out_json == nullptr) return base::fail(base::Code::internal, "preceptor_status: out of memory");
    return {};
  });
}

}  // extern "C"
