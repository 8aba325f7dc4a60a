#include <algorithm>
#include <array>
#include <set>

#include "adapters/archive/stored_zip.hpp"
#include "adapters/evidence/bundle.hpp"
#include "lti/jose/signed_document.hpp"

namespace preceptor::evidence {
namespace {

using archive::StoredMember;
using xapi::evidence::Fact;
using xapi::evidence::Fault;
using xapi::evidence::kManifestFile;
using xapi::evidence::kSignatureFile;

constexpr std::size_t kMostSignatureBytes = 2 * xapi::evidence::kMostManifestBytes;
constexpr std::array kOrder = {xapi::evidence::kStatementsFile, xapi::evidence::kRecordFile, xapi::evidence::kDeliveriesFile, kManifestFile, kSignatureFile};

class BundleCheck {
 public:
  BundleCheck(const ports::ByteSource& source, const Expected& expected, const xapi::evidence::Tell& tell) : source_(source), expected_(expected), tell_(tell) {}

  base::Result<BundleLook> run() {
    auto zip = archive::read_stored_zip(source_);
    if (!zip) return base::fail(zip.error());
    zip_ = std::move(*zip);
    const auto manifest = small_file(kManifestFile, xapi::evidence::kMostManifestBytes);
    read_signature(manifest);
    if (auto read = read_manifest(manifest); !read) return base::fail(read.error());
    std::vector<xapi::evidence::BundleFile> files;
    for (const StoredMember& one : zip_.members)
      if (one.name != kManifestFile && one.name != kSignatureFile) files.push_back({one.name, &source_, one.offset, one.size});
    check_files(look_.manifest, files, [this](const Fact& fact) { say(fact); });
    check_container();
    return std::move(look_);
  }

 private:
  void say(const Fact& fact) {
    ++look_.facts;
    blamed_.insert(fact.file);
    tell_(fact);
  }
  void say(Fault fault, const char* file, std::string detail) { say(Fact{fault, file, 0, "", std::move(detail)}); }

  const StoredMember* member(std::string_view name) const {
    const auto found = std::ranges::find(zip_.members, name, &StoredMember::name);
    return found == zip_.members.end() ? nullptr : &*found;
  }

  // Absent, and told, when it is not there or larger than it can be.
  std::optional<std::string> small_file(const char* name, std::size_t most) {
    const StoredMember* const one = member(name);
    if (one == nullptr || one->size > most) {
      say(one == nullptr ? Fault::missing : Fault::changed, name, one == nullptr ? "" : "larger than it can be");
      return std::nullopt;
    }
    std::string bytes(static_cast<std::size_t>(one->size), '\0');
    bytes.resize(source_.read_at(one->offset, bytes.data(), bytes.size()));
    return bytes;
  }

  void read_signature(const std::optional<std::string>& manifest) {
    const auto token = small_file(kSignatureFile, kMostSignatureBytes);
    if (!token) return;
    auto document = jose::read_document(*token, xapi::evidence::kSignatureType, kMostSignatureBytes);
    if (!document) return say(Fault::signature, kSignatureFile, document.error().detail);
    if (!document->signature_fits) say(Fault::signature, kSignatureFile, "the signature does not fit what it signs and the key in it");
    if (manifest && *manifest != document->payload_json) say(document->signature_fits ? Fault::changed : Fault::signature, kManifestFile, "not the text in manifest.jws");
    look_.thumbprint = document->thumbprint;
    look_.public_pem = document->public_pem;
    check_key(*document);
    if (document->signature_fits) signed_ = std::move(document->payload_json);
  }

  void check_key(const jose::SignedDocument& document) {
    if (!expected_.thumbprint.empty() && expected_.thumbprint != document.thumbprint)
      say(Fault::key, kSignatureFile, "signed by key " + document.thumbprint + ", not by " + expected_.thumbprint);
    if (!expected_.public_pem.empty() && expected_.public_pem != document.public_pem)
      say(Fault::key, kSignatureFile, "signed by key " + document.thumbprint + ", which is not the one given");
    if (document.certificates_der.empty()) return;
    auto facts = jose::look_at_certificate(document.certificates_der.front());
    if (!facts) return say(Fault::key, kSignatureFile, "its certificate cannot be read");
    if (facts->public_pem != document.public_pem) say(Fault::key, kSignatureFile, "its certificate is for another key");
    if (const auto chain = jose::check_chain(document.certificates_der); !chain) say(Fault::key, kSignatureFile, chain.error().detail);
    look_.certificate = std::move(*facts);
  }

  // What is signed stands above what lies beside it.
  base::Status read_manifest(const std::optional<std::string>& beside) {
    if (!signed_ && !beside) return base::fail(base::Code::bundle_malformed, "there is neither a manifest nor a signature that can be read");
    auto manifest = xapi::evidence::read_manifest(signed_ ? *signed_ : *beside);
    if (!manifest) return base::fail(manifest.error());
    look_.manifest = std::move(*manifest);
    return {};
  }

  void check_container() {
    for (const std::string& one : zip_.odd) say({Fault::form, one, 0, "", "the ZIP file's own bytes about it are not as they were written"});
    if (!std::ranges::equal(zip_.members, kOrder, {}, &StoredMember::name) && std::ranges::all_of(kOrder, [&](const char* name) { return member(name) != nullptr; }) &&
        zip_.members.size() == kOrder.size())
      say({Fault::moved, "the directory", 0, "", "the files stand in another order"});
    for (const StoredMember& one : zip_.members)
      if (!blamed_.contains(one.name) && crc_of(one) != one.crc) say({Fault::form, one.name, 0, "", "the ZIP file's check sum of it is wrong"});
  }

  std::uint32_t crc_of(const StoredMember& one) const {
    std::uint32_t crc = 0;
    std::string piece(64 * 1024, '\0');
    for (std::uint64_t at = 0; at < one.size;) {
      const std::size_t got = source_.read_at(one.offset + at, piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), one.size - at)));
      if (got == 0) break;
      crc = archive::zip_crc(std::string_view(piece).substr(0, got), crc);
      at += got;
    }
    return crc;
  }

  const ports::ByteSource& source_;
  const Expected& expected_;
  const xapi::evidence::Tell& tell_;
  archive::StoredZip zip_;
  BundleLook look_;
  std::optional<std::string> signed_;
  std::set<std::string> blamed_;
};

}  // namespace

base::Result<BundleLook> check_bundle(const ports::ByteSource& source, const Expected& expected, const xapi::evidence::Tell& tell) {
  return BundleCheck(source, expected, tell).run();
}

}  // namespace preceptor::evidence
