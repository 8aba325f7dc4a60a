// keys evidence: the key that signs evidence bundles, its certificate, and a request for one; keys rotate --evidence: another key from now on.
#include <fstream>
#include <iterator>

#include "core/base/json.hpp"
#include "lti/jose/certificate.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/evidence_keys.hpp"
#include "plugin/app/evidence.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

Status keep_certificates(CommandContext& context, const EvidenceKey& key, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string pem{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail(Code::command_arguments, path + " cannot be read");
  const auto ders = jose::certificates_from_pem(pem);
  if (!ders) return fail(ders.error());
  const auto facts = jose::look_at_certificate(ders->front());
  if (!facts) return fail(facts.error());
  const auto own = lti::public_pem(key.key);
  if (!own) return fail(own.error());
  if (facts->public_pem != *own) return fail(Code::certificate_unfit, "the first certificate in " + path + " is for another key than " + key.key.kid);
  if (const Status chain = jose::check_chain(*ders); !chain) return chain;
  return context.site.store().save_evidence_certificates(key.key.kid, pem);
}

Json key_json(const EvidenceKey& key, const std::string& pem) {
  Json json = {{"kid", key.key.kid}, {"pem", pem}, {"created_at", base::format_rfc3339(key.key.created_at)}};
  if (!key.certificates_pem.empty()) json["certificates"] = key.certificates_pem;
  return json;
}

Result<std::string> certificate_text(const EvidenceKey& key) {
  if (key.certificates_pem.empty())
    return std::string("certificate  none: whoever gets a bundle compares the thumbprint with what you say of it. For one, have a certificate authority sign\n"
                       "             what preceptor keys evidence --request NAME prints, and give it with --certificate FILE\n");
  const auto ders = jose::certificates_from_pem(key.certificates_pem);
  if (!ders) return fail(ders.error());
  const auto facts = jose::look_at_certificate(ders->front());
  if (!facts) return fail(facts.error());
  return "certificate  " + facts->subject + ", issued by " + facts->issuer + ", valid from " + facts->not_before + " to " + facts->not_after + "\n";
}

Result<std::string> retired_text(CommandContext& context, Json& list) {
  const auto all = context.site.store().list_keys(base::RegistrationId(lti::kEvidenceKey));
  if (!all) return fail(all.error());
  std::string text;
  for (const lti::SigningKey& one : *all) {
    if (one.state != lti::KeyState::retired) continue;
    const std::string until = one.retired_at ? base::format_rfc3339(*one.retired_at) : std::string();
    list.push_back({{"kid", one.kid}, {"retired_at", until}});
    text += "before it    " + one.kid + ", signed until " + until + "\n";
  }
  return text;
}

}  // namespace

Result<int> rotate_evidence(CommandContext& context) {
  const auto key = context.site.signing_keys().rotate(base::RegistrationId(lti::kEvidenceKey), true);
  if (!key) return fail(key.error());
  context.site.log().write(ports::Level::info, "keys.rotated", {{"registration", lti::kEvidenceKey}, {"kid", key->kid}, {"at_once", "yes"}});
  const Json row = {{"kid", key->kid}, {"created_at", base::format_rfc3339(key->created_at)}};
  const std::string text = "Evidence bundles are signed by key " + key->kid + " from now on; it has no certificate yet. Bundles made before stay good under the key that signed them.\n";
  if (const Status done = context.print(context.json ? row.dump(2) + "\n" : text); !done) return fail(done.error());
  return kGood;
}

Result<int> keys_evidence(CommandContext& context) {
  const auto pem_only = context.flag("pem");
  if (!pem_only) return fail(pem_only.error());
  const auto certificate = context.text("certificate");
  if (!certificate) return fail(certificate.error());
  const auto request = context.text("request");
  if (!request) return fail(request.error());
  auto key = evidence_key(context.site);
  if (!key) return fail(key.error());
  if (!request->empty()) {
    const auto made = context.site.signing_keys().certificate_request(key->key.registration, *request);
    if (!made) return fail(made.error());
    if (const Status done = context.print(*made); !done) return fail(done.error());
    return kGood;
  }
  if (!certificate->empty()) {
    if (const Status kept = keep_certificates(context, *key, *certificate); !kept) return fail(kept.error());
    key = evidence_key(context.site);
    if (!key) return fail(key.error());
  }
  const auto pem = lti::public_pem(key->key);
  if (!pem) return fail(pem.error());
  const auto certified = certificate_text(*key);
  if (!certified) return fail(certified.error());
  Json json = key_json(*key, *pem);
  json["retired"] = Json::array();
  const auto retired = retired_text(context, json["retired"]);
  if (!retired) return fail(retired.error());
  const std::string text = "key          " + key->key.kid + ", signs evidence bundles since " + base::format_rfc3339(key->key.created_at) + "\n" + *certified + *retired + *pem;
  if (const Status done = context.print(context.json ? json.dump(2) + "\n" : *pem_only ? *pem : text); !done) return fail(done.error());
  return kGood;
}

}  // namespace preceptor::app
