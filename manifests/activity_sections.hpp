// The sections below an activity's front matter, cut into texts and items but not yet judged. Internal to this folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "manifests/source.hpp"

namespace preceptor::manifests {

// "- name: value (note)", or "- name: value".
struct RawItem {
  int line = 0;
  std::string text;               // what follows "- "
};
struct RawActivitySection {
  int line = 0;                   // of the heading
  std::string name;               // in small letters: "bundle", "designation statement", "board"
  std::string board;              // of "## board ABIM"
  std::string text;               // lines of a paragraph joined by a space, paragraphs parted by an empty line
  std::vector<RawItem> items;
};

// Known sections only, each once (boards: each board once); what cannot stand where it stands is reported.
std::vector<RawActivitySection> read_activity_sections(const std::vector<Line>& lines, std::size_t from, Problems& problems);

}  // namespace preceptor::manifests
