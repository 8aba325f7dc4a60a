// content withdraw: a published version is stopped at once; says who saw it, to be told at their next launch.
#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "web/onward/recall_book.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

struct Stopped {
  web::Withdrawn withdrawn;
  std::vector<web::SeenBy> seen;
};

Json seen_json(const web::SeenBy& one) {
  Json row = {{"person", one.seen.person.str()},
              {"attempts", one.seen.attempts.size()},
              {"first_at", base::format_rfc3339(one.seen.first_at)},
              {"last_at", base::format_rfc3339(one.seen.last_at)},
              {"completed", one.seen.completed},
              {"after_withdrawal", one.seen.after_withdrawal}};
  if (!one.subject.empty()) row["subject"] = one.subject;
  return row;
}

Json stopped_json(const Stopped& one) {
  const auto& withdrawal = one.withdrawn.withdrawal;
  Json people = Json::array();
  for (const auto& seen : one.seen) people.push_back(seen_json(seen));
  return {{"unit_id", withdrawal.unit_id},           {"language", withdrawal.language}, {"content_hash", withdrawal.content_hash},
          {"at", base::format_rfc3339(withdrawal.at)}, {"reason", withdrawal.correction}, {"replacement", one.withdrawn.replacement},
          {"seen_by", one.seen.size()},              {"people", std::move(people)}};
}

std::string stopped_text(const Stopped& one) {
  const auto& withdrawal = one.withdrawn.withdrawal;
  std::string text = withdrawal.unit_id + " (" + withdrawal.language + ") " + withdrawal.content_hash.substr(0, 12) + ": withdrawn. " +
                     std::to_string(one.seen.size()) + (one.seen.size() == 1 ? " person has" : " people have") + " seen it; each is told at the next launch.\n";
  for (const auto& seen : one.seen)
    text += "  " + (seen.subject.empty() ? "(no platform user known)" : seen.subject) + "  opened " + base::format_rfc3339(seen.seen.first_at) +
            (seen.seen.completed ? ", completed" : "") + "\n";
  return text;
}

Result<std::vector<ports::ContentVersion>> versions_named(web::RecallBook& book, const std::string& name, const std::string& language) {
  auto versions = book.named(name);
  if (!versions) return fail(versions.error());
  if (!language.empty()) std::erase_if(*versions, [&](const auto& one) { return one.language != language; });
  if (versions->empty()) return fail(Code::command_arguments, "nothing published is called " + name + (language.empty() ? "" : " in " + language) + "; name a unit's id or a version's hash");
  return versions;
}

}  // namespace

Result<int> content_withdraw(CommandContext& context) {
  const auto name = context.required("content"), reason = context.required("reason");
  const auto replacement = context.text("replacement"), language = context.text("language");
  for (const auto* given : {&name, &reason, &replacement, &language})
    if (!*given) return fail(given->error());
  auto& store = context.site.store();
  web::RecallBook book(store, store, store, context.site.clock());
  const auto versions = versions_named(book, *name, *language);
  if (!versions) return fail(versions.error());
  Json rows = Json::array();
  std::string text;
  for (const auto& version : *versions) {
    auto withdrawn = book.withdraw(version, *reason, *replacement, "command line");
    if (!withdrawn) return fail(withdrawn.error());
    auto seen = book.who_saw(*withdrawn);
    if (!seen) return fail(seen.error());
    const Stopped stopped{std::move(*withdrawn), std::move(*seen)};
    rows.push_back(stopped_json(stopped));
    text += stopped_text(stopped);
  }
  if (base::Status done = context.print(context.json ? Json{{"withdrawn", rows}}.dump(2) + "\n" : text); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
