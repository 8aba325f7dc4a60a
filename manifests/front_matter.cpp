#include "manifests/front_matter.hpp"

#include <algorithm>
#include <span>

namespace preceptor::manifests {
namespace {

struct Key {
  std::string_view name;
  bool required, repeatable;
  std::string_view example;  // the line to try where it is missing
};
constexpr Key kUnitKeys[] = {
    {"id", true, false, "id: hand-hygiene-moments"},
    {"kind", true, false, "kind: unit"},
    {"title", true, false, "title: What the unit asks, in one line"},
    {"language", true, false, "language: en"},
    {"stated-minutes", true, false, "stated-minutes: 4"},
    {"pass", true, false, "pass: 1"},
    {"objectives", true, true, "objectives: What the learner can do afterwards"},
    {"references", true, true, "references: Author. Title. Journal year;volume:pages."},
    {"author", true, false, "author: Who wrote it, with their degree or role"},
    {"disclosure", true, false, "disclosure: none"},
    {"commercial-support", true, false, "commercial-support: none"},
    {"ai", true, false, "ai: none"},
    {"gap", true, false, "gap: gap-2026-014"},
    {"format", true, false, "format: enduring material"},
    {"review-by", true, false, "review-by: 2027-11-01"},
    {"notice", false, false, ""},
    {"test-out", false, false, ""},
};
constexpr Key kActivityKeys[] = {
    {"id", true, false, "id: hand-hygiene-2027"},
    {"kind", true, false, "kind: activity"},
    {"title", true, false, "title: What the activity is called on the certificate"},
    {"language", true, false, "language: en"},
    {"provider", true, false, "provider: the provider's id in the configuration"},
    {"provider-activity-id", false, false, "provider-activity-id: EM-2027-014"},
    {"accme-activity-id", false, false, "accme-activity-id: 202712345"},
    {"format", true, false, "format: enduring"},
    {"starts", true, false, "starts: 2027-01-01"},
    {"ends", true, false, "ends: 2028-12-31"},
    {"designated-on", true, false, "designated-on: 2026-12-01"},
    {"pass-percent", false, false, "pass-percent: 75"},
    {"rationale", false, false, "rationale: yes"},
    {"citations", false, false, "citations: yes"},
    {"evaluation", false, false, "evaluation: yes"},
    {"test-out", false, false, "test-out: no"},
    {"partial", false, false, "partial: yes"},
    {"joint", false, false, "joint: no"},
    {"joint-provider", false, true, "joint-provider: A provider that is not accredited"},
    {"commercial-support", true, false, "commercial-support: none"},
    {"people", true, true, "people: Who controls the content, as in the disclosures"},
    {"professions", true, true, "professions: physician, nurse"},
    {"specialties", false, true, "specialties: Internal medicine"},
    {"keywords", false, true, "keywords: hand hygiene"},
    {"commendation-tags", false, true, "commendation-tags: Engages Teams"},
    {"outcomes", false, true, "outcomes: Learner Competence"},
};

std::span<const Key> keys_of(const FrontMatter& front) {
  return front.activity ? std::span<const Key>(kActivityKeys) : std::span<const Key>(kUnitKeys);
}

std::vector<std::string_view> key_names(std::span<const Key> keys) {
  std::vector<std::string_view> names;
  for (const Key& key : keys) names.push_back(key.name);
  return names;
}

const Key* find_key(std::span<const Key> keys, std::string_view name) {
  const auto it = std::ranges::find(keys, name, &Key::name);
  return it == keys.end() ? nullptr : &*it;
}

// Two spaces and '#' begin a remark for whoever reads the file.
std::string_view without_remark(std::string_view text) {
  const auto at = text.find("  #");
  return trim(at == std::string_view::npos ? text : text.substr(0, at));
}

void read_line(const Line& line, FrontMatter& front, Problems& problems) {
  const std::string_view text = trim(line.text);
  if (text.empty() || text.front() == '#') return;
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    problems.error(line.number, "this line of the front matter is not `key: value`");
    return;
  }
  const std::string_view name = trim(text.substr(0, colon)), value = without_remark(text.substr(colon + 1));
  if (name == "credit" || name == "credits") {
    problems.error(line.number, front.activity ? "credit stands below the front matter, under ## credit: take this line out"
                                               : "a unit carries no credit: take this line out; credit belongs to the activity the unit is part of");
    return;
  }
  const Key* key = find_key(keys_of(front), name);
  if (!key) {
    const std::string_view near = nearest(name, key_names(keys_of(front)));
    problems.error(line.number,
                   "the key \"" + std::string(name) + "\" is not known" +
                       (near.empty() ? "" : "; the nearest is \"" + std::string(near) + "\""),
                   near.empty() ? "" : std::string(near) + ": " + std::string(value));
    if (!near.empty()) front.values[std::string(near)];  // meant, so not called missing as well
    return;
  }
  if (value.empty()) {
    problems.error(line.number, "\"" + std::string(name) + "\" is empty", std::string(key->example));
    front.values[std::string(name)];  // present, so that it is not called missing as well
    return;
  }
  std::vector<Value>& values = front.values[std::string(name)];
  if (!values.empty() && !key->repeatable) {
    problems.error(line.number, "\"" + std::string(name) + "\" stands here a second time; the first is on line " +
                                    std::to_string(values.front().line));
    return;
  }
  values.push_back({std::string(value), line.number});
}

// A survey teaches nothing: these are all the facts it has.
constexpr std::string_view kSurveyKeys[] = {"id", "kind", "title", "language"};

void report_missing(const FrontMatter& front, Problems& problems) {
  const bool survey = is_survey(front);
  for (const Key& key : keys_of(front)) {
    if (!key.required || front.values.contains(key.name)) continue;
    if (survey && std::ranges::find(kSurveyKeys, key.name) == std::end(kSurveyKeys)) continue;
    problems.error(front.end_line, "the key \"" + std::string(key.name) + "\" is missing", std::string(key.example));
  }
}

// Which keys there are depends on the kind, wherever its line stands.
bool says_activity(const Line& line) {
  const std::string_view text = trim(line.text);
  return text.starts_with("kind") && trim(text.substr(4)).starts_with(":") && without_remark(text.substr(text.find(':') + 1)) == "activity";
}

}  // namespace

FrontMatter read_front_matter(const std::vector<Line>& lines, Problems& problems) {
  FrontMatter front;
  if (lines.empty() || trim(lines.front().text) != "---") {
    problems.error(1, "the file does not begin with front matter: a line ---, `key: value` lines, a line ---", "---");
    front.body_begins = lines.size();
    return front;
  }
  const auto is_mark = [](const Line& line) { return trim(line.text) == "---"; };
  const auto close = std::find_if(lines.begin() + 1, lines.end(), is_mark);
  const bool closed = close != lines.end();
  // Without the closing line the facts end where a heading stands; with it, such a line is a remark.
  const auto end = closed ? close : std::find_if(lines.begin() + 1, lines.end(), [](const Line& line) {
    return line.text.starts_with("# ");
  });
  const auto i = static_cast<std::size_t>(end - lines.begin());
  front.end_line = i < lines.size() ? lines[i].number : lines.back().number;
  front.activity = std::any_of(lines.begin() + 1, end, says_activity);
  for (std::size_t k = 1; k < i; ++k) read_line(lines[k], front, problems);
  if (!closed)
    problems.error(front.end_line, "the front matter is not closed: a line --- must stand before the text", "---");
  report_missing(front, problems);
  front.body_begins = closed ? i + 1 : i;
  return front;
}

bool is_survey(const FrontMatter& front) {
  const auto it = front.values.find("kind");
  return it != front.values.end() && !it->second.empty() && it->second.front().text == "survey";
}

int line_of(const FrontMatter& front, std::string_view key) {
  const auto it = front.values.find(key);
  return it == front.values.end() || it->second.empty() ? front.end_line : it->second.front().line;
}

}  // namespace preceptor::manifests
