// What deliveries of new statements, back-fills and resendings share. Internal to adapters/store.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/store/connection.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::store {

struct BatchRoom {
  int statements = 0;
  std::size_t bytes = 0;
};

// Whole events after `after` through `until`, as long as they find room; the first event is always taken: a cursor cannot stand inside one. What
// the destination's filter leaves out takes no room, nor does what was superseded.
xapi::Batch fill_batch(Connection& c, const std::string& registration, std::int64_t after, std::int64_t until, const BatchRoom& room,
                       const xapi::Destination& destination);
// Of the record store behind the destination. Others (a host's subscriber) get everything.
xapi::LrsFilter filter_of(Connection& c, const xapi::Destination& destination);
// Whose renderings it is sent. Others than record stores get those that name the account.
std::string audience_of(Connection& c, const xapi::Destination& destination);
// What the store answered: parked rows and the receipt.
void keep_answers(Connection& c, const xapi::Destination& destination, const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt);

// Words as one text with ',' between, and back. A word holds no comma.
std::string one_text(const std::vector<std::string>& words);
std::vector<std::string> words_of(std::string_view text);

}  // namespace preceptor::store
