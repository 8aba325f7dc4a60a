// An imported file, compiled.
#pragma once
#include <gtest/gtest.h>

#include "content_files.hpp"
#include "imported.hpp"

namespace preceptor::manifests::importers {

struct Taken {
  activity::Unit unit;
  std::string text, notes;

  bool noted(const std::string& words) const { return notes.find(words) != std::string::npos; }
  // All questions, in order.
  std::vector<activity::Question> questions() const {
    std::vector<activity::Question> all;
    for (const auto& section : unit.sections) all.insert(all.end(), section.questions.begin(), section.questions.end());
    return all;
  }
};

// Imports, completes and compiles; a test fails when the compiler finds an error.
inline Taken take(const std::string& source, Source kind, const Options& options = {"quiz.txt", "en"}) {
  const auto imported = import_text(source, kind, options);
  if (!imported) {
    ADD_FAILURE() << base::describe(imported.error()) << "\n" << source;
    return {};
  }
  Compiled compiled = compile(completed(imported->text), "u.md");
  EXPECT_TRUE(compiled.unit) << all_lines(compiled.problems) << imported->text;
  return {compiled.unit ? *compiled.unit : activity::Unit(), imported->text, all_notes(imported->notes)};
}

inline std::string refusal(const std::string& source, Source kind) {
  const auto imported = import_text(source, kind, {"quiz.txt", "en"});
  return imported ? "taken:\n" + imported->text : imported.error().detail;
}

// "a*,b": labels of a question's options, the right ones with a star.
inline std::string labels(const activity::Question& question) {
  std::string text;
  for (const auto& option : question.options)
    text += (text.empty() ? "" : ",") + option.label + (option.correct ? "*" : "") + (option.exclusive ? "!" : "");
  return text;
}

}  // namespace preceptor::manifests::importers
