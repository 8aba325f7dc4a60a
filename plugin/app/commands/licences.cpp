// export licences, import licences: CE Broker's check of learners' licences, as a file there and back. Off until staff switch it on.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "adapters/cebroker/licences.hpp"
#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/whole_file.hpp"
#include "web/credit/licence_checks.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kMostLicenceFile = (16U << 20U) + 1;   // one byte more than is read, so that too much is seen
constexpr std::size_t kMostAsked = 10'000;                   // as many as an answer may hold
constexpr const char* kProfessionSetting = "cebroker.profession.";
constexpr const char* kNoSuchLicence = "80";                 // CE Broker's ErrorCode: invalid license number

Status licences_are_on(CommandContext& context) {
  const auto enabled = context.site.credit().enabled();
  if (!enabled) return fail(enabled.error());
  if (std::ranges::find(*enabled, web::kLicenceChecks, &credit::Enabled::what) == enabled->end()) return fail(Code::report_format_off, web::kLicenceChecks);
  return {};
}

Result<web::LicencesAsked> asked_of(CommandContext& context, const char* why) {
  ports::GrantFilter filter;
  const std::pair<const char*, std::string*> texts[] = {{"activity", &filter.activity_id}, {"provider", &filter.provider}};
  for (const auto& [name, into] : texts) {
    auto text = context.text(name);
    if (!text) return fail(text.error());
    *into = std::move(*text);
  }
  return web::licences_to_ask(context.site.credit_deps(), filter, kProfessionSetting, {"command line", why});
}

Result<std::string> answer_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  char piece[1 << 16];
  while (in && text.size() < kMostLicenceFile) {
    in.read(piece, sizeof piece);
    text.append(piece, static_cast<std::size_t>(in.gcount()));
  }
  if (text.empty()) return fail(Code::command_arguments, path + " cannot be read");
  return text;
}

web::LicenceTold told_of(const cebroker::LicenceAnswer& answer) {
  using What = web::LicenceTold::What;
  const What what = answer.valid ? What::valid : answer.error_code == kNoSuchLicence ? What::invalid : What::unclear;
  return {answer.asked.profession, answer.asked.state, answer.asked.number, answer.first_name + " " + answer.last_name, what};
}

// In the order of LicenceNoted.
constexpr const char* kNotedNames[] = {"valid", "other_name", "invalid", "unknown", "ambiguous", "unclear"};
constexpr const char* kNotedWords[] = {"valid",
                                       "valid, but under another name; noted on the learner's records",
                                       "no such licence; noted on the learner's records",
                                       "nobody here has this licence",
                                       "fits licences of several states or professions; nothing is noted",
                                       "neither valid nor refused as a number; nothing is noted"};

// By its place in the file: the number is the learner's.
Status tell_answer(CommandContext& context, std::size_t place, web::LicenceNoted noted) {
  const auto which = static_cast<std::size_t>(noted);
  if (context.json) return context.print(Json({{"answer", place + 1}, {"result", kNotedNames[which]}}).dump() + "\n");
  return context.tell("answer " + std::to_string(place + 1) + ": " + kNotedWords[which] + "\n");
}

}  // namespace

Result<int> export_licences(CommandContext& context) {
  const auto out = context.required("out");
  if (!out) return fail(out.error());
  if (auto on = licences_are_on(context); !on) return fail(on.error());
  const auto asked = asked_of(context, "check of licences");
  if (!asked) return fail(asked.error());
  if (asked->all.size() > kMostAsked) return fail(Code::command_arguments, "more than 10,000 licences in one file; take one activity at a time");
  std::vector<cebroker::LicenceQuestion> questions;
  for (const auto& one : asked->all) questions.push_back({one.profession, one.state, one.number});
  const auto text = cebroker::licence_request(questions);
  if (!text) return fail(text.error());
  WholeFile file(*out);
  if (!file.write(*text) || !file.finish()) return fail(Code::command_arguments, *out + " cannot be written: " + std::strerror(errno));
  const Json sum = {{"licences", questions.size()}, {"left_out", asked->left_out}};
  const Status told = context.json ? context.print(sum.dump() + "\n")
                                   : context.tell("Licences asked about: " + std::to_string(questions.size()) + ". Learners left out, without permission, licence number or cebroker.profession: " +
                                                  std::to_string(asked->left_out) + ".\n");
  if (!told) return fail(told.error());
  return kGood;
}

Result<int> import_licences(CommandContext& context) {
  using web::LicenceNoted;
  const auto path = context.required("file");
  if (!path) return fail(path.error());
  const auto dry_run = context.flag("dry_run");
  if (!dry_run) return fail(dry_run.error());
  if (auto on = licences_are_on(context); !on) return fail(on.error());
  const auto text = answer_file(*path);
  if (!text) return fail(text.error());
  const auto answers = cebroker::read_licences(*text);
  if (!answers) return fail(answers.error());
  std::vector<web::LicenceTold> told;
  for (const auto& one : *answers) told.push_back(told_of(one));
  const auto asked = asked_of(context, "answers about licences");
  if (!asked) return fail(asked.error());
  std::int64_t valid = 0, found = 0, open = 0;
  Status said;
  const auto noted = web::note_licences(context.site.credit_deps(), *asked, told, "command line", *dry_run, [&](std::size_t place, LicenceNoted one) {
    ++(one == LicenceNoted::valid ? valid : one == LicenceNoted::other_name || one == LicenceNoted::invalid ? found : open);
    if (one != LicenceNoted::valid || *dry_run) said = tell_answer(context, place, one);
    return said.has_value();
  });
  if (!said) return fail(said.error());
  if (!noted) return fail(noted.error());
  const Json sum = {{"valid", valid}, {"found", found}, {"open", open}, {"dry_run", *dry_run}};
  said = context.json ? context.print(sum.dump() + "\n")
                      : context.tell(std::to_string(valid) + " valid, " + std::to_string(found) + " with something to mend, " + std::to_string(open) +
                                     (*dry_run ? " to be looked at. Nothing was noted.\n" : " to be looked at.\n"));
  if (!said) return fail(said.error());
  return found == 0 && open == 0 ? kGood : kRed;
}

}  // namespace preceptor::app
