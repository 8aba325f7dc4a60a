// What a test may change about the launches to come (only with --test-hooks). Each hook is used by one launch, in the order given.
#pragma once
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace preceptor::demo {

// Members of a hook, all optional:
//   claims   {name: value}   set in the id_token; null removes the claim
//   header   {name: value}   the same for the JOSE header
//   error    {"error","error_description"}  posted in place of an id_token
//   delay_ms                 wait before answering (at most 10000)
//   wrong_kid                true: the header names a key that is not published
//   expired                  true: iat and exp lie an hour back
//   foreign_key              true: signed with a key that is not published, under the published kid
//   corrupt                  true: one byte of the signature is changed
//   unsigned                 true: alg "none" and an empty signature
//   id_token                 sent as it is
//   omit                     ["state"|"id_token"]: left out of the form
class TestHooks {
 public:
  void push(const std::string& json_text);
  std::optional<std::string> take();
  std::size_t waiting() const;

 private:
  mutable std::mutex mutex_;
  std::deque<std::string> hooks_;
};

}  // namespace preceptor::demo
