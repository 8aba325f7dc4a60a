// A content file -> a compiled unit with hash, and what is wrong with it (the manifest of design section 5; ui.md 1.2).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/survey.hpp"
#include "core/activity/unit.hpp"
#include "core/base/result.hpp"
#include "core/credit/activity.hpp"

namespace preceptor::manifests {

enum class Weight { error, warning };

struct Problem {
  Weight weight = Weight::error;
  std::string file;
  int line = 0;              // from 1
  std::string message;       // what is wrong, in one sentence
  std::string corrected;     // the corrected line, where one can be given
};
// "file:line: error: message" and, where there is one, a second line "  try: <corrected>".
std::string format(const Problem& problem);

struct Compiled {
  std::optional<activity::Unit> unit;       // kind: unit, only without errors
  std::optional<activity::Survey> survey;   // kind: survey, likewise
  std::optional<credit::Activity> activity; // kind: activity, likewise; checked against the shipped rules, without knowing the installation's providers
  std::vector<int> bundle_lines;            // of each unit of the activity's bundle
  std::vector<Problem> problems;
};

// `file` is used in messages only. Never throws on any bytes; size cap 256 KiB, 100 questions, 50 options a question.
Compiled compile(std::string_view text, std::string_view file);

struct Folder {
  std::vector<activity::Unit> units;
  std::vector<std::string> files;       // of each unit, same order
  std::vector<activity::Survey> surveys;
  std::vector<credit::Activity> activities;   // a unit of a bundle that no file of the folder has is warned of
  std::vector<std::string> activity_files;    // of each activity, same order
  std::vector<Problem> problems;
};
// The forms that come with the program: "micro-burden" in each of our languages.
const std::vector<activity::Survey>& shipped_surveys();
// Every *.md below the folder (sorted; README.md and hidden files left out). Duplicate (id, language) of one kind is an error in the later file. Error
// content_unreadable: the folder is missing or unreadable.
base::Result<Folder> compile_folder(const std::string& path);

}  // namespace preceptor::manifests
