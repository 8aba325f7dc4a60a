#include "web/admin/sign_in_link.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::web {

base::Result<std::string> make_sign_in_link(ports::AdminStore& store, const ports::Clock& clock, const std::string& public_url,
                                            const base::RegistrationId& registration, base::Milliseconds life, const std::string& holder) {
  const std::string token = base::base64url_encode(base::random_bytes(32));
  const auto saved = store.save_admin_link({base::sha256_hex(token), registration, clock.now() + life, {}, holder});
  if (!saved) return base::fail(saved.error());
  return public_url + "/admin/enter/" + token;
}

base::Result<std::string> make_staff_link(ports::AdminStore& store, const ports::Clock& clock, const std::string& public_url,
                                          const std::string& member, base::Milliseconds life) {
  const std::string token = base::base64url_encode(base::random_bytes(32));
  const auto saved = store.save_admin_link({base::sha256_hex(token), {}, clock.now() + life, member});
  if (!saved) return base::fail(saved.error());
  return public_url + "/staff/enter/" + token;
}

}  // namespace preceptor::web
