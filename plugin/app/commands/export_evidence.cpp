// export evidence: a signed bundle of the record's statements; verify: whether such a bundle is as it was signed, without a site.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "adapters/evidence/file_source.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/visible.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/export_filter.hpp"
#include "plugin/app/commands/whole_file.hpp"
#include "plugin/app/evidence.hpp"
#include "plugin/app/persons.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kMostShown = 300;

// What a stranger's file says, fit for a terminal.
std::string shown(std::string_view text) {
  const std::string_view begin = base::utf8_prefix(text, kMostShown);
  return base::is_utf8(begin) ? base::visible(begin) : "(not text)";
}

std::string fact_text(const xapi::evidence::Fact& fact) {
  std::string text(name(fact.fault));
  text += ": " + shown(fact.file);
  if (fact.line > 0) text += " line " + std::to_string(fact.line);
  if (!fact.statement.empty()) text += " (statement " + shown(fact.statement) + ")";
  if (!fact.detail.empty()) text += ": " + shown(fact.detail);
  return text + "\n";
}

Json fact_json(const xapi::evidence::Fact& fact) {
  return {{"fault", std::string(name(fact.fault))}, {"file", shown(fact.file)}, {"line", fact.line}, {"statement", shown(fact.statement)}, {"detail", shown(fact.detail)}};
}

Json look_json(const evidence::BundleLook& look, bool expected) {
  Json json = {{"good", look.facts == 0}, {"facts", look.facts}, {"site", shown(look.manifest.site)}, {"statements", look.manifest.statements},
               {"erased", look.manifest.erased}, {"key", look.thumbprint}, {"key_expected", expected}};
  if (look.certificate)
    json["certificate"] = {{"subject", shown(look.certificate->subject)}, {"issuer", shown(look.certificate->issuer)}, {"not_before", look.certificate->not_before},
                           {"not_after", look.certificate->not_after}, {"sha256", look.certificate->sha256}};
  return json;
}

std::string signer_text(const evidence::BundleLook& look, bool expected) {
  if (look.thumbprint.empty()) return "No signature can be read.\n";
  std::string text = "Signed by key " + look.thumbprint + (expected ? "" : ", which came with the bundle: compare it with what the site says of itself (preceptor keys evidence)") + ".\n";
  if (look.certificate)
    text += "Its certificate says: " + shown(look.certificate->subject) + ", issued by " + shown(look.certificate->issuer) + ", valid from " + look.certificate->not_before + " to " +
            look.certificate->not_after + ", SHA-256 " + look.certificate->sha256 + ". Whether to trust that issuer is yours to decide.\n";
  return text;
}

std::string look_text(const evidence::BundleLook& look, bool expected) {
  const auto& manifest = look.manifest;
  std::string text = signer_text(look, expected);
  text += "Record of " + shown(manifest.site) + ": " + std::to_string(manifest.statements) + " statements";
  if (manifest.erased > 0) text += ", and the hashes of " + std::to_string(manifest.erased) + " of persons erased since";
  text += ".\n";
  for (const auto& one : manifest.record) {
    text += "Registration " + shown(one.registration) + ": ";
    text += one.first > 0 ? "positions " + std::to_string(one.first) + " to " + std::to_string(one.last) : std::string("nothing selected");
    text += ", as of position " + std::to_string(one.as_of) + ", seal " + shown(one.as_of_seal) + ".\n";
  }
  return text + (look.facts == 0 ? "Good: every byte is as it was signed.\n" : "Not good: " + std::to_string(look.facts) + " differences.\n");
}

Result<evidence::Expected> expected_key(const CommandContext& context) {
  evidence::Expected expected;
  auto thumbprint = context.text("thumbprint");
  if (!thumbprint) return fail(thumbprint.error());
  expected.thumbprint = std::move(*thumbprint);
  const auto path = context.text("key");
  if (!path) return fail(path.error());
  if (path->empty()) return expected;
  std::ifstream in(*path, std::ios::binary);
  const std::string pem{std::istreambuf_iterator<char>(in), {}};
  auto key = jose::public_key_of(pem);
  if (!in || !key) return fail(Code::command_arguments, *path + ": " + (in ? key.error().detail : "it cannot be read"));
  expected.public_pem = std::move(*key);
  return expected;
}

}  // namespace

Result<int> export_evidence(CommandContext& context) {
  const auto filter = export_filter(context);
  if (!filter) return fail(filter.error());
  const auto events = context.flag("events");
  if (!events) return fail(events.error());
  const auto out = context.required("out");
  if (!out) return fail(out.error());
  WholeFile file(*out);
  if (file.file() == nullptr) return fail(Code::command_arguments, *out + " cannot be written: " + std::strerror(errno));
  const auto made = make_bundle(context.site, *filter, *events, file.file(),
                                [&](std::int64_t count) { return !context.io.progress || context.io.progress("statements", static_cast<std::uint64_t>(count), 0); });
  if (!made) return fail(made.error());
  if (!file.finish()) return fail(Code::command_arguments, *out + " cannot be written: " + std::strerror(errno));
  if (const Status noted = context.site.store().note_copy(ports::Copy::exported, context.site.clock().now()); !noted)
    return fail(noted.error().code, "the bundle is whole, but its time could not be noted for preceptor check: " + noted.error().detail);
  if (const Status noted = context.site.store().note_copy_made({copy_id(*filter, true), "evidence", *out, context.site.clock().now(), filter->from, filter->to}); !noted)
    return fail(noted.error().code, "the bundle is whole, but it could not be noted for preceptor person erase: " + noted.error().detail);
  const Json summary = {{"file", *out}, {"statements", made->manifest.statements}, {"erased", made->manifest.erased}, {"key", made->thumbprint}};
  std::string text = *out + ": " + std::to_string(made->manifest.statements) + " statements, signed by key " + made->thumbprint + ".\n";
  if (made->manifest.erased > 0) text += std::to_string(made->manifest.erased) + " more belong to persons erased since: their hashes are in the bundle, their words are gone.\n";
  const Status told = context.json ? context.print(summary.dump(2) + "\n") : context.tell(text);
  if (!told) return fail(told.error());
  return kGood;
}

Result<int> verify_command(CommandContext& context) {
  const auto path = context.required("file");
  if (!path) return fail(path.error());
  const auto expected = expected_key(context);
  if (!expected) return fail(expected.error());
  const auto source = evidence::FileSource::open(*path);
  if (!source) return fail(source.error());
  Status told;
  const auto look = evidence::check_bundle(*source, *expected, [&](const xapi::evidence::Fact& fact) {
    if (told) told = context.print(context.json ? fact_json(fact).dump() + "\n" : fact_text(fact));
  });
  if (!look) return fail(look.error().code, shown(look.error().detail));
  const bool compared = !expected->thumbprint.empty() || !expected->public_pem.empty();
  if (told) told = context.print(context.json ? look_json(*look, compared).dump() + "\n" : look_text(*look, compared));
  if (!told) return fail(told.error());
  return look->facts == 0 ? kGood : kRed;
}

}  // namespace preceptor::app
