#include "xapi/evidence/making.hpp"

#include <array>
#include <utility>

#include "core/base/digest.hpp"
#include "xapi/evidence/rows.hpp"

namespace preceptor::xapi::evidence {
namespace {

using base::Status;

constexpr std::int64_t kTellEvery = 1000;

class Maker {
 public:
  Maker(EvidenceStore& store, const Asked& asked, const PutLine& put, const std::function<bool(std::int64_t)>& progress)
      : store_(store), asked_(asked), put_(put), progress_(progress) {}

  base::Result<Manifest> run() {
    const auto heads = store_.record_heads();
    if (!heads) return base::fail(heads.error());
    for (const RecordHead& head : *heads)
      if (auto added = add_registration(head); !added) return base::fail(added.error());
    constexpr std::array kNames = {kStatementsFile, kRecordFile, kDeliveriesFile};
    for (std::size_t i = 0; i < kNames.size(); ++i) manifest_.files.push_back({kNames[i], written_[i].bytes, written_[i].lines, written_[i].digest.hex()});
    manifest_.site = asked_.site;
    manifest_.from = asked_.filter.from ? base::format_rfc3339(*asked_.filter.from) : "";
    manifest_.to = asked_.filter.to ? base::format_rfc3339(*asked_.filter.to) : "";
    manifest_.unit = asked_.filter.unit_id;
    manifest_.course = asked_.filter.context_id;
    manifest_.events = asked_.events;
    return std::move(manifest_);
  }

 private:
  struct Written {
    std::int64_t bytes = 0, lines = 0;
    base::Sha256 digest;
  };

  Status add_registration(const RecordHead& head) {
    Stretch stretch{head.registration, head.position, head.seal, 0, 0, {}, {}};
    const auto span = store_.selected_span(asked_.filter, head.registration, head.position);
    if (!span) return base::fail(span.error());
    if (*span) {
      auto before = store_.seal_at(head.registration, (*span)->first - 1);
      if (!before) return base::fail(before.error());
      stretch.first = (*span)->first;
      stretch.last = (*span)->last;
      stretch.before = std::move(*before);
      if (auto added = add_span(**span, stretch); !added) return added;
    }
    manifest_.record.push_back(std::move(stretch));
    return {};
  }

  Status add_span(const RecordSpan& span, Stretch& stretch) {
    Status done;
    const auto& registration = stretch.registration;
    auto walked = store_.walk_record(asked_.filter, registration, span, [&](const RecordRow& row) {
      done = add_row(registration, row);
      stretch.seal = row.seal;
      return done.has_value();
    });
    if (!walked || !done) return walked ? done : walked;
    walked = store_.walk_deliveries(registration, span, [&](const Delivered& one) {
      done = put(Part::deliveries, to_line(registration, one));
      return done.has_value();
    });
    return walked ? done : walked;
  }

  Status add_row(const std::string& registration, const RecordRow& row) {
    RecordLine line{registration, row.position, row.hash, row.seal, {}, {}, {}};
    for (const RecordedStatement& one : row.statements) {
      line.statements.push_back({one.id.str(), one.sha256, 0, one.body ? one.signature : std::string()});
      if (!one.body) {
        ++manifest_.erased;
        continue;
      }
      line.statements.back().line = ++manifest_.statements;
      if (auto written = put(Part::statements, *one.body); !written) return written;
      if (progress_ && manifest_.statements % kTellEvery == 0 && !progress_(manifest_.statements)) return base::fail(base::Code::command_cancelled);
    }
    if (asked_.events && !row.statements.empty()) {
      line.event = row.event;
      line.renderings = row.renderings;
    }
    return put(Part::record, to_line(line));
  }

  Status put(Part part, std::string text) {
    text += '\n';
    Written& written = written_[static_cast<std::size_t>(part)];
    written.bytes += static_cast<std::int64_t>(text.size());
    ++written.lines;
    written.digest.add(text);
    return put_(part, text);
  }

  EvidenceStore& store_;
  const Asked& asked_;
  const PutLine& put_;
  const std::function<bool(std::int64_t)>& progress_;
  Manifest manifest_;
  std::array<Written, 3> written_;
};

}  // namespace

base::Result<Manifest> write_evidence(EvidenceStore& store, const Asked& asked, const PutLine& put, const std::function<bool(std::int64_t)>& progress) {
  return Maker(store, asked, put, progress).run();
}

}  // namespace preceptor::xapi::evidence
