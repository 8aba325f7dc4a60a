// Where several nodes may share the record: the two folders that all of them need.
#include "plugin/app/commands/check.hpp"

namespace preceptor::app {

void check_shared_folders(Site& site, std::vector<CheckLine>& lines) {
  if (!site.store().path().empty()) return;   // one machine has it all
  const std::string what = "keys of what learners write", exports = "files of exports";
  const auto reached = site.text_keys().reach();
  if (reached) lines.push_back({what, "good", site.text_key_folder() + " is the record's folder, and can be written", ""});
  else lines.push_back(red_line(what, reached.error()));
  const auto shared = site.exports_are_shared();
  if (!shared)
    lines.push_back({exports, "red", shared.error().detail, "Let exports.folder name a folder that every server shares and the service may write; until then no file can be made here."});
  else if (*shared)
    lines.push_back({exports, "good", site.export_folder() + " is the folder of the server that looked first", ""});
  else
    lines.push_back({exports, "warning", site.export_folder() + " is another folder than that of the server that looked first: files that one server makes cannot be downloaded from another",
                     "Let exports.folder name one folder that all servers share."});
}

}  // namespace preceptor::app
