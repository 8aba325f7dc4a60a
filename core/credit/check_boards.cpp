#include "core/credit/check_boards.hpp"

#include <algorithm>
#include <set>

namespace preceptor::credit {
namespace {

constexpr Amount kWhole{100}, kQuarter{25}, kHalf{50};
constexpr std::size_t kMostAreas = 2;   // ABA: one or two areas of its outline (credit.md 5)

class BoardCheck {
 public:
  BoardCheck(const Activity& activity, const Rulebook& rules, const BoardRegistration& registered, const Board& board, const std::vector<Enabled>& enabled,
             bool installed, std::vector<Finding>& findings)
      : activity_(activity), rules_(rules), registered_(registered), board_(board), enabled_(enabled), installed_(installed), findings_(findings) {}

  void check() {
    if (!is_on(board_.source, "board:" + board_.code, enabled_))
      findings_.push_back({installed_, field(""), "board.off", "The rules of " + board_.code + " are not confirmed: somebody of the staff must switch it on, with name and date."});
    if (!board_.in_pars) refuse("", "board.no_channel", board_.code + " takes no credit from PARS: take it out, its diplomates hand in the certificate.");
    if ((board_.from && activity_.starts < *board_.from) || (board_.until && activity_.ends > *board_.until))
      refuse("", "board.period", "The rules of " + board_.code + " do not hold for the whole of the activity's window.");
    if (registered_.claim_by && *registered_.claim_by < activity_.starts) refuse("claim_by", "board.claim_by", "The last day to claim is before the activity starts.");
    if (gates_apply())
      for (const std::string& gate : board_.gates) check_gate(gate);
    if (check_types()) check_amount();
  }

 private:
  std::string field(std::string_view member) const { return "boards[" + board_.code + "]" + (member.empty() ? "" : "." + std::string(member)); }
  void refuse(std::string_view member, std::string rule, std::string message, std::string better = {}) {
    findings_.push_back({true, field(member), std::move(rule), std::move(message), std::move(better)});
  }

  bool gates_apply() const { return board_.pass_type.empty() || std::ranges::find(registered_.points, board_.pass_type, &TypePoints::type) != registered_.points.end(); }

  // Scenario 12: a gate that the activity cannot open would leave every learner's points unknown for ever.
  void check_gate(const std::string& gate) {
    if (gate == "content_area") return check_areas();
    const bool open = gate == "evaluation"           ? activity_.evaluation
                      : gate == "pass"               ? activity_.pass_percent > 0
                      : gate == "feedback_rationale" ? activity_.rationale
                                                     : activity_.citations;
    if (open) return;
    const std::string_view needs = gate == "evaluation"           ? "an evaluation of the learner: set evaluation"
                                   : gate == "pass"               ? "a passing standard: set pass-percent"
                                   : gate == "feedback_rationale" ? "feedback that gives the rationale of each answer: set rationale"
                                                                  : "feedback that cites its sources: set citations";
    refuse(gate, "board.gate", board_.code + " needs " + std::string(needs) + ", or take the board out.", gate == "pass" ? "75" : "yes");
  }

  void check_areas() {
    const std::size_t count = registered_.content_areas.size();
    if (count == 0 || count > kMostAreas) refuse("content_areas", "board.content_area", board_.code + " needs one or two areas of its content outline, not " + std::to_string(count) + ".");
    for (const std::string& area : registered_.content_areas) {
      const auto first = area.find(':'), second = area.find(':', first == std::string::npos ? first : first + 1);
      if (first == 0 || second == std::string::npos || second == first + 1 || second + 1 == area.size())
        refuse("content_areas", "board.content_area", "A content area is written source:number:words, not \"" + area + "\".");
    }
  }

  bool check_types() {
    const std::size_t before = findings_.size();
    if (registered_.points.empty()) refuse("points", "board.points", board_.code + " has no points: name a credit type and its points.");
    std::set<std::string> seen;
    for (const TypePoints& one : registered_.points) {
      if (std::ranges::find(board_.types, one.type) == board_.types.end()) refuse("points", "board.type", "\"" + one.type + "\" is no credit type of " + board_.code + ".");
      if (!seen.insert(one.type).second) refuse("points", "board.type", "\"" + one.type + "\" stands there twice.");
      if (one.points.hundredths <= 0 || round_to(one.points, kQuarter, Rounding::down) != one.points)
        refuse("points", "board.points", "Points are above 0, in steps of 0.25.");
    }
    return findings_.size() == before;
  }

  void check_amount() {
    const Designation* credit = physician_credit(activity_, rules_);
    if (!credit) return refuse("points", "board.credit", board_.code + " counts points against credit for physicians, and none is designated.");
    if (board_.amount == BoardAmount::round_whole) return check_whole(credit->max);
    Amount sum, largest;
    for (const TypePoints& one : registered_.points) sum += one.points, largest = std::max(largest, one.points);
    const Amount counted = board_.split == Split::none ? largest : sum;   // types that do not share the total are counted each for itself
    if (counted > credit->max || (board_.amount == BoardAmount::equal && counted != credit->max))
      refuse("points", "board.amount",
             board_.code + (board_.amount == BoardAmount::equal ? " gives as many points as credits, " : " gives no more points than credits, ") + format(credit->max) + ", not " + format(counted) + ".");
  }

  // Scenario 13. A half is the one case in which the rounding is not settled by the source: staff stand for it.
  void check_whole(Amount credit) {
    const Amount whole = round_to(credit, kWhole, Rounding::nearest);
    if (whole.hundredths == 0)
      return refuse("points", "board.whole_number",
                    board_.code + " rounds points to whole numbers, so " + format(credit) + " credit comes to 0: bundle units to at least 1 credit (60 minutes), or take the board out.");
    if (credit.hundredths % kWhole.hundredths == kHalf.hundredths && std::ranges::find(enabled_, "rule:" + board_.code + ".half", &Enabled::what) == enabled_.end())
      return findings_.push_back({installed_, field("points"), "board.half",
                    "Whether " + board_.code + " rounds " + format(credit) + " up to " + format(whole) + " is not settled: bundle units to a whole credit, or have staff confirm rule:" + board_.code + ".half."});
    for (const TypePoints& one : registered_.points)
      if (one.points != whole) refuse("points", "board.whole_number", board_.code + " gives " + format(whole) + " for " + format(credit) + " credit, not " + format(one.points) + ".", format(whole));
  }

  const Activity& activity_;
  const Rulebook& rules_;
  const BoardRegistration& registered_;
  const Board& board_;
  const std::vector<Enabled>& enabled_;
  const bool installed_;
  std::vector<Finding>& findings_;
};

}  // namespace

void check_boards(const Activity& activity, const Rulebook& rules, const std::vector<Enabled>& enabled, bool installed, std::vector<Finding>& findings) {
  std::set<std::string> seen;
  for (const BoardRegistration& registered : activity.boards) {
    const std::string field = "boards[" + registered.board + "]";
    const Board* board = rules.board(registered.board);
    if (!board) findings.push_back({true, field, "board.unknown", "\"" + registered.board + "\" is no board of the rules in force."});
    else if (!seen.insert(board->code).second) findings.push_back({true, field, "board.twice", board->code + " stands there twice."});
    else BoardCheck(activity, rules, registered, *board, enabled, installed, findings).check();
  }
  if (!activity.boards.empty() && activity.provider_activity_id.empty())
    findings.push_back({true, "provider_activity_id", "board.provider_activity_id", "An activity registered with a board needs the provider's own activity id."});
  if (!activity.boards.empty() && activity.professions.empty())
    findings.push_back({false, "professions", "audience.missing", "Registration with a board needs the target audience: name the professions."});
}

}  // namespace preceptor::credit
