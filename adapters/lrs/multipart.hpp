// A request body with attachments (xAPI Communication 1.5.2; RFC 2046): the statements first, then each signature.
#pragma once
#include <span>
#include <string>

#include "xapi/delivery_store.hpp"

namespace preceptor::lrs {

bool any_signed(std::span<const xapi::QueuedStatement> statements);
// The statements as one JSON array; the bytes of each as they are.
std::string json_array(std::span<const xapi::QueuedStatement> statements);

struct Multipart {
  std::string content_type, body;
};
// The same statements give the same bytes. `json` is json_array of them.
Multipart multipart(const std::string& json, std::span<const xapi::QueuedStatement> statements);

}  // namespace preceptor::lrs
