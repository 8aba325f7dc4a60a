// What an importer gathers, and the content file written of it. Internal to this folder.
#pragma once
#include <set>

#include "core/activity/unit.hpp"
#include "manifests/importers/import.hpp"

namespace preceptor::manifests::importers {

// Keeps the first 1000 and counts the rest.
class Notes {
 public:
  void dropped(int line, std::string_view name, std::string why) {
    add(Note::Kind::dropped, line, name, std::move(why));
  }
  void changed(int line, std::string_view name, std::string why) {
    add(Note::Kind::changed, line, name, std::move(why));
  }
  void missing(int line, std::string_view name, std::string why) {
    add(Note::Kind::missing, line, name, std::move(why));
  }
  std::vector<Note> take();

 private:
  void add(Note::Kind kind, int line, std::string_view name, std::string why);

  std::vector<Note> notes_;
  int left_out_ = 0;
};

// All texts are plain: lines parted by LF, paragraphs by an empty line.
struct DraftOption {
  std::string label, feedback;
  bool right = false;
  bool none = false;  // cannot be combined with others
  std::string code;   // what the source's rules call it
};

struct DraftQuestion {
  int line = 0;
  std::string name;  // as the source calls it; becomes the id
  activity::QuestionType type = activity::QuestionType::single;
  std::string arguments;  // in brackets after the type: "(0,10,mg)"
  bool required = false, scored = false;
  std::string prompt, rationale;
  std::vector<DraftOption> options;
  std::string right;      // number: "2.5" or "2..3"
  std::string condition;  // of `if:`
};

// Where a question went: what rules of later ones need to name it.
struct Placed {
  std::string id;
  std::vector<std::string> codes;  // of the options kept, in order
};

class Draft {
 public:
  Draft(const Options& options, Notes& notes) : options_(options), notes_(notes) {}

  // The first one given stands.
  void title(std::string_view title);
  // What follows stands below this heading.
  void section(std::string_view heading);
  // Text to read before the next question. `name` as in a note; `heading` where a section must be begun for it, empty
  // for the last one.
  void text(int line, std::string_view name, std::string_view heading, std::string_view plain);
  // Nothing when the question cannot be kept; a note says why.
  std::optional<Placed> question(DraftQuestion question);
  // The file. Error content_invalid: nothing was kept.
  base::Result<Imported> finish();

 private:
  struct Part {
    std::string heading, text;
    int line = 0;
    std::string questions;  // as written
    int count = 0;
  };
  bool judge(DraftQuestion& question);
  void keep_options(DraftQuestion& question);
  bool judge_right(DraftQuestion& question);
  std::string new_id(std::string_view name);
  void count(const DraftQuestion& question);
  Part& part();
  void drop_trailing();
  std::string front_matter() const;

  Options options_;
  Notes& notes_;
  std::string title_;
  std::vector<Part> parts_;
  std::set<std::string, std::less<>> ids_;
  std::size_t bytes_ = 0;
  int questions_ = 0, scored_ = 0, closed_ = 0, words_ = 0;
};

}  // namespace preceptor::manifests::importers
