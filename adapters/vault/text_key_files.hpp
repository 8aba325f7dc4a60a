// ports::TextKeys: one small file a person, in a folder beside the site's key file. What seals is derived from that file and the site's key together.
#pragma once
#include <string>

#include "core/base/secret.hpp"
#include "core/ports/text_keys.hpp"
#include "lti/jose/sealer.hpp"

namespace preceptor::vault {

class TextKeyFiles : public ports::TextKeys {
 public:
  // `folder` is made (0700) with the first key. `site_key`: the 32 bytes of the key file. Nothing is kept in memory, so that a key destroyed by
  // another process is gone here too.
  TextKeyFiles(std::string folder, const base::Secret& site_key);
  base::Result<std::string> seal(const base::PersonId& person, std::string_view place, std::string_view plain) override;
  base::Result<std::optional<std::string>> open(const base::PersonId& person, std::string_view place, std::string_view sealed) override;
  bool has(const base::PersonId& person) override;
  base::Status destroy(const base::PersonId& person) override;

 private:
  std::string path_of(const base::PersonId& person) const;
  base::Status make_folders(const std::string& path) const;
  base::Result<jose::AeadSealer> sealer_at(const std::string& path) const;

  std::string folder_;
  base::Secret wrapping_;
};

}  // namespace preceptor::vault
