// The order of the record as record.jsonl shows it.
#include <algorithm>

#include "core/record/rendering.hpp"
#include "xapi/evidence/comparing.hpp"
#include "xapi/evidence/rows.hpp"
#include "xapi/signed_statement.hpp"

namespace preceptor::xapi::evidence {
namespace {

class SealWalk {
 public:
  SealWalk(const Manifest& manifest, const Tell& tell) : tell_(tell) {
    for (const Stretch& one : manifest.record)
      if (one.first > 0) stretches_.push_back(&one);
  }

  void take(const RecordLine& row, std::int64_t number) {
    number_ = number;
    const bool here = begun_ && row.registration == stretches_[at_]->registration;
    if (!here && !turn_to(row)) return;
    if (row.position != next_) {
      const bool gap = row.position > next_;
      say(gap ? Fault::missing : Fault::moved, gap ? positions(next_, row.position - 1) + " should stand before this line" : place(row.position) + " should stand elsewhere, or is there twice");
    } else if (record::seal(seal_, row.position, row.hash) != row.seal) {
      say(Fault::seal, place(row.position) + ": its seal does not follow from the one before and its hash");
    }
    check_event(row);
    for (const StatementMark& one : row.statements)
      if (!one.signature.empty() && !signature_is_of(one.signature, one.sha256))
        tell_({Fault::signature, kRecordFile, number_, one.id, "the statement is not the one that its own signature was made of"});
    next_ = std::max(next_, row.position) + 1;
    seal_ = row.seal;
  }

  void finish() {
    while (at_ < stretches_.size()) end_stretch();
  }

 private:
  std::string place(std::int64_t position) const { return "position " + std::to_string(position) + " of registration " + stretches_[at_]->registration; }
  std::string positions(std::int64_t from, std::int64_t to) const {
    return (from == to ? "position " + std::to_string(from) : "positions " + std::to_string(from) + " to " + std::to_string(to)) + " of registration " + stretches_[at_]->registration;
  }
  void say(Fault fault, std::string detail) { tell_({fault, kRecordFile, number_, "", std::move(detail)}); }

  // Stretches follow each other in the manifest's order; one that has no line at all is missing as a whole. False: the row belongs to none of them.
  bool turn_to(const RecordLine& row) {
    const auto known = [&](std::size_t from) {
      return std::find_if(stretches_.begin() + static_cast<std::ptrdiff_t>(from), stretches_.end(), [&](const Stretch* one) { return one->registration == row.registration; });
    };
    const auto found = known(begun_ ? at_ + 1 : at_);
    if (found == stretches_.end()) {
      say(Fault::added, "registration " + row.registration + " is not expected here");
      return false;
    }
    const auto target = static_cast<std::size_t>(found - stretches_.begin());
    while (at_ < target) end_stretch();
    begin();
    return true;
  }

  void begin() {
    begun_ = true;
    next_ = stretches_[at_]->first;
    seal_ = stretches_[at_]->before;
  }

  void end_stretch() {
    if (!begun_) begin();
    const Stretch& one = *stretches_[at_];
    if (next_ <= one.last) say(Fault::missing, positions(next_, one.last));
    else if (seal_ != one.seal) say(Fault::seal, place(one.last) + ": the manifest knows another seal");
    ++at_;
    begun_ = false;
  }

  void check_event(const RecordLine& row) {
    if (row.event.empty()) return;
    if (record::event_hash(row.event, row.renderings) != row.hash) say(Fault::seal, place(row.position) + ": its hash is not that of its event");
    for (const StatementMark& one : row.statements)
      if (std::ranges::find(row.renderings, one.sha256) == row.renderings.end()) tell_({Fault::seal, kRecordFile, number_, one.id, "the event's hash does not cover this statement"});
  }

  const Tell& tell_;
  std::vector<const Stretch*> stretches_;
  std::size_t at_ = 0;
  bool begun_ = false;
  std::int64_t next_ = 0, number_ = 0;
  std::string seal_;
};

}  // namespace

void check_seals(const Manifest& manifest, const BundleFile& record, const Tell& tell) {
  SealWalk walk(manifest, tell);
  Lines lines(record);
  std::int64_t number = 0;
  for (std::string line; lines.next(line);) {
    ++number;
    const auto row = read_record_line(line);
    if (row) walk.take(*row, number);
    if (!row || !lines.whole()) tell({Fault::form, record.name, number, "", row ? "its end is missing" : row.error().detail});
  }
  walk.finish();
}

}  // namespace preceptor::xapi::evidence
