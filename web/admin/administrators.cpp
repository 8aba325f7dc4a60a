#include "web/admin/administrators.hpp"

#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"
#include "core/base/uuid.hpp"
#include "web/staff/members.hpp"

namespace preceptor::web {

using base::Code;
using base::fail;

namespace {

constexpr int kMostAdministrators = 10'000;

base::Result<std::string> administrator_name(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json) return fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  std::string name = reader.text("name");
  if (problem) return fail(Code::json_malformed, std::string(kAdministratorKind) + " " + row.id + ": " + *problem);
  return name;
}

}  // namespace

base::Result<std::map<std::string, std::string>> Administrators::names() {
  const auto rows = rows_.list_projections({kAdministratorKind, {}, base::RegistrationId(ports::kNoRegistration), kMostAdministrators});
  if (!rows) return fail(rows.error());
  std::map<std::string, std::string> found;
  for (const auto& row : *rows) {
    auto name = administrator_name(row);
    if (!name) return fail(name.error());
    found[row.id] = std::move(*name);
  }
  return found;
}

base::Result<std::optional<std::string>> Administrators::name_of(const std::string& id) {
  const auto row = rows_.load_projection(base::RegistrationId(ports::kNoRegistration), kAdministratorKind, id);
  if (!row) return fail(row.error());
  if (!*row) return std::optional<std::string>();
  auto name = administrator_name(**row);
  if (!name) return fail(name.error());
  return std::optional(std::move(*name));
}

base::Result<std::string> Administrators::named(const std::string& name) {
  if (!may_be_staff_name(name)) return fail(Code::command_arguments, "a name has 1 to 100 characters and no control characters");
  const auto known = names();
  if (!known) return fail(known.error());
  for (const auto& [id, one] : *known)
    if (one == name) return id;
  ports::Projection row;
  row.kind = kAdministratorKind;
  row.id = base::uuid_v4();
  row.state = "named";
  row.updated_at = clock_.now();
  row.body = base::canonical_json({{"name", name}});
  std::string id = row.id;
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  if (const auto saved = records_.commit(work); !saved) return fail(saved.error());
  return id;
}

}  // namespace preceptor::web
