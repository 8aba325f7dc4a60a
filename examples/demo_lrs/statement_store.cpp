#include "examples/demo_lrs/statement_store.hpp"

#include <algorithm>
#include <fstream>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "examples/demo_lrs/statement_rules.hpp"

namespace preceptor::demo {

namespace {

using base::Json;

constexpr base::JsonLimits kBodyLimits{.max_bytes = 5 << 20, .max_depth = 64};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string comparable(Json statement) {
  for (const char* name : {"stored", "authority", "version"}) statement.erase(name);
  return base::canonical_json(statement);
}

// The identifier only: name and objectType do not tell people apart.
std::string actor_key(const Json& actor) {
  for (const char* name : {"mbox", "mbox_sha1sum", "openid", "account"})
    if (actor.contains(name)) return base::canonical_json(Json{{name, actor[name]}});
  return base::canonical_json(actor);
}

Stored describe_statement(Json statement) {
  Stored out;
  out.id = statement["id"].get<std::string>();
  out.same_as = comparable(statement);
  out.actor = actor_key(statement["actor"]);
  out.verb = statement["verb"]["id"].get<std::string>();
  if (statement["object"].value("objectType", "Activity") == "Activity") out.activity = statement["object"]["id"].get<std::string>();
  if (statement.contains("context")) out.registration = lower(statement["context"].value("registration", ""));
  out.text = statement.dump();
  return out;
}

std::string voided_id(const Json& statement) {
  return is_voiding(statement) ? lower(statement["object"]["id"].get<std::string>()) : std::string();
}

// What this store adds to a statement (xAPI Data 2.4.7 to 2.4.10).
void complete(Json& statement, const std::string& version, base::Instant now) {
  statement["stored"] = base::format_rfc3339(now);
  if (!statement.contains("timestamp")) statement["timestamp"] = statement["stored"];
  if (!statement.contains("version")) statement["version"] = version.rfind("2", 0) == 0 ? "2.0.0" : "1.0.0";
  statement["authority"] = {{"objectType", "Agent"}, {"account", {{"homePage", "http://localhost/demo-lrs"}, {"name", "demo"}}}};
}

}  // namespace

base::Result<std::unique_ptr<StatementStore>> StatementStore::open(const std::string& file) {
  std::unique_ptr<StatementStore> store(new StatementStore());
  if (file.empty()) return store;
  if (auto loaded = store->load(file); !loaded) return base::fail(loaded.error());
  store->file_.reset(std::fopen(file.c_str(), "ae"));
  if (!store->file_) return base::fail(base::Code::config_unreadable, file + " cannot be written");
  return store;
}

base::Status StatementStore::load(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    auto statement = base::parse_json(line, kBodyLimits);
    if (!statement || !statement_problem(*statement).empty())
      return base::fail(base::Code::config_unreadable, file + " line " + std::to_string(number) + " is not a statement");
    Stored stored = describe_statement(*statement);
    stored.stored = base::parse_rfc3339(statement->value("stored", "")).value_or(base::Instant{});
    last_stored_ = std::max(last_stored_, stored.stored);
    keep(std::move(stored), voided_id(*statement));
  }
  return {};
}

void StatementStore::keep(Stored stored, const std::string& voids) {
  if (!voids.empty()) voided_.insert(voids);
  by_id_[stored.id] = statements_.size();
  statements_.push_back(std::move(stored));
}

Answer StatementStore::add(const std::string& body, const std::string& required_id, const std::string& version, base::Instant now) {
  auto parsed = base::parse_json(body, kBodyLimits);
  if (!parsed) return {Outcome::bad_request, {}, base::describe(parsed.error())};
  std::vector<Json> batch;
  if (parsed->is_array()) batch.assign(parsed->begin(), parsed->end());
  else batch.push_back(std::move(*parsed));
  if (!required_id.empty() && batch.size() != 1) return {Outcome::bad_request, {}, "PUT takes one statement"};

  Answer answer;
  std::set<std::string> seen;
  for (auto& statement : batch) {
    if (auto problem = statement_problem(statement); !problem.empty()) return {Outcome::bad_request, {}, problem};
    if (!statement.contains("id")) statement["id"] = required_id.empty() ? base::uuid_v4() : required_id;
    statement["id"] = lower(statement["id"].get<std::string>());
    const auto id = statement["id"].get<std::string>();
    if (!required_id.empty() && id != lower(required_id)) return {Outcome::bad_request, {}, "statementId differs from id"};
    if (!seen.insert(id).second) return {Outcome::bad_request, {}, "the id " + id + " comes twice in the batch"};
    answer.ids.push_back(id);
  }

  std::lock_guard lock(mutex_);
  for (const auto& statement : batch) {
    const auto known = by_id_.find(statement["id"].get<std::string>());
    if (known != by_id_.end() && statements_[known->second].same_as != comparable(statement))
      return {Outcome::conflict, {}, "another statement with the id " + known->first + " is stored"};
  }
  for (auto& statement : batch) {
    if (by_id_.count(statement["id"].get<std::string>())) continue;
    last_stored_ = std::max(now, last_stored_ + base::Milliseconds(1));
    const std::string same_as = comparable(statement);
    complete(statement, version, last_stored_);
    Stored stored = describe_statement(statement);
    stored.same_as = same_as;
    stored.stored = last_stored_;
    if (file_) {
      std::fprintf(file_.get(), "%s\n", stored.text.c_str());
      std::fflush(file_.get());
    }
    keep(std::move(stored), voided_id(statement));
  }
  return answer;
}

std::optional<Stored> StatementStore::find(const std::string& id, bool voided) const {
  std::lock_guard lock(mutex_);
  const auto found = by_id_.find(lower(id));
  if (found == by_id_.end() || (voided_.count(found->first) != 0) != voided) return std::nullopt;
  return statements_[found->second];
}

std::vector<Stored> StatementStore::list(const Filter& filter, bool& more) const {
  std::lock_guard lock(mutex_);
  const auto fits = [&](const Stored& s) {
    return (!filter.since || s.stored > *filter.since) && (!filter.until || s.stored <= *filter.until) && (filter.actor.empty() || s.actor == filter.actor) &&
           (filter.verb.empty() || s.verb == filter.verb) && (filter.activity.empty() || s.activity == filter.activity) &&
           (filter.registration.empty() || s.registration == filter.registration) && voided_.count(s.id) == 0;
  };
  std::vector<Stored> out;
  std::size_t matched = 0;
  more = false;
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    const Stored& candidate = statements_[filter.ascending ? i : statements_.size() - 1 - i];
    if (!fits(candidate) || ++matched <= filter.skip) continue;
    if (out.size() == filter.limit) {
      more = true;
      break;
    }
    out.push_back(candidate);
  }
  return out;
}

std::size_t StatementStore::size() const {
  std::lock_guard lock(mutex_);
  return statements_.size();
}

}  // namespace preceptor::demo
