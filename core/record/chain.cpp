#include "core/record/chain.hpp"

#include <algorithm>
#include <array>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/record/erasure.hpp"

namespace preceptor::record {
namespace {

constexpr std::array<std::string_view, 13> kFaultNames = {"event_missing", "event_changed", "hash_changed", "column_changed", "seal_changed", "order",
                                                          "rendering_missing", "rendering_changed", "bytes_missing", "counts", "head", "text_missing", "text_changed"};

std::string id_of(const ChainRow& row) { return row.stream_id + "/" + std::to_string(row.seq); }

std::string differs(std::string_view what, std::string_view expected, std::string_view found) {
  std::string text(what);
  return text.append(": expected ").append(expected).append(", found ").append(found);
}

// xAPI Data 2.6. Within a statement's canonical text a quotation mark stands at members' edges only, so that no words of anybody's look like this.
constexpr std::string_view kSignatureNamed = R"("usageType":"http://adlnet.gov/expapi/attachments/signature")";

std::string text_member(const base::Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

}  // namespace

std::string_view name(ChainFault fault) { return kFaultNames.at(static_cast<std::size_t>(fault)); }

void ChainWalk::tell(ChainFault fault, const ChainRow& row, std::string detail) {
  found_({fault, registration_, row.position, id_of(row), std::move(detail)});
}

// The hash as it follows from what is stored.
std::string ChainWalk::content(const ChainRow& row) {
  std::vector<std::string> digests;
  for (const auto& one : row.renderings) digests.push_back(one.sha256);
  return event_hash(row.body, digests);
}

ChainWalk::Replacing ChainWalk::columns(const ChainRow& row) {
  const auto json = base::parse_json(row.body, {.max_bytes = 64 << 20});
  if (!json || !json->is_object()) {
    tell(ChainFault::event_changed, row, "the event's text cannot be read");
    return {};
  }
  const std::pair<const char*, std::string> stored[] = {{"registration", row.registration}, {"stream_id", row.stream_id}, {"stream_kind", row.stream_kind},
                                                        {"seq", std::to_string(row.seq)},   {"type", row.type},           {"person", row.person},
                                                        {"at", base::format_rfc3339(row.at)}, {"recorded_at", base::format_rfc3339(row.recorded_at)}};
  for (const auto& [key, value] : stored) {
    const std::string said = text_member(*json, key);
    if (said != value) tell(ChainFault::column_changed, row, differs(std::string("column ") + key, said, value));
  }
  const auto payload = json->find("payload");
  if (payload == json->end() || !payload->is_object()) return {};
  Replacing out;
  if (row.type == kStatementVoided) out.taken_back = text_member(*payload, "statement");
  if (row.type == kStatementsMade && payload->contains("seq") && (*payload)["seq"].is_number_integer()) {
    out.of_stream = text_member(*payload, "stream_id");
    out.of_seq = (*payload)["seq"].get<std::int64_t>();
  }
  if (!payload->contains("new_id")) return out;
  out.does = true;
  out.template_name = text_member(*payload, "template");
  out.old_id = text_member(*payload, "old_id");
  out.new_id = text_member(*payload, "new_id");
  return out;
}

// A rendering's id follows from its event, template, version and audience; that of a statement in another's place from the event it was first made of, and the
// event's text names it. Which statement it supersedes decides what record stores are sent, so that is compared too.
void ChainWalk::identity(const ChainRow& row, const ChainRendering& one, const Replacing& replacing) {
  const auto compare = [&](const char* column, const std::string& expected, const std::string& found) {
    if (expected != found) tell(ChainFault::column_changed, row, differs("rendering " + std::to_string(one.ordinal) + ", column " + column, expected, found));
  };
  const bool voids = one.template_name == kVoidingTemplate;
  const bool placed = replacing.does && one.statement_id == replacing.new_id;
  if (!replacing.does || voids) {
    Event event;
    const bool made_of_another = !replacing.of_stream.empty();
    event.stream_id = made_of_another ? replacing.of_stream : row.stream_id;
    event.seq = made_of_another ? replacing.of_seq : row.seq;
    if (!is_rendering_id(base::StatementId(one.statement_id), event, one.template_name, static_cast<int>(one.version), one.audience))
      compare("statement_id", rendering_id(event, one.template_name, static_cast<int>(one.version), one.audience).str(), one.statement_id);
  }
  if (placed) compare("template", replacing.template_name, one.template_name);
  if (voids && is_inside_audience(one.audience)) return compare("supersedes", replacing.taken_back, one.supersedes);
  compare("supersedes", replacing.does && (voids || placed) ? replacing.old_id : std::string(), one.supersedes);
}

void ChainWalk::bytes(const ChainRow& row, const ChainRendering& one) {
  if (!one.body) {
    if (!row.erased) tell(ChainFault::bytes_missing, row, "statement " + one.statement_id + ": its bytes are gone, and nobody erased them");
    return;
  }
  const std::string digest = base::sha256_hex(*one.body);
  if (digest != one.sha256) return tell(ChainFault::rendering_changed, row, differs("statement " + one.statement_id + ", SHA-256 of its bytes", one.sha256, digest));
  // The seal covers the statement, and the statement names its signature.
  if (one.signature.empty() && one.body->find(kSignatureNamed) != std::string::npos)
    tell(ChainFault::bytes_missing, row, "statement " + one.statement_id + ": the signature that it names is gone");
  if (one.signature.empty()) return;
  const std::string signature = base::sha256_hex(one.signature);
  if (one.body->find(signature) == std::string::npos)
    tell(ChainFault::rendering_changed, row, "statement " + one.statement_id + ": its signature, SHA-256 " + signature + ", is not the one that it names");
}

void ChainWalk::renderings(const ChainRow& row, const Replacing& replacing) {
  std::int64_t next = 0, delivered = 0;
  bool placed = !replacing.does || row.renderings.empty();
  for (const auto& one : row.renderings) {
    for (; next < one.ordinal; ++next) tell(ChainFault::rendering_missing, row, "rendering " + std::to_string(next) + " has no row");
    next = one.ordinal + 1;
    if (one.audience == "identified") ++delivered;
    placed = placed || one.statement_id == replacing.new_id;
    identity(row, one, replacing);
    bytes(row, one);
  }
  if (!placed) tell(ChainFault::column_changed, row, "no rendering has the id that the event names: " + replacing.new_id);
  if (delivered != row.statements) tell(ChainFault::counts, row, differs("statements of this event", std::to_string(delivered), std::to_string(row.statements)));
}

void ChainWalk::seal(const ChainRow& row, const std::string& recomputed) {
  const auto follows = [&](const std::string& before, const std::string& hash) { return record::seal(before, row.position, hash) == row.seal; };
  const bool content_holds = recomputed == row.hash;
  if (cut_) {   // the seal before is unknown: the chain can be taken up again, not checked
    if (!content_holds) tell(ChainFault::event_changed, row, differs("hash of the event", row.hash, recomputed));
    computed_ = row.seal;
    return;
  }
  // A changed seal is one fault, not two: what comes after it was sealed with the true one.
  const bool by_stored_hash = follows(computed_, row.hash) || follows(last_.seal, row.hash);
  const bool by_content = follows(computed_, recomputed) || follows(last_.seal, recomputed);
  if (!content_holds) {
    if (by_content)
      tell(ChainFault::hash_changed, row, differs("the stored hash of the event", recomputed, row.hash));
    else
      tell(ChainFault::event_changed, row, differs("hash of the event", row.hash, recomputed));
  }
  const std::string should = record::seal(computed_, row.position, row.hash);
  computed_ = by_stored_hash || by_content ? row.seal : should;
  if (by_stored_hash || by_content) return;
  tell(ChainFault::seal_changed, row, differs("the seal", computed_, row.seal));
}

// As with seals: one changed sum is one fault. Behind a gap nobody knows how many statements were in it.
void ChainWalk::count(const ChainRow& row) {
  const std::int64_t should = counted_ + row.statements;
  const bool follows = cut_ || row.statements_through == should || row.statements_through == last_.statements + row.statements;
  counted_ = follows ? row.statements_through : should;
  if (!follows) tell(ChainFault::counts, row, differs("statements up to here", std::to_string(should), std::to_string(row.statements_through)));
}

void ChainWalk::take(const ChainRow& row) {
  const std::int64_t wanted = last_.position + 1;
  if (row.position < wanted) {   // it stands in nobody's way: what comes after it is checked as if it were not there
    tell(ChainFault::order, row, (row.position < 1 ? "positions begin with 1, and this is " : "another event has this position too: ") + std::to_string(row.position));
    if (const auto recomputed = content(row); recomputed != row.hash) tell(ChainFault::event_changed, row, differs("hash of the event", row.hash, recomputed));
    return renderings(row, columns(row));
  }
  if (row.position > wanted) {
    const std::string through = row.position - 1 == wanted ? std::string() : " to " + std::to_string(row.position - 1);
    found_({ChainFault::event_missing, registration_, wanted, {}, "no event has position " + std::to_string(wanted) + through + "; the chain is cut here and taken up again behind it"});
    cut_ = true;
  }
  if (!row.predecessor_there)
    tell(ChainFault::event_missing, row, "the event before it in its stream is not there: " + row.stream_id + "/" + std::to_string(row.seq - 1));
  else if (!row.predecessor_first)
    tell(ChainFault::order, row, "sealed before the event before it in its stream");
  renderings(row, columns(row));
  seal(row, content(row));
  count(row);
  last_ = {row.position, row.statements_through, row.seal};
  cut_ = false;
}

void ChainWalk::finish(const ChainEnd& head) {
  if (head.position > last_.position) {
    const std::string through = head.position == last_.position + 1 ? std::string() : " to " + std::to_string(head.position);
    return found_({ChainFault::event_missing, registration_, last_.position + 1, {}, "no event has position " + std::to_string(last_.position + 1) + through + ", where the chain ends"});
  }
  const auto tell_head = [&](std::string detail) { found_({ChainFault::head, registration_, last_.position, {}, std::move(detail)}); };
  if (head.position < last_.position) tell_head(differs("the chain's end", std::to_string(last_.position), std::to_string(head.position)));
  else if (head.seal != last_.seal && head.seal != computed_) tell_head(differs("the seal at the chain's end", last_.seal, head.seal));
  else if (head.statements != last_.statements && head.statements != counted_) tell_head(differs("statements at the chain's end", std::to_string(last_.statements), std::to_string(head.statements)));
}

void ChainWalk::take_unsealed(const ChainRow& row) {
  if (!row.predecessor_there) tell(ChainFault::event_missing, row, "the event before it in its stream is not there: " + row.stream_id + "/" + std::to_string(row.seq - 1));
  renderings(row, columns(row));
  const std::string recomputed = content(row);
  if (recomputed != row.hash) tell(ChainFault::event_changed, row, differs("hash of the event, which waits for its seal", row.hash, recomputed));
}

}  // namespace preceptor::record
