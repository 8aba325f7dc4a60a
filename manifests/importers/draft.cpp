#include "manifests/importers/draft.hpp"

#include <algorithm>
#include <filesystem>

#include "manifests/importers/plain.hpp"
#include "manifests/importers/write.hpp"
#include "manifests/source.hpp"

namespace preceptor::manifests::importers {
namespace {

using activity::QuestionType;

constexpr std::size_t kMostNotes = 1000, kLongestWhy = 400, kLongestName = 80;
constexpr std::size_t kLongestLabel = 1000, kLongestHeading = 200, kLongestTitle = 150;
// What the compiler takes (compile.hpp), with room for the front matter.
constexpr int kMostDraftQuestions = 100;
constexpr std::size_t kMostDraftOptions = 50, kMostDraftSections = 100, kMostDraftBytes = 240 * 1024;

bool has_options(QuestionType type) {
  return type == QuestionType::single || type == QuestionType::multi || type == QuestionType::yesno;
}

// "# ? ..." would be a question.
std::string heading_words(std::string_view heading) {
  std::string words = one_line(heading, kLongestHeading);
  words.erase(0, std::min(words.find_first_not_of("? "), words.size()));
  return words;
}

std::string heading_in(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "es") return "Preguntas";
  if (primary == "ar") return "\u0627\u0644\u0623\u0633\u0626\u0644\u0629";
  return "Questions";
}

}  // namespace

void Notes::add(Note::Kind kind, int line, std::string_view name, std::string why) {
  if (notes_.size() >= kMostNotes)
    ++left_out_;
  else
    notes_.push_back({kind, line, one_line(name, kLongestName), one_line(why, kLongestWhy)});
}

std::vector<Note> Notes::take() {
  std::ranges::stable_sort(notes_, {}, &Note::line);
  if (left_out_ > 0) notes_.push_back({Note::Kind::dropped, 0, "", std::to_string(left_out_) + " more are not listed"});
  return std::move(notes_);
}

void Draft::title(std::string_view title) {
  if (title_.empty()) title_ = one_line(title, kLongestTitle);
}

Draft::Part& Draft::part() {
  if (parts_.empty()) parts_.push_back({heading_in(options_.language), {}, 0, {}, 0});
  return parts_.back();
}

void Draft::section(std::string_view heading) {
  std::string words = heading_words(heading);
  if (words.empty()) words = heading_in(options_.language);
  if (!parts_.empty() && parts_.back().heading == words) return;
  if (!parts_.empty() && parts_.back().count == 0 && parts_.back().text.empty())
    parts_.back().heading = words;  // nothing stands below the last one
  else if (parts_.size() < kMostDraftSections)
    parts_.push_back({words, {}, 0, {}, 0});
  else
    notes_.changed(0, words, "a unit has at most 100 sections: what follows stands below the last heading");
}

void Draft::text(int line, std::string_view name, std::string_view heading, std::string_view plain) {
  const std::string lines = written_text(plain);
  if (lines.empty()) return notes_.dropped(line, name, "it has no words");
  if (bytes_ + lines.size() > kMostDraftBytes)
    return notes_.dropped(line, name, "the unit would be larger than 256 KiB");
  if (part().count > 0) {
    if (parts_.size() >= kMostDraftSections) return notes_.dropped(line, name, "a unit has at most 100 sections");
    std::string words = heading_words(heading);
    if (words.empty()) words = parts_.back().heading;
    parts_.push_back({words, {}, 0, {}, 0});
  }
  Part& part = parts_.back();
  part.text += (part.text.empty() ? "" : "\n") + lines;
  if (part.line == 0) part.line = line;
  bytes_ += lines.size();
  words_ += count_words(plain);
}

std::string Draft::new_id(std::string_view name) {
  std::string id = make_id(one_line(name, 200));
  if (id == "id") id = "q" + std::to_string(questions_ + 1);  // nothing of the name can be used
  if (id.size() > 40) id.resize(40);
  while (id.size() > 1 && (id.back() == '-' || id.back() == '_')) id.pop_back();
  std::string unique = id;
  for (int n = 2; !ids_.insert(unique).second; ++n) unique = id + "-" + std::to_string(n);
  return unique;
}

void Draft::keep_options(DraftQuestion& question) {
  std::vector<DraftOption> kept;
  for (DraftOption& option : question.options) {
    std::string label = one_line(option.label, kLongestLabel);
    if (label.size() < one_line(option.label, option.label.size()).size())
      notes_.changed(question.line, question.name, "an answer longer than 1000 bytes was cut");
    if (label.empty()) {
      notes_.dropped(question.line, question.name, "an answer without words");
      continue;
    }
    // "- [..." would be a box, and a closing {none} a rule of its own.
    const bool box = !question.scored && label.starts_with('[');
    if (box) label[0] = '(';
    if (const auto close = label.find(']'); box && close != std::string::npos) label[close] = ')';
    if (const bool mark = label.ends_with("{none}"); mark) label.replace(label.size() - 6, 6, "(none)");
    const bool twice = std::ranges::any_of(kept, [&](const DraftOption& other) { return other.label == label; });
    if (twice) {
      notes_.dropped(question.line, question.name, "the same answer a second time: " + label);
      continue;
    }
    option.label = std::move(label);
    kept.push_back(std::move(option));
  }
  question.options = std::move(kept);
}

bool Draft::judge_right(DraftQuestion& question) {
  const auto right = std::ranges::count_if(question.options, &DraftOption::right);
  if (right == 0 && question.type != QuestionType::yesno) {
    question.scored = false;
    notes_.changed(question.line, question.name, "no answer is marked right: it is asked but not scored");
    keep_options(question);  // labels of answers without a box have rules of their own
    return question.options.size() >= 2;
  }
  if (right == 1 || (right > 1 && question.type == QuestionType::multi)) return true;
  notes_.dropped(question.line, question.name, "several answers are right although only one can be chosen, or none is");
  return false;
}

bool Draft::judge(DraftQuestion& question) {
  const auto refuse = [&](std::string why) {
    notes_.dropped(question.line, question.name, std::move(why));
    return false;
  };
  if (questions_ >= kMostDraftQuestions) return refuse("a unit has at most 100 questions");
  if (tidy(question.prompt).empty()) return refuse("the question has no words");
  if (!has_options(question.type)) return true;
  if (question.options.size() > kMostDraftOptions) return refuse("a question has at most 50 answers");
  keep_options(question);
  if (question.type == QuestionType::yesno && question.options.empty() && !question.scored) return true;
  if (question.options.size() < 2) return refuse("fewer than two different answers");
  return !question.scored || judge_right(question);
}

void Draft::count(const DraftQuestion& question) {
  int longest = 0;
  for (const DraftOption& option : question.options) {
    words_ += count_words(option.label);
    longest = std::max(longest, count_words(option.feedback));
  }
  words_ += count_words(question.prompt) + longest + count_words(question.rationale);
  ++questions_;
  if (question.scored) ++scored_;
  if (question.type != QuestionType::text) ++closed_;
}

std::optional<Placed> Draft::question(DraftQuestion question) {
  if (!judge(question)) return std::nullopt;
  Placed placed{new_id(question.name), {}};
  const std::string written = written_question(question, placed.id);
  if (bytes_ + written.size() > kMostDraftBytes) {
    notes_.dropped(question.line, question.name, "the unit would be larger than 256 KiB");
    ids_.erase(placed.id);
    return std::nullopt;
  }
  if (question.scored && tidy(question.rationale).empty())
    notes_.missing(question.line, question.name,
                   "a scored question needs its rationale: lines beginning with > below the answers");
  for (const DraftOption& option : question.options) placed.codes.push_back(option.code);
  Part& part = this->part();
  part.questions += "\n" + written;
  ++part.count;
  bytes_ += written.size();
  count(question);
  return placed;
}

void Draft::drop_trailing() {
  if (questions_ == 0) return;
  while (parts_.back().count == 0) {
    if (!parts_.back().text.empty())
      notes_.dropped(parts_.back().line, parts_.back().heading, "text after the last question, where no page shows it");
    parts_.pop_back();
  }
}

std::string Draft::front_matter() const {
  std::string title = title_;
  const std::string stem = std::filesystem::path(options_.file).stem().string();
  if (title.empty()) title = one_line(stem, kLongestTitle);
  if (title.empty()) title = "Imported unit";
  std::string id = make_id(title);
  if (id == "id") id = make_id(stem);
  return written_front_matter({id, title, options_.language, words_, closed_, questions_ - closed_, scored_});
}

base::Result<Imported> Draft::finish() {
  drop_trailing();
  std::string text = front_matter();
  const std::size_t facts = text.size();
  for (const Part& part : parts_) {
    if (part.count == 0 && part.text.empty()) continue;
    text += "# " + part.heading + "\n";
    if (!part.text.empty()) text += "\n" + part.text;
    text += part.questions + "\n";
  }
  if (text.size() == facts) {
    const std::vector<Note> notes = notes_.take();
    const std::string first = notes.empty() ? "" : "; " + format(notes.front(), options_.file);
    return base::fail(base::Code::content_invalid, "no question and no text in it can be taken" + first);
  }
  notes_.missing(0, "",
                 "lint names the facts a person must add: objectives, references, author, disclosure, "
                 "commercial-support, ai, gap, review-by");
  notes_.changed(0, "", "the language is taken to be " + options_.language + ", and no pass mark is set");
  return Imported{std::move(text), notes_.take(), questions_};
}

}  // namespace preceptor::manifests::importers
