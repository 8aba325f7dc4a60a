// What a platform's services answer: Link headers, line items, results, rosters. A next page and a line item never lead to another site.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/encoding.hpp"
#include "core/base/url.hpp"
#include "lti/services/line_items.hpp"
#include "lti/services/paging.hpp"
#include "lti/services/results.hpp"
#include "lti/services/roster.hpp"

using namespace preceptor;

namespace {

void require(bool kept) {
  if (!kept) std::abort();
}

const std::string kHere = "https://lms.example/items?type_id=1";

void here(const std::string& url) {
  const auto parsed = base::parse_url(url);
  require(parsed && parsed->origin() == "https://lms.example");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto next = lti::next_page({{"Link", text}}, kHere); next && *next) here(**next);
  if (const auto item = lti::read_line_item(text, kHere)) {
    here(item->id);
    here(lti::with_path(item->id, "/scores"));
  }
  if (const auto items = lti::read_line_items(text, kHere))
    for (const auto& item : *items) here(item.id);
  if (const auto roster = lti::parse_roster(text))
    for (const auto& member : roster->members) {
      require(!member.user_id.empty() && member.user_id.size() <= 255);
      require(base::is_utf8(lti::shown_name(member)));
    }
  static_cast<void>(lti::parse_results(text));   // every answer is a value or an error
  ports::OutboundResponse answer;
  answer.status = 400;
  answer.body = text;
  const std::string words = lti::words_of(answer);
  require(base::is_utf8(words) && words.size() <= 210);
  return 0;
}
