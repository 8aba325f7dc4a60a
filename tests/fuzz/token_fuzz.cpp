// Token endpoints' answers: what is taken can stand in a header and was granted; what is refused is told in few words without tokens.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/base/encoding.hpp"
#include "lti/services/token_answer.hpp"

using namespace preceptor;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr int statuses[] = {200, 201, 301, 400, 401, 403, 404, 500};
  ports::OutboundResponse answer;
  answer.status = statuses[data[0] % 8];
  answer.body.assign(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::vector<std::string> asked{"https://purl.imsglobal.org/spec/lti-ags/scope/score"};
  const auto read = lti::read_token_answer(answer, asked);
  if (read) {
    const std::string& token = read->token.reveal();
    require(answer.status < 300 && !token.empty() && token.size() <= 8192);
    require(std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; }));
    require(std::find(read->scopes.begin(), read->scopes.end(), asked[0]) != read->scopes.end());
    require(read->life >= base::Milliseconds(0) && read->life <= base::Milliseconds(3'600'000));
  } else {
    require(read.error().detail.size() < 700 && base::is_utf8(read.error().detail));
  }
  const std::string words = lti::words_of(answer.body);
  require(words.size() <= 203 && words.find('<') == std::string::npos);
  return 0;
}
