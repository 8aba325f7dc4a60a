// The questions of setup and what a good answer looks like.
#include <algorithm>
#include <cctype>
#include <string_view>

#include "plugin/host/files.hpp"
#include "plugin/host/setup.hpp"

namespace host {
namespace {

constexpr Question kQuestions[] = {
    {"public_url", "--public-url", "The address people reach this tool at, e.g. https://cme.example.org", "Public address of this tool"},
    {"listen", "--listen", "Where to listen; a proxy in front talks to it (default 127.0.0.1:8480)", "Listen on"},
    {"store", "--store", "The database file (default /var/lib/preceptor/preceptor.db)", "Database file"},
    {"content", "--content", "A folder with content files", "Folder with content files (empty: none yet)"},
    {"lms", "--lms", "The kind of LMS to connect, as preceptor platform kinds lists them, or none", "LMS to connect now, or none"},
    {"issuer", "--issuer", "The LMS's issuer, often its address", "Issuer of the LMS, often its address"},
    {"client_id", "--client-id", "The client id the LMS gave this tool", "Client id"},
    {"deployment_id", "--deployment-id", "The deployment id the LMS gave this tool", "Deployment id"},
    {"authorization_endpoint", "--authorization-endpoint", "Where the LMS's kind does not tell: its OIDC authentication URL", "Authentication URL"},
    {"token_endpoint", "--token-endpoint", "Where the LMS's kind does not tell: its access token URL", "Access token URL"},
    {"jwks_uri", "--jwks-uri", "Where the LMS's kind does not tell: its key set URL", "Key set URL"},
    {"lrs_endpoint", "--lrs-endpoint", "The record store's xAPI address, or none", "xAPI address of the record store (none: later)"},
    {"lrs_username", "--lrs-username", "The record store's key or user name", "Its key or user name"},
    {"lrs_password_file", "--lrs-password-file", "A file that holds the record store's password", "File that holds its password"},
};

bool is_loopback(std::string_view authority) {
  return authority.starts_with("127.") || authority.starts_with("localhost") || authority.starts_with("[::1]");
}

std::string check_url(const std::string& text) {
  const bool https = text.starts_with("https://"), http = text.starts_with("http://");
  const std::string_view rest = https ? std::string_view(text).substr(8) : http ? std::string_view(text).substr(7) : std::string_view();
  const bool clean = std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '#'; });
  if (rest.empty() || rest.front() == '/' || !clean) return "Please give a full address such as https://example.org.";
  if (http && !is_loopback(rest)) return "Only https addresses are safe here; http is for trials on this machine (http://localhost...).";
  return {};
}

std::string check_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (colon == 0 || !digits || std::stoi(port) > 65535) return "Please give an address and a port such as 127.0.0.1:8480.";
  if (!is_loopback(text)) return "Without TLS of its own this listens on this machine only: 127.0.0.1:8480, with a proxy in front. Other set-ups: docs/config.md.";
  return {};
}

std::string check_existing(const std::string& text, const std::string& what) {
  return exists(text) ? std::string() : "There is no " + what + " at " + text + "; make it first or mend the path.";
}

}  // namespace

std::span<const Question> setup_questions() { return kQuestions; }

std::string check_answer(const std::string& name, const std::string& answer, const LmsKinds& lms) {
  if (name == "lms") return answer == "none" || lms.kinds.contains(answer) ? "" : "Please answer one of these: " + lms.listed + "; or none.";
  if (name == "content") return answer.empty() ? "" : check_existing(answer, "folder");
  if (name == "lrs_endpoint" && (answer == "none" || answer.empty())) return {};
  if (answer.empty()) return "This cannot be empty.";
  if (name == "listen") return check_listen(answer);
  if (name == "lrs_password_file") return check_existing(answer, "file");
  const bool url = name.ends_with("_url") || name.ends_with("_endpoint") || name.ends_with("_uri") || name == "issuer";
  return url ? check_url(answer) : std::string();
}

}  // namespace host
