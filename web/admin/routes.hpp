// The list of paths. The only way to a page or action of an administrator.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/admin/impl.hpp"

namespace preceptor::web {

struct AdminPages::Impl::Route {
  std::string_view method, path;
  enum class Needs { nothing, session, whole_site } needs;
  Response (Impl::*handler)(Turn&);
};

struct AdminPages::Impl::Found {
  const Route* route = nullptr;
  bool path_known = false;      // under another method
  std::string allowed;          // its methods
  std::string token, registration;
};

}  // namespace preceptor::web
