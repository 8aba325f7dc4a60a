// Who may frame our pages, what was added on the way that says otherwise, and what browsers said they did not show (blocked_frames.hpp: not all say so).
#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

#include "plugin/app/commands/health_lines.hpp"

namespace preceptor::app {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> found;
  for (std::string word; in >> word;) found.push_back(word);
  return found;
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

// What came from outside, made fit for a line.
std::string printable(std::string_view text) {
  std::string out(text.substr(0, 200));
  for (char& c : out) c = c >= ' ' && c <= '~' ? c : '?';
  return out;
}

// The source list of one policy's frame-ancestors; nullopt without that directive. CSP 3: names in any case, the first of a name counts.
std::optional<std::string> ancestors_of(const std::string& policy) {
  std::istringstream directives(policy);
  for (std::string directive; std::getline(directives, directive, ';');) {
    const auto parts = words(directive);
    if (parts.empty() || lower(parts.front()) != "frame-ancestors") continue;
    std::string list;
    for (std::size_t i = 1; i < parts.size(); ++i) list += (list.empty() ? "" : " ") + lower(parts[i]);
    return list.empty() ? "'none'" : list;
  }
  return std::nullopt;
}

bool covers(const std::vector<std::string>& list, const std::string& origin) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& source) {
    return source == "*" || source == origin || source == origin + "/" || (source == "https:" && origin.starts_with("https:"));
  });
}

}  // namespace

AddedFraming added_framing(const ports::Headers& answer) {
  AddedFraming added;
  for (const auto& [name, value] : answer) {
    if (lower(name) == "x-frame-options") added.frame_options = printable(value);
    if (lower(name) != "content-security-policy") continue;
    // Several policies all count; one that names nobody decides.
    const auto list = ancestors_of(printable(value));
    if (list && (!added.ancestors || *list == "'none'")) added.ancestors = list;
  }
  return added;
}

CheckLine framing_line(const AddedFraming& added, const std::vector<std::string>& origins) {
  const std::string what = "framing";
  const std::string next = "Take that header out of the proxy for our address: each page says itself who may frame it.";
  if (added.ancestors) {
    const auto list = words(*added.ancestors);
    std::vector<std::string> missing;
    std::copy_if(origins.begin(), origins.end(), std::back_inserter(missing), [&](const std::string& origin) { return !covers(list, origin); });
    const std::string cause = "the proxy adds frame-ancestors " + *added.ancestors + ", which browsers obey beside ours";
    const bool nobody = *added.ancestors == "'none'" || *added.ancestors == "'self'";
    if (nobody) return {what, "red", cause + "; no LMS can show our pages", next};
    // A pattern may cover what is not spelled out.
    if (!missing.empty()) return {what, "warning", cause + "; it does not name " + joined(missing), next};
  }
  if (!added.frame_options.empty())
    return {what, "warning", "the proxy adds X-Frame-Options: " + added.frame_options + "; older browsers then show no page inside a course", next};
  return {what, "good", "nothing on the way to us keeps our pages out of frames", ""};
}

CheckLine frames_line(const std::string& name, const std::string& ancestors, const std::optional<BlockedFrames>& blocked) {
  if (ancestors == "'none'")
    return {"frames of " + name, "warning", "no address of the LMS is known that may frame our pages", "Correct its issuer, or name its address under Connections or in frame_ancestors."};
  if (blocked) {
    std::string cause = "browsers reported at least " + std::to_string(blocked->n) + " page(s) of ours not shown in a frame since " + base::format_rfc3339(blocked->first) + ", the last at " +
                        base::format_rfc3339(blocked->last) + "; they may be shown inside " + joined(words(ancestors));
    if (blocked->from.empty()) return {"frames of " + name, "warning", cause, "The course page may have another address than these: if courses are shown there, add it to frame_ancestors."};
    return {"frames of " + name, "warning", cause, "The course page at " + printable(joined(blocked->from)) + " may not show this tool: if it is yours, add it to frame_ancestors."};
  }
  return {"frames of " + name, "good", "our pages may be shown inside " + joined(words(ancestors)) + " and the address that a launch comes back to", ""};
}

}  // namespace preceptor::app
