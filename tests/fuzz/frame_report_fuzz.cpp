// What anybody may post as a browser's report of a frame it refused: what is read of it are origins, and nothing else of an address.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/url.hpp"
#include "plugin/app/blocked_frames.hpp"

using namespace preceptor;

namespace {

void require(bool kept) {
  if (!kept) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto read = app::read_frame_report(text);
  if (!read) return 0;
  require(size <= app::kLongestReport && !read->expected.empty());
  require(std::ranges::find(read->expected, read->from) == read->expected.end());
  if (!read->from.empty()) {
    const auto url = base::parse_url(read->from);
    require(url && url->origin() == read->from && read->from.size() <= 200);
  }
  // Nobody's origins are matched by a report that does not name them.
  lti::Registration stranger;
  stranger.issuer = stranger.authorization_endpoint = "https://nobody.example.net";
  if (std::ranges::find(read->expected, stranger.issuer) == read->expected.end()) require(app::reported(*read, {stranger}).empty());
  return 0;
}
