#include "web/cases/draft_text.hpp"

#include <algorithm>

#include "core/activity/rca/words.hpp"
#include "core/base/digest.hpp"
#include "web/sentences.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kSlugMost = 40, kTitleMost = 150, kKeyDigits = 6;

// On one line, and without two spaces and '#', which would begin a remark.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

// At most so many bytes, never half a character.
std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
  return one_line(text);
}

std::string slug(std::string_view title) {
  std::string id;
  for (const char c : title) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (kept)
      id += lower;
    else if (!id.empty() && id.back() != '-')
      id += '-';
    if (id.size() == kSlugMost) break;
  }
  while (id.ends_with('-')) id.pop_back();
  return id.empty() ? "unit" : id;
}

// Markdown of its own: what begins a heading, a quote or an answer stands as text.
std::string paragraph(std::string_view text) {
  const std::string line = one_line(text);
  return !line.empty() && std::string_view("#>-=+*`<").find(line.front()) != std::string_view::npos ? "\\" + line : line;
}

}  // namespace

CaseDraft draft_of(const rca::UnitStart& start, std::string_view title, std::string_view author, base::Date review_by, std::string_view key,
                   const Messages& messages) {
  CaseDraft draft;
  draft.id = slug(title) + "-" + base::sha256_hex(start.gap + "\n" + std::string(key)).substr(0, kKeyDigits);
  draft.title = shortened(one_line(title), kTitleMost);
  std::string& text = draft.text;
  const auto fact = [&](std::string_view name, const std::string& value) { text += std::string(name) + ":" + (value.empty() ? "" : " " + value) + "\n"; };
  text = "---\n";
  fact("id", draft.id);
  fact("kind", "unit");
  fact("title", draft.title);
  fact("language", messages.language());
  fact("stated-minutes", "4");
  fact("pass", "1");
  for (const auto& objective : start.objectives) fact("objectives", one_line(objective));
  if (start.objectives.empty()) fact("objectives", "");
  fact("references", "");
  fact("author", one_line(author));
  fact("disclosure", "");
  fact("commercial-support", "");
  fact("ai", "");
  fact("gap", start.gap);
  fact("format", "enduring material");
  fact("review-by", base::format_date(review_by));
  text += "---\n# " + messages.text("case.draft_heading") + "\n\n" + paragraph(start.statement) + "\n\n";
  if (!start.audience.empty()) text += messages.text("case.draft_for", {{"audience", one_line(start.audience)}}) + "\n\n";
  text += messages.text("case.draft_aim", {{"aim", say(rca::word(start.aim.kind), messages)}, {"measure", one_line(start.aim.measure)}}) + "\n\n";
  text += messages.text("case.draft_replace") + "\n\n## ? " + "question-1 | single | required | scored\n" + messages.text("case.draft_question") + "\n";
  text += "- [x] " + messages.text("case.draft_right") + "\n- [ ] " + messages.text("case.draft_wrong") + "\n> " + messages.text("case.draft_rationale") + "\n";
  text += "\n## ? next-step | multi | commitment\n" + messages.text("case.draft_commit") + "\n- " + messages.text("case.draft_step") + "\n- " +
          messages.text("case.draft_no_change") + " {none}\n";
  return draft;
}

}  // namespace preceptor::web
