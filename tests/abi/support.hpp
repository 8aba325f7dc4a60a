// What the tests of the C ABI share: a temporary folder, a configuration, a collected answer. Only preceptor.h is known here.
#pragma once
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "plugin/include/preceptor.h"

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "preceptor-abi-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;  // a folder left behind in the temporary place fails nothing
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string config_without_listener() { return R"({"public_url": "https://cme.example.org", "store": "memory:"})"; }

// Port 0: the system picks one; public_url only has to be on loopback.
inline std::string config_with_listener(const std::string& folder) {
  return R"({"public_url": "http://127.0.0.1:8480", "listen": "127.0.0.1:0", "allow_loopback": true, "store": "sqlite:)" + folder + R"(/preceptor.db"})";
}

struct Answer {
  int calls = 0;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

inline void take_answer(void* user, int status, const preceptor_header* headers, size_t count, const char* body, size_t size) {
  auto* answer = static_cast<Answer*>(user);
  ++answer->calls;
  answer->status = status;
  for (size_t i = 0; i < count; ++i) answer->headers.emplace_back(headers[i].name, headers[i].value);
  answer->body.assign(body, size);
}

inline preceptor_request get_request(const char* target) {
  preceptor_request request{};
  request.struct_size = sizeof request;
  request.method = "GET";
  request.target = target;
  return request;
}
