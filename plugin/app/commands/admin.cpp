#include <charconv>

#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "web/admin/administrators.hpp"
#include "web/admin/sign_in_link.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

namespace {

constexpr int kMostMinutes = 24 * 60;

}  // namespace

Result<base::Milliseconds> link_life(const CommandContext& context) {
  const Result<std::string> text = context.text("minutes");
  if (!text) return fail(text.error());
  if (text->empty()) return web::kAdminLinkLife;
  int minutes = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), minutes);
  if (error != std::errc() || end != text->data() + text->size() || minutes < 1 || minutes > kMostMinutes) {
    return fail(Code::command_arguments, "minutes must be a number from 1 to " + std::to_string(kMostMinutes));
  }
  return base::Milliseconds{std::chrono::minutes(minutes)};
}

Result<int> admin_link(CommandContext& context) {
  const auto life = link_life(context);
  if (!life) return fail(life.error());
  Site& site = context.site;
  const auto name = context.text("name");
  if (!name) return fail(name.error());
  std::string holder;
  if (!name->empty()) {
    auto named = web::Administrators(site.store(), site.store(), site.clock()).named(*name);
    if (!named) return fail(named.error());
    holder = std::move(*named);
  }
  const base::Instant until = site.clock().now() + *life;
  const auto url = web::make_sign_in_link(site.store(), site.clock(), site.config().public_url_text, {}, *life, holder);
  if (!url) return fail(url.error());
  const base::Status done =
      context.json ? context.print(Json{{"url", *url}, {"expires_at", base::format_rfc3339(until)}}.dump(2) + "\n")
                   : context.print(*url + "\n");
  if (!done) return fail(done.error());
  if (!context.json) {
    const std::string whose = holder.empty() ? "The audit log will say \"administrator\" and not who; --name says it.\n" : "";
    const base::Status told = context.tell("Open it in a browser. It works once, until " + base::format_rfc3339(until) + ".\n" + whose);
    if (!told) return fail(told.error());
  }
  return kGood;
}

}  // namespace preceptor::app
