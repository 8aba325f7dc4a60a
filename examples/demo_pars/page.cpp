// What came in, for people, with the rules by which this mock answers.
#include "core/base/encoding.hpp"
#include "examples/demo_pars/credit_service.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

namespace {

std::string safe(const std::string& text) { return base::html_escape(text); }

std::string rules_list(const CreditServiceSettings& settings) {
  std::string list;
  for (const auto& [family, number] : settings.known)
    list += "<li>Whoever has the family name <strong>" + safe(family) + "</strong> is known here under the number <bdi>" + safe(number) + "</bdi> only; with another one: No match.</li>\n";
  for (const auto& family : settings.late)
    list += "<li>The board of whoever has the family name <strong>" + safe(family) + "</strong> answers " + std::to_string(settings.late_for.count() / 1000) + " seconds late.</li>\n";
  return list + "<li>Everybody else is accepted at once.</li>\n";
}

std::string record_row(const CreditRecord& one, base::Instant now) {
  return "<li class=\"card\"><p><strong dir=\"auto\">" + safe(one.given + " " + one.family) + "</strong> <span class=\"quiet\">" + safe(one.domain + " " + one.number) +
         "</span></p><p>" + safe(one.credits + " " + one.certification) + " · <span dir=\"auto\">" + safe(one.title) + "</span> · " + safe(one.activity) +
         "</p><p class=\"quiet\">" + std::string(now < one.final_at ? "pending" : "accepted") + " · " + base::format_rfc3339(one.at) + " · <bdi>" + safe(one.id) + "</bdi></p></li>\n";
}

std::string refused_row(const RefusedRecord& one) {
  return "<li class=\"card\"><p><strong dir=\"auto\">" + safe(one.given + " " + one.family) + "</strong> <span class=\"quiet\">" + safe(one.number) + "</span></p><p>" + safe(one.why) +
         "</p><p class=\"quiet\">" + base::format_rfc3339(one.at) + "</p></li>\n";
}

}  // namespace

std::string records_page(const CreditServiceSettings& settings, const std::vector<CreditRecord>& records, const std::vector<RefusedRecord>& refused, base::Instant now) {
  std::string body =
      "<header class=\"bar\"><div class=\"wrap\"><strong>Mock of PARS</strong><span class=\"quiet\">nothing leaves this machine</span></div></header>\n"
      "<main class=\"wrap\">\n<h1>Records of credit</h1>\n"
      "<p class=\"card\">This is a mock for trials. It is not the ACCME's PARS and knows nobody; what it takes is reported to no one. The sample activities are accredited by "
      "nobody, so nothing here is credit. How it is spoken to follows a public draft that was never confirmed.</p>\n<ul>\n" +
      rules_list(settings) + "</ul>\n<h2>Taken</h2>\n";
  if (records.empty()) body += "<p class=\"quiet\">Nothing came yet.</p>\n";
  body += "<ul class=\"plain\">\n";
  for (const auto& one : records) body += record_row(one, now);
  body += "</ul>\n<h2>Refused</h2>\n";
  if (refused.empty()) body += "<p class=\"quiet\">Nothing was refused.</p>\n";
  body += "<ul class=\"plain\">\n";
  for (const auto& one : refused) body += refused_row(one);
  body += "</ul>\n</main>\n<script>var seen;setInterval(function(){fetch('/events').then(function(r){return r.text()}).then(function(t){"
          "t=t.replace(/\"asked\":\\d+/,'');if(seen!==undefined&&seen!==t)location.reload();seen=t}).catch(function(){})},1500)</script>\n";
  return document({"Mock of PARS", "en", false, "", body});
}

}  // namespace preceptor::demo
