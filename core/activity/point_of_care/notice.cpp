#include "core/activity/point_of_care/notice.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace preceptor::point_of_care {
namespace {

bool was_shown(const Cycle& cycle, const std::string& unit_id) {
  return std::ranges::find(cycle.shown, unit_id) != cycle.shown.end();
}

// Units of which this question's asker may still be told, with those that name it in front: its own language first.
std::vector<const PublishedUnit*> later_units(const Cycle& cycle, const std::vector<const PublishedUnit*>& sorted) {
  std::vector<const PublishedUnit*> later;
  std::ranges::copy_if(sorted, std::back_inserter(later), [&](const PublishedUnit* unit) {
    return unit->published_at > cycle.asked_at && !was_shown(cycle, unit->document.unit_id);
  });
  return later;
}

Notice notice_of(const Cycle& cycle, std::string unit_id, std::string language, std::string title, int minutes) {
  return {cycle.id, std::move(unit_id), std::move(language), std::move(title), base::utc_date(cycle.asked_at), minutes};
}

std::optional<Notice> named_for(const Cycle& cycle, const std::vector<const PublishedUnit*>& later) {
  const PublishedUnit* best = nullptr;
  for (const PublishedUnit* unit : later) {
    if (std::ranges::find(unit->answers, cycle.id) == unit->answers.end()) continue;
    const bool own = unit->document.language == cycle.asked.language;
    if (!best || (own && best->document.language != cycle.asked.language)) best = unit;
  }
  if (!best) return std::nullopt;
  const Document& d = best->document;
  return notice_of(cycle, d.unit_id, d.language, d.title, d.minutes);
}

std::optional<Notice> matched_for(const AskedQuestion& question, const Index& index,
                                  const std::vector<const PublishedUnit*>& later) {
  std::set<std::pair<std::string, std::string>> allowed;
  for (const PublishedUnit* unit : later) allowed.emplace(unit->document.unit_id, unit->document.language);
  for (const Match& match : index.search(question.text, question.cycle.asked.language, index.size()))
    if (is_close(match) && allowed.contains({match.unit_id, match.language}))
      return notice_of(question.cycle, match.unit_id, match.language, match.title, match.minutes);
  return std::nullopt;
}

}  // namespace

std::vector<Notice> notices(const std::vector<AskedQuestion>& questions, const std::vector<PublishedUnit>& published) {
  std::vector<const AskedQuestion*> open;
  for (const AskedQuestion& question : questions)
    if (is_unanswered(question.cycle)) open.push_back(&question);
  std::ranges::sort(open, {}, [](const AskedQuestion* q) { return std::tie(q->cycle.asked_at, q->cycle.id); });
  std::vector<const PublishedUnit*> sorted;
  std::vector<Document> documents;
  for (const PublishedUnit& unit : published) {
    sorted.push_back(&unit);
    documents.push_back(unit.document);
  }
  std::ranges::sort(sorted, {}, [](const PublishedUnit* u) { return std::tie(u->document, u->published_at); });
  const Index index(std::move(documents));
  std::vector<Notice> result;
  std::set<std::string> told;
  for (const AskedQuestion* question : open) {
    auto later = later_units(question->cycle, sorted);
    std::erase_if(later, [&](const PublishedUnit* unit) { return told.contains(unit->document.unit_id); });
    std::optional<Notice> notice = named_for(question->cycle, later);
    if (!notice) notice = matched_for(*question, index, later);
    if (!notice) continue;
    told.insert(notice->unit_id);
    result.push_back(std::move(*notice));
  }
  return result;
}

activity::Sentence sentence_of(const Notice& notice) {
  return {"point_of_care.notice",
          "You asked on {date}: {title}, {minutes} min.",
          {{"date", base::format_date(notice.asked_on)},
           {"title", notice.title},
           {"minutes", std::to_string(notice.minutes)}}};
}

}  // namespace preceptor::point_of_care
