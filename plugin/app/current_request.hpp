// Which request a thread answers, so that each line of the log written meanwhile can name it.
#pragma once
#include <string_view>

namespace preceptor::app {

// From its making to its end this thread answers that request.
class CurrentRequest {
 public:
  // `id` must live as long.
  explicit CurrentRequest(std::string_view id);
  ~CurrentRequest();
  CurrentRequest(const CurrentRequest&) = delete;
  CurrentRequest& operator=(const CurrentRequest&) = delete;

  // Empty: this thread answers none.
  static std::string_view id();

 private:
  std::string_view before_;
};

}  // namespace preceptor::app
