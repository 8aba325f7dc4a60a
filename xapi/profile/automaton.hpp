// A finite automaton without fixed choices: patterns of statement templates become one, and a sequence is followed through it in one pass.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace preceptor::xapi::profile {

class Automaton {
 public:
  using State = std::size_t;
  State add_state();
  void add_step(State from, std::size_t symbol, State to);   // takes one symbol
  void add_empty(State from, State to);                      // takes none
  void set_start(State state) { starts_.push_back(state); }
  void set_end(State state) { states_[state].end = true; }
  std::size_t size() const { return states_.size(); }

  struct Way {
    std::size_t taken = 0;   // symbols that could follow one another from the beginning
    bool ended = false;      // all were taken and an end was reached
  };
  Way follow(std::span<const std::size_t> symbols) const;
  // As if any number of symbols had gone before.
  Way follow_from_anywhere(std::span<const std::size_t> symbols) const;

 private:
  struct Step { std::size_t symbol; State to; };
  struct Node { std::vector<Step> steps; std::vector<State> empty; bool end = false; };
  using Set = std::vector<bool>;
  void spread(Set& set, State state) const;
  Way run(Set at, std::span<const std::size_t> symbols) const;
  std::vector<Node> states_;
  std::vector<State> starts_;
};

}  // namespace preceptor::xapi::profile
