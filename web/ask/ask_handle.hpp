// The sealed path segment of the pages behind "Ask a question": who asks, in which course and link, and about which question.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/sealer.hpp"

namespace preceptor::web {

struct AskHandle {
  ports::LinkKey link;
  base::PersonId person;        // empty: nothing is stored (previews, launches without a user)
  std::string facts;            // of the launch (JSON)
  std::string from = "course";  // or "receipt"
  std::string question;         // id; empty where one may be typed
  base::Instant issued{}, renewed{};
  bool stores() const { return !person.empty(); }
};

std::string seal_ask(const ports::Sealer& sealer, const AskHandle& handle);
// nullopt when it is not ours or was altered; expiry is the caller's question.
std::optional<AskHandle> open_ask(const ports::Sealer& sealer, std::string_view token);
bool is_expired(const AskHandle& handle, base::Instant now);
// "/q/<token>" or "/q/<token>/<place>" below `prefix`.
std::string ask_path(const std::string& prefix, const std::string& token, std::string_view place = {});
// The same read back, without prefix; nullopt for another path.
struct AskPlace {
  std::string_view token, step;
};
std::optional<AskPlace> ask_place(std::string_view path);

}  // namespace preceptor::web
