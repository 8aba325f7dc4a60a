#include "adapters/vault/text_key_files.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "adapters/vault/folder_mark.hpp"
#include "core/base/digest.hpp"
#include "lti/jose/key_lines.hpp"

namespace preceptor::vault {
namespace {

using base::Code;
using base::fail;

tl::unexpected<base::Error> text_key_error(const std::string& path, int error) { return fail(Code::key_unreadable, path + ": " + std::strerror(error)); }

// The purpose binds the person and the place.
std::string text_purpose(const base::PersonId& person, std::string_view place) { return "text " + person.str() + " " + std::string(place); }

// A folder that cannot be entered, or a share that answers with an error, says nothing about what lies in it.
base::Result<bool> file_is_there(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return fail(Code::key_texts_missing, path + ": " + std::strerror(errno));
}

}  // namespace

TextKeyFiles::TextKeyFiles(std::string folder, const base::Secret& site_key, std::string mark)
    : folder_(std::move(folder)), mark_(std::move(mark)), wrapping_(base::hmac_sha256(site_key.reveal(), "preceptor.texts.1")) {}

// Not named by the person's id: a listing of the folder tells nothing.
std::string TextKeyFiles::path_of(const base::PersonId& person) const {
  const std::string digest = base::sha256_hex("preceptor.texts.1/" + person.str());
  return folder_ + "/" + digest.substr(0, 2) + "/" + digest;
}

base::Status TextKeyFiles::make_folders(const std::string& path) const {
  if (auto made = make_private_folder(folder_); !made) return made;
  return make_private_folder(std::filesystem::path(path).parent_path().string());
}

base::Status TextKeyFiles::bears_mark() const {
  if (mark_.empty()) return {};
  const auto found = mark_of_folder(folder_, false);
  if (!found) return fail(Code::key_texts_missing, found.error().detail);
  if (*found == mark_) return {};
  return fail(Code::key_texts_missing, folder_ + " is not the folder that the keys of this record's texts are in");
}

base::Status TextKeyFiles::reach() const {
  if (auto there = bears_mark(); !there) return there;
  if (::access(folder_.c_str(), R_OK | W_OK | X_OK) == 0) return {};
  return fail(Code::key_texts_missing, folder_ + ": " + std::strerror(errno));
}

jose::AeadSealer TextKeyFiles::sealer_of(const base::Secret& key) const { return jose::AeadSealer(base::Secret(base::hmac_sha256(wrapping_.reveal(), key.reveal()))); }

base::Result<std::string> TextKeyFiles::seal(const base::PersonId& person, std::string_view place, std::string_view plain) {
  const std::string path = path_of(person);
  const auto there_is = file_is_there(path);
  if (!there_is) return fail(there_is.error());
  if (!*there_is) {   // a new key belongs into the right folder only
    if (auto there = bears_mark(); !there) return fail(there.error());
    if (auto made = make_folders(path); !made) return fail(made.error());
  }
  const auto key = jose::load_or_make_key(path);
  if (!key) return fail(key.error());
  return sealer_of(*key).seal(text_purpose(person, place), plain);
}

base::Result<std::optional<std::string>> TextKeyFiles::open(const base::PersonId& person, std::string_view place, std::string_view sealed) {
  using Opened = std::optional<std::string>;
  const std::string path = path_of(person);
  const auto keys = jose::load_key_lines(path);
  if (keys) return sealer_of(keys->front()).open(text_purpose(person, place), sealed);
  const auto there_is = file_is_there(path);
  if (!there_is) return fail(there_is.error());
  if (*there_is) return fail(keys.error());
  if (auto there = bears_mark(); !there) return fail(there.error());   // where the folder is away no key is known to be gone
  return Opened();
}

base::Result<bool> TextKeyFiles::has(const base::PersonId& person) { return file_is_there(path_of(person)); }

base::Status TextKeyFiles::destroy(const base::PersonId& person) {
  const std::string path = path_of(person);
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return bears_mark();   // gone already, if this is where it would be
    return text_key_error(path, errno);
  }
  return sync_private_folder(std::filesystem::path(path).parent_path().string());
}

}  // namespace preceptor::vault
