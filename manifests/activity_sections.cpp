#include "manifests/activity_sections.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"

namespace preceptor::manifests {
namespace {

constexpr std::size_t kMostItems = 200, kMostActivitySections = 40;
constexpr std::string_view kTexts[] = {"description", "accreditation statement", "designation statement", "disclosure"};
constexpr std::string_view kLists[] = {"credit", "bundle", "board"};

bool is_list(std::string_view name) {
  return std::ranges::find(kLists, name) != std::end(kLists);
}

class SectionReader {
 public:
  explicit SectionReader(Problems& problems) : problems_(problems) {}

  void read(const Line& line) {
    const std::string_view text = trim(line.text);
    if (text.starts_with("#")) return begin(line.number, text);
    if (text.empty()) {
      paragraph_ended_ = true;
    } else if (!section_) {
      outside(line.number);
    } else if (is_list(section_->name)) {
      item(line.number, text);
    } else {
      std::string& all = section_->text;
      if (!all.empty()) all += paragraph_ended_ ? "\n\n" : " ";
      all += text;
      paragraph_ended_ = false;
    }
  }
  std::vector<RawActivitySection> take() {
    for (const RawActivitySection& section : sections_)
      if (is_list(section.name) ? section.items.empty() : section.text.empty()) problems_.error(section.line, "the section \"" + section.name + "\" is empty");
    return std::move(sections_);
  }

 private:
  void begin(int number, std::string_view text) {
    section_ = nullptr;
    told_outside_ = false;
    paragraph_ended_ = false;
    const std::string_view heading = trim(text.substr(std::min(text.find_first_not_of('#'), text.size())));
    std::string name = base::lower(heading), board;
    if (name == "board" || name.starts_with("board ")) {
      board = trim(heading.substr(5));
      name = "board";
    }
    const std::string meant = "## " + (name == "board" ? "board " + (board.empty() ? "ABIM" : board) : name);
    if (!known(name)) return unknown(number, name);
    if (sections_.size() >= kMostActivitySections) {
      told_outside_ = true;
      return problems_.error(number, "more than " + std::to_string(kMostActivitySections) + " sections");
    }
    if (!text.starts_with("## ")) problems_.error(number, "a section of an activity begins with `## `", meant);
    else if (name == "board" && board.empty()) problems_.error(number, "which board? Its code stands in the heading", meant);
    for (const RawActivitySection& other : sections_)
      if (other.name == name && other.board == board) problems_.error(number, "\"" + meant + "\" stands here a second time; the first is on line " + std::to_string(other.line));
    section_ = &sections_.emplace_back(RawActivitySection{number, std::move(name), std::move(board), {}, {}});
  }

  static bool known(std::string_view name) { return is_list(name) || std::ranges::find(kTexts, name) != std::end(kTexts); }

  void unknown(int number, const std::string& name) {
    told_outside_ = true;   // what stands below it is not complained about line by line
    std::vector<std::string_view> names(std::begin(kTexts), std::end(kTexts));
    names.insert(names.end(), std::begin(kLists), std::end(kLists));
    const std::string_view near = nearest(name, names);
    problems_.error(number, "an activity has no section \"" + name + "\"", near.empty() ? "" : "## " + std::string(near));
  }

  void outside(int number) {
    if (told_outside_) return;
    told_outside_ = true;
    problems_.error(number, "text stands before the first section", "## description");
  }

  void item(int number, std::string_view text) {
    if (!text.starts_with("- ") && !text.starts_with("* ")) return problems_.error(number, "every line of this section begins with `- `", "- " + std::string(text));
    if (section_->items.size() == kMostItems) problems_.error(number, "more than " + std::to_string(kMostItems) + " lines in one section");
    if (section_->items.size() <= kMostItems) section_->items.push_back({number, std::string(trim(text.substr(2)))});
  }

  Problems& problems_;
  std::vector<RawActivitySection> sections_;
  RawActivitySection* section_ = nullptr;   // the last of sections_, or none
  bool paragraph_ended_ = false, told_outside_ = false;
};

}  // namespace

std::vector<RawActivitySection> read_activity_sections(const std::vector<Line>& lines, std::size_t from, Problems& problems) {
  SectionReader reader(problems);
  for (std::size_t i = from; i < lines.size(); ++i) reader.read(lines[i]);
  return reader.take();
}

}  // namespace preceptor::manifests
