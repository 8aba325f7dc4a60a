// /admin: what its pages need of the site.
#include "core/base/json.hpp"
#include "plugin/app/commands/check.hpp"
#include "plugin/app/health_board.hpp"
#include "plugin/app/lrs_desk.hpp"
#include "plugin/app/site.hpp"
#include "web/admin/admin_pages.hpp"

namespace preceptor::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kYoung{60'000};      // a run this young is shown as it is
constexpr milliseconds kPatience{2500};     // a page waits this long for a run, then says that it is under way
constexpr int kGuessesPerMinute = 40;       // of one client address; 256 random bits are not found that way, and the log stays readable

class SiteForAdmins final : public web::AdminSite {
 public:
  explicit SiteForAdmins(Site& site) : site_(site), guesses_(kGuessesPerMinute) {}

  web::Health health(bool again) override { return site_.health().look(again ? milliseconds{0} : kYoung, kPatience); }

  std::string health_json(const web::Health& health) override {
    base::Json out = {{"running", health.running}, {"lines", base::Json::parse(lines_json(health.lines))}};
    out["checked_at"] = health.at ? base::Json(base::format_rfc3339(*health.at)) : base::Json();
    return out.dump(2) + "\n";
  }

  bool may_guess(const std::string& client_address) override { return guesses_.take(client_key(client_address), site_.clock().now()); }

 private:
  Site& site_;
  RateLimit guesses_;
};

}  // namespace

void Site::wire_admin() {
  health_ = std::make_unique<HealthBoard>([this](const HealthBoard::GoOn& go_on) { return run_checks(*this, go_on); }, *clock_, log_);
  admin_site_ = std::make_unique<SiteForAdmins>(*this);
  record_stores_ = std::make_unique<LrsDesk>(*this);
  admin_ = std::make_unique<web::AdminPages>(web::AdminDeps{*store_, *store_, *store_, *store_, *store_, *signing_keys_, staff(), profiles_, *admin_site_, *record_stores_, *clock_, log_, config_.public_url_text, watch_.get(), administrators_.get()});
}

}  // namespace preceptor::app
