#include "xapi/evidence/lines.hpp"

#include <algorithm>

#include "core/base/digest.hpp"

namespace preceptor::xapi::evidence {
namespace {

constexpr std::size_t kReadAtOnce = 64 * 1024;

}  // namespace

bool Lines::fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  const std::size_t had = buffer_.size();
  const std::size_t want = static_cast<std::size_t>(std::min<std::uint64_t>(kReadAtOnce, file_.size - at_));
  buffer_.resize(had + want);
  const std::size_t got = want == 0 ? 0 : file_.source->read_at(file_.offset + at_, buffer_.data() + had, want);
  buffer_.resize(had + got);
  at_ += got;
  return got > 0;
}

bool Lines::next(std::string& line) {
  std::size_t looked = 0;
  while (true) {
    const std::size_t end = buffer_.find('\n', begin_ + looked);
    const std::size_t length = (end == std::string::npos ? buffer_.size() : end) - begin_;
    if (length >= kLongestLine || (end == std::string::npos && !fill())) {
      line = buffer_.substr(begin_, std::min(length, kLongestLine));
      begin_ += line.size();
      whole_ = false;
      return !line.empty();
    }
    if (end != std::string::npos) {
      line = buffer_.substr(begin_, length);
      begin_ = end + 1;
      whole_ = true;
      return true;
    }
    looked = length;
  }
}

std::string sha256_of(const BundleFile& file) {
  base::Sha256 digest;
  std::string piece(kReadAtOnce, '\0');
  for (std::uint64_t at = 0; at < file.size;) {
    const std::size_t got = file.source->read_at(file.offset + at, piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), file.size - at)));
    if (got == 0) break;
    digest.add(std::string_view(piece).substr(0, got));
    at += got;
  }
  return digest.hex();
}

}  // namespace preceptor::xapi::evidence
