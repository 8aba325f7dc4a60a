#include "xapi/profile/automaton.hpp"

#include <utility>

namespace preceptor::xapi::profile {

Automaton::State Automaton::add_state() {
  states_.emplace_back();
  return states_.size() - 1;
}

void Automaton::add_step(State from, std::size_t symbol, State to) { states_[from].steps.push_back({symbol, to}); }
void Automaton::add_empty(State from, State to) { states_[from].empty.push_back(to); }

// With every state that is reached without a symbol.
void Automaton::spread(Set& set, State state) const {
  std::vector<State> open{state};
  while (!open.empty()) {
    const State at = open.back();
    open.pop_back();
    if (set[at]) continue;
    set[at] = true;
    open.insert(open.end(), states_[at].empty.begin(), states_[at].empty.end());
  }
}

Automaton::Way Automaton::run(Set at, std::span<const std::size_t> symbols) const {
  Way way;
  for (const std::size_t symbol : symbols) {
    Set next(states_.size());
    bool alive = false;
    for (State state = 0; state < states_.size(); ++state) {
      if (!at[state]) continue;
      for (const Step& step : states_[state].steps) {
        if (step.symbol != symbol) continue;
        alive = true;
        spread(next, step.to);
      }
    }
    if (!alive) return way;
    ++way.taken;
    at = std::move(next);
  }
  for (State state = 0; state < states_.size(); ++state) way.ended = way.ended || (at[state] && states_[state].end);
  return way;
}

Automaton::Way Automaton::follow(std::span<const std::size_t> symbols) const {
  Set at(states_.size());
  for (const State start : starts_) spread(at, start);
  return run(std::move(at), symbols);
}

Automaton::Way Automaton::follow_from_anywhere(std::span<const std::size_t> symbols) const { return run(Set(states_.size(), true), symbols); }

}  // namespace preceptor::xapi::profile
