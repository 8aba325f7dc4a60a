// The way back: HTML of markdown.hpp as Markdown that renders to the same. Internal to this folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace preceptor::manifests {

// Where the lines will stand. In a prompt a line with '-', '+' or '>' in front is an answer or an explanation, so lists get '*'.
enum class MarkdownPlace { text, prompt, explanation };

// Lines without LF; an empty one between blocks. HTML that render() does not write gives lines that render to something else: whoever needs the same
// compares.
std::vector<std::string> markdown_of(std::string_view html, MarkdownPlace place);

}  // namespace preceptor::manifests
