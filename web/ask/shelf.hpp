// What is published now, ready to be searched. Read again when it is older than 1.5 seconds; made anew only when what is published changed.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/activity/onward/recall.hpp"
#include "core/activity/point_of_care/notice.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"

namespace preceptor::web {

struct Stock {
  struct Entry {
    point_of_care::PublishedUnit unit;
    std::string gap;             // id of the root-cause case it came from, or "none <reason>"
  };
  std::vector<Entry> entries;    // by unit id, then language
  std::vector<onward::Current> current;
  point_of_care::Index index;

  // The entry in that language, else in any; null when the unit is not published.
  const Entry* find(const std::string& unit_id, const std::string& language) const;
};

class Shelf {
 public:
  // The gap of a root-cause case in its own words; empty when there is no such case. Errors: store_*.
  using GapText = std::function<base::Result<std::string>(const std::string& case_id)>;
  // Without `gap_text` units are found by their own words only. A gap edited later is read when what is published changes.
  Shelf(ports::ContentStore& content, const ports::Clock& clock, GapText gap_text = {}) : content_(content), clock_(clock), gap_text_(std::move(gap_text)) {}
  // Any thread. What cannot be read is left out. Errors: store_*.
  base::Result<std::shared_ptr<const Stock>> stock();

 private:
  base::Result<std::shared_ptr<const Stock>> stock_of(const std::vector<ports::ContentVersion>& versions) const;
  base::Result<std::string> gap_of(const std::string& gap_line) const;

  ports::ContentStore& content_;
  const ports::Clock& clock_;
  GapText gap_text_;
  std::mutex mutex_;
  std::shared_ptr<const Stock> stock_;
  std::string made_of_;
  base::Instant read_at_{};
};

}  // namespace preceptor::web
