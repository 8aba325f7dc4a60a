#include "xapi/profile/patterns.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

#include "core/base/json.hpp"
#include "xapi/profile/json_path.hpp"

namespace preceptor::xapi::profile {
namespace {

using base::Json;
using State = Automaton::State;

constexpr std::array<std::string_view, 5> kKinds{"sequence", "alternates", "optional", "oneOrMore", "zeroOrMore"};
constexpr int kDeepest = 40;              // a pattern that contains itself is deeper
constexpr std::size_t kMostStates = 20000;

base::Status bad_pattern(const std::string& what) { return base::fail(base::Error{base::Code::json_malformed, what, {}, {}}); }

struct ReadPattern {
  std::string_view kind;
  std::vector<std::string> members;
  bool primary = false;
};

class PatternCompiler {
 public:
  explicit PatternCompiler(const std::vector<std::string>& template_ids) : template_ids_(template_ids) {}

  base::Status read(const Json& json) {
    const std::string* id = json.is_object() ? base::string_member(json, "id") : nullptr;
    if (!id || text_member(json, "type") != "Pattern") return bad_pattern("a pattern has no id, or another type");
    ReadPattern pattern;
    for (const std::string_view kind : kKinds) {
      const auto found = json.find(std::string(kind));
      if (found == json.end()) continue;
      if (!pattern.kind.empty()) return bad_pattern(*id + " is of two kinds");
      pattern.kind = kind;
      const bool list = kind == "sequence" || kind == "alternates";
      if (list ? !found->is_array() || found->size() < 2 : !found->is_string()) return bad_pattern(*id + ": what " + std::string(kind) + " holds cannot be read");
      for (const Json& member : list ? *found : Json::array({*found})) {
        if (!member.is_string()) return bad_pattern(*id + " has a member that is not an id");
        pattern.members.push_back(member.get<std::string>());
      }
    }
    if (pattern.kind.empty()) return bad_pattern(*id + " is of no kind");
    const auto primary = json.find("primary");
    pattern.primary = primary != json.end() && *primary == true;
    if (!patterns_.emplace(*id, std::move(pattern)).second) return bad_pattern(*id + " is there twice");
    return {};
  }

  base::Result<Automaton> compile() {
    bool any = false;
    for (const auto& [id, pattern] : patterns_) {
      if (!pattern.primary) continue;
      const State from = automaton_.add_state(), to = automaton_.add_state();
      if (auto built = build(id, from, to, 0); !built) return base::fail(built.error());
      automaton_.set_start(from);
      automaton_.set_end(to);
      any = true;
    }
    if (!any) return base::fail(base::Code::json_malformed, "no pattern is primary");
    return std::move(automaton_);
  }

 private:
  // Ways from `from` to `to` that take what `id` describes. Nothing that is built leads back to `from` but where `from` is made for it.
  base::Status build(const std::string& id, State from, State to, int depth) {
    if (const auto found = std::ranges::find(template_ids_, id); found != template_ids_.end()) {
      automaton_.add_step(from, static_cast<std::size_t>(found - template_ids_.begin()), to);
      return {};
    }
    const auto found = patterns_.find(id);
    if (found == patterns_.end()) return bad_pattern(id + " is neither a template nor a pattern here");
    if (depth > kDeepest || automaton_.size() > kMostStates) return bad_pattern(id + " contains itself, or is too large");
    const ReadPattern& pattern = found->second;
    if (pattern.kind == "sequence") return build_sequence(pattern, from, to, depth);
    if (pattern.kind == "alternates") {
      for (const std::string& member : pattern.members)
        if (auto built = build(member, from, to, depth + 1); !built) return built;
      return {};
    }
    if (pattern.kind == "optional") {
      automaton_.add_empty(from, to);
      return build(pattern.members.front(), from, to, depth + 1);
    }
    const State before = automaton_.add_state(), after = automaton_.add_state();
    automaton_.add_empty(from, before);
    automaton_.add_empty(after, before);
    automaton_.add_empty(after, to);
    if (pattern.kind == "zeroOrMore") automaton_.add_empty(before, to);
    return build(pattern.members.front(), before, after, depth + 1);
  }

  base::Status build_sequence(const ReadPattern& pattern, State from, State to, int depth) {
    State at = from;
    for (std::size_t i = 0; i < pattern.members.size(); ++i) {
      const State next = i + 1 == pattern.members.size() ? to : automaton_.add_state();
      if (auto built = build(pattern.members[i], at, next, depth + 1); !built) return built;
      at = next;
    }
    return {};
  }

  const std::vector<std::string>& template_ids_;
  std::map<std::string, ReadPattern> patterns_;
  Automaton automaton_;
};

}  // namespace

base::Result<Automaton> compile_patterns(const Json& patterns, const std::vector<std::string>& template_ids) {
  if (!patterns.is_array()) return base::fail(base::Code::json_malformed, "patterns must be a list");
  PatternCompiler compiler(template_ids);
  for (const Json& one : patterns)
    if (auto read = compiler.read(one); !read) return base::fail(read.error());
  return compiler.compile();
}

}  // namespace preceptor::xapi::profile
