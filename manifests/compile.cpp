#include "manifests/compile.hpp"

#include <algorithm>
#include <map>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/burden/form.hpp"
#include "manifests/activity.hpp"
#include "manifests/conditions.hpp"
#include "manifests/effort.hpp"
#include "manifests/front_matter.hpp"
#include "manifests/question.hpp"

namespace preceptor::manifests {
namespace {

constexpr std::size_t kMostBytes = 256 * 1024, kLongestLine = 8 * 1024;

bool is_closing(const activity::Question& question) {
  return question.commitment || question.relevance;
}

// Whether the bytes are text at all; nothing else is looked at when not.
bool check_bytes(const std::vector<Line>& lines, Problems& problems) {
  bool good = true;
  for (const Line& line : lines) {
    const bool control =
        std::ranges::any_of(line.text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
    if (line.text.size() > kLongestLine)
      problems.error(line.number, "the line is longer than 8 KiB");
    else if (!base::is_utf8(line.text))
      problems.error(line.number, "the line is not UTF-8: save the file as UTF-8");
    else if (control)
      problems.error(line.number, "the line holds a control character: this is not a text file");
    else
      continue;
    good = false;
  }
  return good;
}

class FileCompiler {
 public:
  explicit FileCompiler(std::string_view file) : problems_(file) {}

  Compiled compile(std::string_view text) {
    Compiled result;
    if (text.size() > kMostBytes)
      problems_.error(1, "the file is larger than 256 KiB");
    else
      lines_ = split_lines(text);
    if (problems_.has_errors() || !check_bytes(lines_, problems_)) {
      result.problems = problems_.take();
      return result;
    }
    const FrontMatter front = read_front_matter(lines_, problems_);
    if (front.activity) return activity_of(front);
    apply_front_matter(front, unit_, problems_);
    raw_ = read_body(lines_, front.body_begins, problems_);
    for (const RawSection& section : raw_) read_section(section);
    finish(front);
    check_conditions(unit_, raw_, problems_);
    settle_test_out(front);
    if (is_survey(front)) {
      check_survey(front);
      if (!problems_.has_errors()) result.survey = survey_of(std::move(unit_));
    } else if (!problems_.has_errors()) {
      warn_about_effort(unit_, raw_, reading_, line_of(front, "stated-minutes"), problems_);
      unit_.hash = base::ContentHash(base::sha256_hex(activity::to_json(unit_)));
      result.unit = std::move(unit_);
    }
    result.problems = problems_.take();
    return result;
  }

 private:
  Compiled activity_of(const FrontMatter& front) {
    Compiled result;
    CompiledActivity made = compile_activity(lines_, front, problems_);
    if (!problems_.has_errors()) {
      result.activity = std::move(made.activity);
      result.bundle_lines = std::move(made.bundle_lines);
    }
    result.problems = problems_.take();
    return result;
  }

  void read_section(const RawSection& raw) {
    activity::Section section;
    std::size_t closing = 0;
    const Rendered text = render(raw.text, problems_);
    reading_.words += count_words(text.plain);
    if (!question_seen_) reading_.before_first_question += count_words(text.plain);
    for (const RawQuestion& question : raw.questions) {
      activity::Question compiled = compile_question(question, unit_.language, problems_);
      count_question(question, compiled);
      check_unique(compiled.id, question.line);
      if (is_closing(compiled)) ++closing;
      (is_closing(compiled) ? unit_.closing : section.questions).push_back(std::move(compiled));
      question_seen_ = true;
    }
    if (section.questions.empty() && closing > 0) {
      if (!text.plain.empty())
        problems_.error(
            raw.text.line,
            "this text stands beside closing questions only, where nothing shows it; move it to another section");
      return;
    }
    place(raw, std::move(section), text);
  }

  // A section without questions has no page of its own: it opens the next one that has.
  void place(const RawSection& raw, activity::Section section, const Rendered& text) {
    if (waiting_.heading.empty()) {
      section.heading = raw.heading;
      section.body_html = text.html;
    } else {
      section.heading = waiting_.heading;
      section.body_html = waiting_.body_html + "<h3>" + base::html_escape(raw.heading) + "</h3>" + text.html;
    }
    if (section.questions.empty()) {
      waiting_ = std::move(section);
      waiting_line_ = raw.line;
      return;
    }
    waiting_ = {};
    unit_.sections.push_back(std::move(section));
  }

  void count_question(const RawQuestion& raw, const activity::Question& question) {
    int longest = 0;
    for (std::size_t i = 0; i < raw.options.size(); ++i) {
      reading_.words += count_words(raw.options[i].label);
      longest = std::max(longest, count_words(raw.options[i].feedback.text));
    }
    reading_.words += count_words(question.prompt) + longest + count_words(raw.feedback.text);
  }

  void check_unique(const std::string& id, int line) {
    const auto [it, fresh] = question_lines_.emplace(id, line);
    if (!fresh) problems_.error(line, "the question id \"" + id + "\" was used on line " + std::to_string(it->second));
  }

  void finish(const FrontMatter& front) {
    if (!waiting_.heading.empty() && unit_.sections.empty())
      unit_.sections.push_back(std::move(waiting_));
    else if (!waiting_.heading.empty())
      problems_.error(waiting_line_,
                      "this section stands after the last question, where no page shows it; move it up, or into lines "
                      "beginning with >");
    if (unit_.sections.empty())
      problems_.error(front.end_line, "the unit has no section with text or a question", "# Case");
    // A question with a condition may not be asked: nobody can be held to it.
    int scored = 0;
    for (const activity::Section& section : unit_.sections)
      scored += static_cast<int>(std::ranges::count_if(section.questions, [](const auto& q) { return q.scored && !q.condition; }));
    if (unit_.pass > scored) {
      const bool some_conditional = scored < activity::max_score(unit_);
      problems_.error(line_of(front, "pass"),
                      "\"pass\" asks for " + std::to_string(unit_.pass) + " right answers, but " +
                          std::to_string(scored) + (scored == 1 ? " question is scored" : " questions are scored") +
                          (some_conditional ? " and asked of everyone" : ""),
                      "pass: " + std::to_string(scored));
    }
  }

  void check_survey(const FrontMatter& front) {
    const auto line = [&](const std::string& question) {
      const auto at = question_lines_.find(question);
      return at == question_lines_.end() ? front.end_line : at->second;
    };
    for (const auto& problem : activity::survey_problems(unit_)) problems_.error(line(problem.question_id), problem.what);
    if (unit_.id != burden::kMicroBurden) return;
    const std::string problem = burden::micro_burden_problem(unit_);
    if (!problem.empty()) problems_.error(line_of(front, "id"), "the id micro-burden is scored as the shipped form: " + problem);
  }

  static activity::Survey survey_of(activity::Unit form) {
    form.hash = base::ContentHash(base::sha256_hex(activity::to_json(form)));
    activity::Survey survey{std::move(form), {}};
    survey.hash = base::ContentHash(base::sha256_hex(activity::to_json(survey)));
    return survey;
  }

  // `test-out: yes` means the first scored question of the first page; an id names another one there.
  void settle_test_out(const FrontMatter& front) {
    if (unit_.test_out.empty() || unit_.sections.empty()) return;
    std::vector<std::string> scored;
    for (const activity::Question& question : unit_.sections.front().questions)
      if (question.scored) scored.push_back(question.id);
    const int line = line_of(front, "test-out");
    if (scored.empty()) {
      problems_.error(line, "\"test-out\" needs a scored question on the first page", "test-out: no");
    } else if (unit_.test_out == "yes") {
      unit_.test_out = scored.front();
    } else if (std::ranges::find(scored, unit_.test_out) == scored.end()) {
      problems_.error(line, "\"test-out\" is yes, no or the id of a scored question of the first page, not \"" + unit_.test_out + "\"", "test-out: yes");
    }
    if (!scored.empty() && unit_.sections.size() == 1)
      problems_.warning(line, "the unit asks nothing after its first page: nobody is spared anything", "test-out: no");
  }

  Problems problems_;
  std::vector<Line> lines_;
  std::vector<RawSection> raw_;
  activity::Unit unit_;
  Reading reading_;
  activity::Section waiting_;
  int waiting_line_ = 0;
  bool question_seen_ = false;
  std::map<std::string, int> question_lines_;
};

}  // namespace

Compiled compile(std::string_view text, std::string_view file) {
  return FileCompiler(file).compile(text);
}

}  // namespace preceptor::manifests
