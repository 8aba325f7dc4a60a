// Whether the record would survive this disk: the database, backups, exports.
#include "plugin/app/commands/check.hpp"

namespace preceptor::app {
namespace {

// Read through in about a second; a page of /admin may ask for it once a minute.
constexpr std::int64_t kReadThrough = 256LL << 20;

}  // namespace

void check_safekeeping(Site& site, std::vector<CheckLine>& lines) {
  const base::Instant now = site.clock().now();
  const auto look = site.store().look_through(kReadThrough);
  const bool server = site.store().path().empty();
  if (look && server) lines.push_back(server_line(*look));
  else lines.push_back(look ? database_line(*look) : red_line("database", look.error()));
  const auto lost = site.identifiers().unreadable();
  lines.push_back(lost ? identifiers_line(*lost, site.key_file()) : red_line("identifiers of learners", lost.error()));
  const auto backup = site.store().last_copy(ports::Copy::backup);
  if (!backup) lines.push_back(red_line("backups", backup.error()));
  else lines.push_back(server ? server_backup_line(*backup, now) : backup_line(*backup, now));
  const auto exported = site.store().last_copy(ports::Copy::exported);
  lines.push_back(exported ? export_line(*exported, now) : red_line("exports", exported.error()));
}

}  // namespace preceptor::app
