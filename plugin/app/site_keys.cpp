// The site's key, the keys of what people write, and the folders that several nodes share.
#include "adapters/vault/folder_mark.hpp"
#include "core/base/digest.hpp"
#include "plugin/app/site.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using base::Status;

namespace {

std::string digest_of_key(const base::Secret& key) { return base::sha256_hex("preceptor site key\n" + std::string(key.reveal())); }

}  // namespace

std::string Site::key_file() const {
  const Config now = config();
  return now.vault_key_file.empty() ? store_->path() + ".key" : now.vault_key_file;
}

Result<std::string> Site::key_digest() const {
  const Result<base::Secret> key = jose::load_or_make_key(key_file());
  if (!key) return fail(key.error());
  return digest_of_key(*key);
}

// Where several nodes share a record, a node with another key could open nothing the others sealed, and would seal what they cannot open.
Status Site::check_key(const base::Secret& key) {
  if (!store_->path().empty()) return {};
  const std::string digest = digest_of_key(key);
  const auto first = store_->site_value_once("site_key_digest", digest);
  if (!first) return fail(first.error());
  if (*first == digest) return {};
  return fail(Code::key_unreadable, key_file() + " is not the key this record was begun with; copy the file of the first node here");
}

// Where several nodes share a record, a key made on one is every other's too: the folder bears a mark, the record names it, and a node that sees another
// folder in that place does not start. Once begun the mark is never made anew, so that an empty folder is not taken for the right one.
Status Site::open_text_keys(const base::Secret& key) {
  const std::string folder = text_key_folder();
  std::string mark;
  if (store_->path().empty()) {
    const auto known = store_->site_value("text_keys_mark");
    if (!known) return fail(known.error());
    const auto found = vault::mark_of_folder(folder, !known->has_value());
    if (!found) return fail(Code::key_texts_missing, found.error().detail);
    const auto first = *known ? Result<std::string>(**known) : store_->site_value_once("text_keys_mark", *found);
    if (!first) return fail(first.error());
    if (*first != *found) return fail(Code::key_texts_missing, folder + " is not the folder that the keys of this record's texts are in");
    mark = *first;
  }
  text_keys_ = std::make_unique<vault::TextKeyFiles>(folder, key, mark);
  store_->use_text_keys(*text_keys_, true);
  return {};
}

std::string Site::text_key_folder() const {
  const Config now = config();
  return now.vault_text_keys.empty() ? key_file() + ".texts" : now.vault_text_keys;
}

std::string Site::export_folder() const {
  const Config now = config();
  if (!now.exports_folder.empty()) return now.exports_folder;
  return (store_->path().empty() ? key_file() : store_->path()) + ".exports";
}

// The first node to look names its folder; what the others see is that one or their own.
Result<bool> Site::exports_are_shared() {
  const auto found = vault::mark_of_folder(export_folder(), true);
  if (!found) return fail(Code::store_failed, found.error().detail);
  const auto known = store_->site_value("export_folder_mark");
  if (!known) return fail(known.error());
  const auto first = *known ? Result<std::string>(**known) : store_->site_value_once("export_folder_mark", *found);
  if (!first) return fail(first.error());
  return *first == *found;
}

Status Site::open_key() {
  Result<base::Secret> key = jose::load_or_make_key(key_file());
  if (!key) return fail(key.error());
  if (Status same = check_key(*key); !same) return same;
  vault_ = std::make_unique<vault::Vault>(*key);
  if (Status opened = open_text_keys(*key); !opened) return opened;
  sealer_ = std::make_unique<jose::AeadSealer>(std::move(*key));
  return open_identifiers();
}

}  // namespace preceptor::app
