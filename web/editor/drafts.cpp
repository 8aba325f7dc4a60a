#include "web/editor/drafts.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::web {
namespace {

using base::fail;
using base::Json;

constexpr const char* kDraft = "draft";

base::Result<UnitDraft> draft_of(const ports::Projection& row) {
  const auto body = base::parse_json(row.body);
  if (!body || !body->is_object()) return fail(base::Code::store_failed, "the draft " + row.id + " cannot be read");
  const auto text = [&](const char* name) {
    const std::string* found = base::string_member(*body, name);
    return found ? *found : std::string();
  };
  UnitDraft draft{row.id, text("text"), text("title"), text("id"), text("by"), text("case"), row.state, text("hash"), {}, row.updated_at, row.version};
  draft.started = base::from_unix_ms(body->value("started", std::int64_t{0}));
  return draft;
}

}  // namespace

base::Result<std::vector<UnitDraft>> Drafts::list() {
  const auto rows = rows_.list_projections({kDraft, std::nullopt, base::RegistrationId(ports::kNoRegistration)});
  if (!rows) return fail(rows.error());
  std::vector<UnitDraft> drafts;
  for (const auto& row : *rows) {
    if (row.state == "discarded") continue;
    auto draft = draft_of(row);
    if (!draft) return fail(draft.error());
    drafts.push_back(std::move(*draft));
  }
  return drafts;
}

base::Result<std::optional<UnitDraft>> Drafts::load(const std::string& id) {
  const auto row = rows_.load_projection(base::RegistrationId(ports::kNoRegistration), kDraft, id);
  if (!row) return fail(row.error());
  if (!*row) return std::optional<UnitDraft>();
  auto draft = draft_of(**row);
  if (!draft) return fail(draft.error());
  return std::optional(std::move(*draft));
}

base::Result<UnitDraft> Drafts::save(UnitDraft draft) {
  const base::Instant now = clock_.now();
  if (draft.id.empty()) draft.id = base::base64url_encode(base::random_bytes(12));
  if (draft.version == 0) draft.started = now;
  draft.changed = now;
  ++draft.version;
  ports::Projection row;
  row.kind = kDraft;
  row.id = draft.id;
  row.parent = draft.gap;
  row.state = draft.state;
  row.version = draft.version;
  row.updated_at = now;
  row.body = Json{{"text", draft.text}, {"title", draft.title}, {"id", draft.unit_id}, {"by", draft.by}, {"case", draft.gap}, {"hash", draft.hash}, {"started", base::to_unix_ms(draft.started)}}.dump();
  ports::UnitOfWork work;
  work.projections = {std::move(row)};
  if (const auto done = records_.commit(work); !done) return fail(done.error());
  return draft;
}

}  // namespace preceptor::web
