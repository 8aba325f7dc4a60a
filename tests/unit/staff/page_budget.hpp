// What a page of staff may weigh: the learner's bound, for everybody has the same networks.
#pragma once
#include <zlib.h>

#include <string>

namespace preceptor::web::testing {

inline constexpr std::size_t kPageBudget = 14 * 1024;   // bytes, compressed (design, section 7)

// Bytes of the text as gzip of level 6 has it, as a proxy sends it.
inline std::size_t sent_size(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  const auto bytes = stream.total_out;
  deflateEnd(&stream);
  return bytes;
}

}  // namespace preceptor::web::testing
