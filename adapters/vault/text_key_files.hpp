// ports::TextKeys: one small file a person, in a folder beside the site's key file or one that all nodes share. What seals is derived from that file and
// the site's key together.
#pragma once
#include <string>

#include "core/base/secret.hpp"
#include "core/ports/text_keys.hpp"
#include "lti/jose/sealer.hpp"

namespace preceptor::vault {

class TextKeyFiles : public ports::TextKeys {
 public:
  // `folder` is made (0700) with the first key. `site_key`: the 32 bytes of the key file. Nothing is kept in memory, so that a key destroyed by
  // another process is gone here too. With a `mark`, as mark_of_folder answers it, only a folder that bears it is used: anything else that has its name (a file
  // system that is not mounted) is an error, and neither takes a new key nor tells that one is gone.
  TextKeyFiles(std::string folder, const base::Secret& site_key, std::string mark = {});
  // Whether the folder is there, bears its mark and lets itself be written. Error key_texts_missing.
  base::Status reach() const;
  base::Result<std::string> seal(const base::PersonId& person, std::string_view place, std::string_view plain) override;
  base::Result<std::optional<std::string>> open(const base::PersonId& person, std::string_view place, std::string_view sealed) override;
  base::Result<bool> has(const base::PersonId& person) override;
  base::Status destroy(const base::PersonId& person) override;

 private:
  std::string path_of(const base::PersonId& person) const;
  base::Status make_folders(const std::string& path) const;
  base::Status bears_mark() const;
  jose::AeadSealer sealer_of(const base::Secret& key) const;

  std::string folder_, mark_;
  base::Secret wrapping_;
};

}  // namespace preceptor::vault
