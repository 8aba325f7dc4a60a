// person export: all that is held of one person; person erase: taking out what can be taken out, and saying what cannot.
#include <cerrno>
#include <cstring>

#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/whole_file.hpp"
#include "plugin/app/persons.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

Result<base::PersonId> person_named(const CommandContext& context) {
  const auto id = context.text("person"), platform = context.text("platform"), subject = context.text("subject");
  for (const auto* each : {&id, &platform, &subject})
    if (!*each) return fail(each->error());
  return find_person(context.site, *id, *platform, *subject);
}

Json erased_json(const base::PersonId& person, const Erased& erased, bool dry_run) {
  Json taken = Json::object(), elsewhere = Json::array();
  for (const auto& one : erased.taken) taken[one.table] = one.rows;
  for (const auto& one : erased.elsewhere) {
    Json row = {{"kind", one.kind}, {"name", one.name}, {"made_at", base::format_rfc3339(one.made_at)}};
    row["certain"] = one.certain;
    row["until"] = one.until.empty() ? Json() : Json(one.until);
    elsewhere.push_back(std::move(row));
  }
  return {{"person", person.str()}, {"dry_run", dry_run}, {"erased_before", erased.before}, {"taken", std::move(taken)}, {"voided", erased.voided}, {"elsewhere", std::move(elsewhere)}};
}

std::string elsewhere_text(const Erased& erased, bool certain) {
  std::string text;
  for (const auto& one : erased.elsewhere)
    if (one.certain == certain)
      text += "  " + one.kind + " " + one.name + ", made " + base::format_rfc3339(one.made_at) + (one.until.empty() ? ": kept until somebody deletes it\n" : ": to be deleted by " + one.until + "\n");
  return text;
}

std::string erased_text(const base::PersonId& person, const Erased& erased, bool dry_run) {
  std::string text = dry_run ? "Nothing was changed. Erasing " + person.str() + " would take out:\n" : "Erased " + person.str() + (erased.before ? ", who was erased before" : "") + ". Taken out:\n";
  for (const auto& one : erased.taken) text += "  " + one.table + ": " + std::to_string(one.rows) + "\n";
  if (erased.taken.empty()) text += "  nothing\n";
  if (erased.voided > 0) text += std::to_string(erased.voided) + (dry_run ? " statements would be taken back" : " statements are taken back") + " at the record stores, by the running server.\n";
  const std::string holding = elsewhere_text(erased, true), perhaps = elsewhere_text(erased, false);
  text += holding.empty() ? "No copy or export is known here that holds this person for certain.\n" : "What is left elsewhere holds this person still:\n" + holding;
  if (!perhaps.empty()) text += "Whether these hold this person is not known here; look into them:\n" + perhaps;
  text += "Ids and hashes of statements, and grants of credit, stay under the random id. What the LMS and receivers of credit hold is theirs to delete.\n";
  return text;
}

}  // namespace

Result<int> person_export(CommandContext& context) {
  const auto person = person_named(context);
  if (!person) return fail(person.error());
  const auto out = context.text("out");
  if (!out) return fail(out.error());
  const auto held = held_of_person(context.site, *person);
  if (!held) return fail(held.error());
  const std::string text = held->dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (out->empty()) {
    if (const Status done = context.print(text); !done) return fail(done.error());
    return kGood;
  }
  WholeFile file(*out);
  if (!file.write(text) || !file.finish()) return fail(Code::command_arguments, *out + " cannot be written: " + std::strerror(errno));
  if (const Status noted = note_person_copy(context.site, *person, *out); !noted)
    return fail(noted.error().code, *out + " is whole, but it could not be noted for preceptor person erase: " + noted.error().detail);
  if (const Status told = context.tell(*out + ": all that is held of " + person->str() + ". It is as secret as the store: delete it when it was handed over.\n"); !told) return fail(told.error());
  return kGood;
}

Result<int> person_erase(CommandContext& context) {
  const auto person = person_named(context);
  if (!person) return fail(person.error());
  const auto voids = context.flag("void"), dry_run = context.flag("dry_run");
  if (!voids) return fail(voids.error());
  if (!dry_run) return fail(dry_run.error());
  // Once her account is gone, only this id names her.
  if (!*dry_run && !context.json)
    if (const Status told = context.tell("Erasing " + person->str() + ". If this is interrupted, run it again with this id.\n"); !told) return fail(told.error());
  const auto erased = erase(context.site, *person, *voids, *dry_run);
  if (!erased) return fail(erased.error());
  const std::string text = context.json ? erased_json(*person, *erased, *dry_run).dump(2) + "\n" : erased_text(*person, *erased, *dry_run);
  if (const Status done = context.print(text); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
