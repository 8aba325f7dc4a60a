// The page that asks whether somebody is sure, and the page of what waits, for both shells.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "web/acts/destructive.hpp"
#include "web/acts/pending_acts.hpp"
#include "web/messages.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// "End the rights of Pat".
std::string act_text(std::string_view name, const std::string& subject, const Messages& messages);
// Where one sees what the act is about: a path with its query, without the prefix of public_url.
std::string act_page(const DestructiveAct& act, const std::map<std::string, std::string>& places, const base::Fields& form);
// Of template "act_sure": the form again with what is kept of it, an id of its own and sure=yes. `action` and `back` are whole addresses.
View sure_view(const base::Fields& kept, const std::string& action, const std::string& back, const Messages& messages);
// Of template "acts_waiting". `prefix`: of public_url; `take_back`: the address that an act's id is put behind.
View waiting_view(const std::vector<PendingAct>& waiting, const std::vector<PendingAct>& settled, const std::string& prefix, const std::string& take_back, const Messages& messages);
// What every page says while something waits; empty when nothing does.
std::string waiting_line(const std::vector<PendingAct>& waiting, const Messages& messages);

}  // namespace preceptor::web
