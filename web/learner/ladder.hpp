// A login from inside a course page, in a browser that sent no cookie of ours: does it keep one? If not, the platform's storage, the browser's
// own prompt and a new window are tried, in that order (docs/decisions/0020-launch-without-cookies.md).
#pragma once
#include <optional>
#include <string>

#include "core/base/url.hpp"
#include "core/ports/http.hpp"
#include "core/ports/sealer.hpp"
#include "lti/launch.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

enum class Step {
  first,           // as the platform sent it
  checked,         // after a cookie was set: it comes now or it does not
  access,          // the person let us have our cookies inside the frame
  access_checked,
  window,          // a window of our own was asked for
};

// What a login was asked with, on its way through the steps. Sealed in the address: hints may name a person.
struct LoginAgain {
  Step step = Step::first;
  base::Fields fields;
};
std::string seal_again(const ports::Sealer& sealer, const LoginAgain& again);
std::optional<LoginAgain> open_again(const ports::Sealer& sealer, std::string_view token);

// Whether the browser says that this request fills a frame (Fetch Metadata). One that says nothing is taken for a page of its own.
bool is_framed(const ports::HttpRequest& request);

struct LadderView {
  std::string go_url;          // the platform's authorization endpoint, once its storage holds the value
  std::string storage_target;  // the frame the platform named; empty when it named none
  std::string origin, key, value;
  std::string access_url;      // after the browser's prompt; empty when that was tried
  std::string window_url;
};
// Holds no data of anybody and no answer to anything; like a refusal it may be framed by any site, because who frames it is not known yet.
ports::HttpResponse ladder_page(const LadderView& view, const Messages& messages);

// The platform's form, to be posted again with the proof: shown to the platform's own pages only. Nothing was recorded.
ports::HttpResponse confirm_page(const lti::UnboundLaunch& launch, const base::Fields& form, const std::string& action, const Messages& messages);

}  // namespace preceptor::web
