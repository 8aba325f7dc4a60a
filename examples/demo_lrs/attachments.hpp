// Statements as they are sent, alone or with attachments (multipart/mixed), and whether the attachments are what the statements say of them.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace preceptor::demo {

struct Sent {
  std::string statements;                                    // JSON
  std::vector<std::pair<std::string, std::string>> parts;    // X-Experience-API-Hash, bytes
  std::string problem;                                       // one sentence; empty when it could be read
};
// xAPI Communication 1.5.
Sent read_sent(const std::string& content_type, const std::string& body);

// Empty: every attachment without a fileUrl has its part, every part its hash and an attachment that names it, and the payload of each signature is its
// statement. A text that is no JSON has no problem here: that is said where statements are read. The key of a signature is not looked at.
std::string attachment_problem(const Sent& sent);

}  // namespace preceptor::demo
