#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "adapters/archive/stored_zip.hpp"
#include "adapters/evidence/bundle.hpp"

namespace preceptor::evidence {
namespace {

using base::Status;
using xapi::evidence::Part;

struct CloseScratch {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using Scratch = std::unique_ptr<std::FILE, CloseScratch>;

tl::unexpected<base::Error> no_scratch() { return base::fail(base::Code::store_failed, std::string("a temporary file cannot be written: ") + std::strerror(errno)); }

// Statements go to their place at once; lines of the other parts wait for theirs.
class Members {
 public:
  explicit Members(std::FILE* out) : zip_(out), record_(std::tmpfile()), deliveries_(std::tmpfile()) {}

  Status begin() {
    if (!record_ || !deliveries_) return no_scratch();
    return zip_.begin(xapi::evidence::kStatementsFile);
  }

  Status put(Part part, std::string_view line) {
    if (part == Part::statements) return zip_.write(line);
    std::FILE* const scratch = part == Part::record ? record_.get() : deliveries_.get();
    if (std::fwrite(line.data(), 1, line.size(), scratch) != line.size()) return no_scratch();
    return {};
  }

  Status finish(std::string_view manifest, std::string_view signature) {
    Status done = zip_.end();
    if (done) done = copy(xapi::evidence::kRecordFile, record_.get());
    if (done) done = copy(xapi::evidence::kDeliveriesFile, deliveries_.get());
    if (done) done = whole(xapi::evidence::kManifestFile, manifest);
    if (done) done = whole(xapi::evidence::kSignatureFile, signature);
    return done ? zip_.finish() : done;
  }

 private:
  Status copy(const char* name, std::FILE* scratch) {
    if (std::fflush(scratch) != 0 || std::fseek(scratch, 0, SEEK_SET) != 0) return no_scratch();
    Status done = zip_.begin(name);
    std::array<char, 64 * 1024> piece;
    for (std::size_t got = 0; done && (got = std::fread(piece.data(), 1, piece.size(), scratch)) > 0;) done = zip_.write({piece.data(), got});
    if (std::ferror(scratch) != 0) return no_scratch();
    return done ? zip_.end() : done;
  }

  Status whole(const char* name, std::string_view bytes) {
    Status done = zip_.begin(name);
    if (done) done = zip_.write(bytes);
    return done ? zip_.end() : done;
  }

  archive::StoredZipWriter zip_;
  Scratch record_, deliveries_;
};

}  // namespace

base::Result<xapi::evidence::Manifest> write_bundle(xapi::EvidenceStore& store, const xapi::evidence::Asked& asked, const Sign& sign, std::FILE* out,
                                                    const std::function<bool(std::int64_t)>& progress) {
  Members members(out);
  if (auto begun = members.begin(); !begun) return base::fail(begun.error());
  auto manifest = xapi::evidence::write_evidence(store, asked, [&](Part part, std::string_view line) { return members.put(part, line); }, progress);
  if (!manifest) return manifest;
  const auto text = to_text(*manifest);
  if (!text) return base::fail(text.error());
  const auto signature = sign(*text);
  if (!signature) return base::fail(signature.error());
  if (auto done = members.finish(*text, *signature); !done) return base::fail(done.error());
  return manifest;
}

}  // namespace preceptor::evidence
