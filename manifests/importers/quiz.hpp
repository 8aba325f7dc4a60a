// A question as quiz programs mean it (GIFT and Moodle XML share their kinds), put into ours. Internal to this folder.
#pragma once
#include "manifests/importers/draft.hpp"
#include "manifests/importers/plain.hpp"

namespace preceptor::manifests::importers {

enum class QuizKind { choice, true_false, numerical, short_answer, essay, matching };

struct QuizAnswer {
  std::string text, feedback;      // plain
  double percent = 0;              // 100 is fully right; negative ones take marks away
  double lowest = 0, highest = 0;  // numerical
};

struct QuizQuestion {
  QuizKind kind = QuizKind::choice;
  int line = 0;
  std::string name, prompt, rationale;                     // plain
  bool one_only = true;                                    // choice: one answer can be chosen
  bool truth = false;                                      // true_false
  std::vector<QuizAnswer> answers;                         // true_false: of true, then of false, for their feedback
  std::vector<std::pair<std::string, std::string>> pairs;  // matching
  std::string unit;                                        // numerical
};

class Quiz {
 public:
  Quiz(Draft& draft, Notes& notes, std::string_view language) : draft_(draft), notes_(notes), language_(language) {}
  // Keeps it in the draft, or notes why not.
  void add(QuizQuestion question);
  // A text of the source without its markup; what was lost is noted.
  std::string plain(std::string_view html, bool keep_lines, int line, std::string_view name);

 private:
  void choice(const QuizQuestion& question, DraftQuestion draft);
  void true_false(const QuizQuestion& question, DraftQuestion draft);
  void numerical(const QuizQuestion& question, DraftQuestion draft);
  void free_text(const QuizQuestion& question, DraftQuestion draft);
  void matching(const QuizQuestion& question, const DraftQuestion& draft);

  Draft& draft_;
  Notes& notes_;
  std::string language_;
};

}  // namespace preceptor::manifests::importers
