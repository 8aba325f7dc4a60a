// Sign-in links and sessions in memory, with the port's promises.
#pragma once
#include <map>
#include <string>

#include "core/ports/admin_store.hpp"

namespace preceptor::fakes {

class MemoryAdmins : public ports::AdminStore {
 public:
  base::Status save_admin_link(const ports::AdminLink& link) override {
    links[link.digest] = link;
    return {};
  }
  base::Result<std::optional<ports::AdminLink>> find_admin_link(const std::string& digest, base::Instant now) override {
    const auto found = links.find(digest);
    if (found == links.end() || found->second.expires_at <= now) return std::optional<ports::AdminLink>();
    return std::optional(found->second);
  }
  base::Result<ports::AdminSession> begin_admin_session(const std::string& link_digest, const std::string& session_digest, base::Instant now,
                                                        base::Instant ends_at) override {
    const auto link = find_admin_link(link_digest, now);
    if (!*link) return base::fail(base::Code::admin_link_used);
    const ports::AdminSession begun{session_digest, (*link)->registration, now, now, ends_at, (*link)->member, (*link)->holder};
    links.erase(link_digest);
    return sessions[session_digest] = begun;
  }
  base::Result<std::optional<ports::AdminSession>> find_admin_session(const std::string& digest) override {
    const auto found = sessions.find(digest);
    return found == sessions.end() ? std::optional<ports::AdminSession>() : std::optional(found->second);
  }
  base::Status touch_admin_session(const std::string& digest, base::Instant seen_at) override {
    if (const auto found = sessions.find(digest); found != sessions.end()) found->second.seen_at = seen_at;
    ++touches;
    return {};
  }
  base::Status end_admin_session(const std::string& digest) override {
    sessions.erase(digest);
    return {};
  }
  std::map<std::string, ports::AdminLink> links;
  std::map<std::string, ports::AdminSession> sessions;
  int touches = 0;
};

}  // namespace preceptor::fakes
