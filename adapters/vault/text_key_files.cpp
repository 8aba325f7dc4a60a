#include "adapters/vault/text_key_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/base/digest.hpp"

namespace preceptor::vault {
namespace {

using base::Code;
using base::fail;

tl::unexpected<base::Error> text_key_error(const std::string& path, int error) { return fail(Code::key_unreadable, path + ": " + std::strerror(error)); }

base::Status sync_text_folder(const std::string& folder) {
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return text_key_error(folder, errno);
  const int error = ::fsync(directory) == 0 ? 0 : errno;
  ::close(directory);
  if (error != 0) return text_key_error(folder, error);
  return {};
}

base::Status make_text_folder(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return sync_text_folder(std::filesystem::path(folder).parent_path().string());
  if (errno != EEXIST) return text_key_error(folder, errno);
  return {};
}

// The purpose binds the person and the place.
std::string text_purpose(const base::PersonId& person, std::string_view place) { return "text " + person.str() + " " + std::string(place); }

}  // namespace

TextKeyFiles::TextKeyFiles(std::string folder, const base::Secret& site_key)
    : folder_(std::move(folder)), wrapping_(base::hmac_sha256(site_key.reveal(), "preceptor.texts.1")) {}

// Not named by the person's id: a listing of the folder tells nothing.
std::string TextKeyFiles::path_of(const base::PersonId& person) const {
  const std::string digest = base::sha256_hex("preceptor.texts.1/" + person.str());
  return folder_ + "/" + digest.substr(0, 2) + "/" + digest;
}

base::Status TextKeyFiles::make_folders(const std::string& path) const {
  if (auto made = make_text_folder(folder_); !made) return made;
  return make_text_folder(std::filesystem::path(path).parent_path().string());
}

base::Result<jose::AeadSealer> TextKeyFiles::sealer_at(const std::string& path) const {
  const auto key = jose::load_or_make_key(path);
  if (!key) return fail(key.error());
  return jose::AeadSealer(base::Secret(base::hmac_sha256(wrapping_.reveal(), key->reveal())));
}

base::Result<std::string> TextKeyFiles::seal(const base::PersonId& person, std::string_view place, std::string_view plain) {
  const std::string path = path_of(person);
  if (auto made = make_folders(path); !made) return fail(made.error());
  const auto sealer = sealer_at(path);
  if (!sealer) return fail(sealer.error());
  return sealer->seal(text_purpose(person, place), plain);
}

base::Result<std::optional<std::string>> TextKeyFiles::open(const base::PersonId& person, std::string_view place, std::string_view sealed) {
  if (!has(person)) return std::optional<std::string>();
  const auto sealer = sealer_at(path_of(person));
  if (!sealer) return fail(sealer.error());
  return sealer->open(text_purpose(person, place), sealed);
}

bool TextKeyFiles::has(const base::PersonId& person) { return ::access(path_of(person).c_str(), F_OK) == 0; }

base::Status TextKeyFiles::destroy(const base::PersonId& person) {
  const std::string path = path_of(person);
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return {};
    return text_key_error(path, errno);
  }
  return sync_text_folder(std::filesystem::path(path).parent_path().string());
}

}  // namespace preceptor::vault
