// The transcript: what was granted by year, board and kind of credit, on a page and as files.
#include "web/claims/transcript.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "core/base/uuid.hpp"
#include "web/claims/impl.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr int kGrantsAtOnce = 1000;

std::string year_of(const credit::Grant& grant) { return std::to_string(static_cast<int>(grant.date.year())); }

bool passes(const credit::Grant& grant, const TranscriptFilter& filter) {
  if (!filter.year.empty() && filter.year != year_of(grant)) return false;
  if (!filter.system.empty() && filter.system != grant.system) return false;
  return filter.board.empty() || std::ranges::find(grant.boards, filter.board, &credit::BoardRegistration::board) != grant.boards.end();
}

std::vector<View> option_views(const std::set<std::pair<std::string, std::string>>& all, const std::string& chosen) {
  std::vector<View> views;
  for (const auto& [value, label] : all) {
    views.emplace_back();
    views.back().text("value", value).text("label", label).flag("on", value == chosen);
  }
  return views;
}

ports::HttpResponse file_answer(std::string body, const std::string& type, const std::string& name) {
  auto response = bare(200);
  response.headers.emplace_back("Content-Type", type);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  response.body = std::move(body);
  return response;
}

// A file that only we can read, gone with its scope: a format writes to a path.
class PrivateFile {
 public:
  PrivateFile() : folder_(std::filesystem::temp_directory_path() / ("transcript-" + base::uuid_v4())) {
    std::filesystem::create_directory(folder_);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
  }
  ~PrivateFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;
  std::string path() const { return (folder_ / "transcript").string(); }
  std::string read() const {
    std::ifstream in(path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

 private:
  std::filesystem::path folder_;
};

report::LearnerRow report_row(const TranscriptRow& row, const credit::Profile& profile, const credit::Provider* provider, const credit::Activity* activity) {
  report::LearnerRow out;
  out.grant = row.grant;
  out.profile = profile;
  out.has_profile = !profile.family_name.empty();
  out.provider_name = row.provider;
  out.accme_provider_id = provider ? provider->accme_provider_id : "";
  out.activity_title = row.activity_title;
  if (activity) {
    out.accme_activity_id = activity->accme_activity_id;
    out.activity_format = activity->format;
  }
  return out;
}

}  // namespace

base::Result<std::vector<credit::Grant>> ClaimPages::Impl::grants_of(const base::PersonId& person) {
  std::vector<credit::Grant> all;
  std::optional<ports::GrantPlace> after;
  for (;;) {
    auto some = deps.grants.list_grants({.person = person}, after, kGrantsAtOnce);
    if (!some) return base::fail(some.error());
    const bool last = some->size() < static_cast<std::size_t>(kGrantsAtOnce);
    if (!some->empty()) after = ports::GrantPlace{some->back().date, some->back().ccid};
    std::ranges::move(*some, std::back_inserter(all));
    if (last) return all;
  }
}

// What one transcript is made of, and what it can be narrowed by.
struct ClaimPages::Impl::TranscriptWork {
  Transcript out;
  credit::Profile profile;
  std::map<std::string, Validated> looked_at;   // by ccid: what the pre-flight said of each
  std::vector<std::shared_ptr<const credit::Activity>> versions;   // one a row
  std::set<std::pair<std::string, std::string>> years, systems, boards;
};

base::Status ClaimPages::Impl::gather(const ClaimGuest& guest, const TranscriptFilter& filter, TranscriptWork& work) {
  const auto& words = *guest.words;
  const auto grants = grants_of(guest.person.id);
  if (!grants) return base::fail(grants.error());
  auto profile = name_of(guest.person.id, "transcript");
  if (!profile) return base::fail(profile.error());
  work.profile = std::move(*profile);
  auto looked_at = validated_of(deps.projections, guest.person.id);
  if (!looked_at) return base::fail(looked_at.error());
  work.looked_at = std::move(*looked_at);
  work.out.name = work.profile.given_name + (work.profile.given_name.empty() ? "" : " ") + work.profile.family_name;
  work.out.made_at = deps.clock.now();
  for (const auto& grant : *grants) {
    work.years.emplace(year_of(grant), year_of(grant));
    work.systems.emplace(grant.system, system_name(grant.system, words));
    for (const auto& board : grant.boards) work.boards.emplace(board.board, board.board);
    if (grant.state == credit::GrantState::superseded || !passes(grant, filter)) continue;   // the one in its place is in the list
    auto version = version_of(grant);
    if (!version) return base::fail(version.error());
    const auto* by = provider(grant.provider);
    work.out.rows.push_back({grant, *version ? (*version)->title : grant.activity_id, by ? by->name : grant.provider,
                             system_name(grant.system, words), verify_url(grant.certificate)});
    work.versions.push_back(std::move(*version));
  }
  return {};
}

base::Result<std::string> ClaimPages::Impl::transcript_xml(const TranscriptWork& work) {
  const auto& rows = work.out.rows;
  PrivateFile file;
  report::Report report;
  report.as_of = work.out.made_at;
  if (!rows.empty()) {
    report.provider_name = rows.front().provider;
    report.from = rows.front().grant.date;
    report.to = rows.back().grant.date;
    if (const auto* by = provider(rows.front().grant.provider)) report.accme_provider_id = by->accme_provider_id;
  }
  auto writer = deps.transcript_xml->begin(file.path(), report);
  if (!writer) return base::fail(writer.error());
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (rows[at].grant.system == "participation") continue;
    const auto done = (*writer)->row(report_row(rows[at], work.profile, provider(rows[at].grant.provider), work.versions[at].get()));
    if (!done && done.error().code != Code::report_row) return base::fail(done.error());   // what the format cannot say is left out
  }
  if (auto done = (*writer)->finish(); !done) return base::fail(done.error());
  return file.read();
}

ports::HttpResponse ClaimPages::Impl::transcript_page(const ClaimGuest& guest, const TranscriptFilter& filter, const TranscriptWork& work) const {
  const auto& words = *guest.words;
  View view;
  std::vector<View> rows, totals;
  for (const auto& row : work.out.rows) {
    const auto found = work.looked_at.find(row.grant.ccid);
    View one = grant_view(guest, row.grant, found == work.looked_at.end() ? nullptr : &found->second);
    one.text("activity", row.activity_title).text("provider", row.provider);
    rows.push_back(std::move(one));
  }
  for (const auto& [system, amount] : totals_of(work.out.rows)) {
    totals.emplace_back();
    totals.back().text("item", words.text("credit.amount", {{"amount", number_text(amount, words)}, {"system", system}}));
  }
  base::Fields kept;
  for (const auto& [name, value] : {std::pair{"year", filter.year}, {"system", filter.system}, {"board", filter.board}})
    if (!value.empty()) kept.emplace_back(name, value);
  const std::string query = kept.empty() ? "" : "?" + base::format_form(kept);
  view.text_if("name", work.out.name)
      .flag("none", rows.empty())
      .list("rows", std::move(rows))
      .flag("has_totals", !totals.empty())
      .list("totals", std::move(totals));
  view.list("years", option_views(work.years, filter.year)).list("systems", option_views(work.systems, filter.system));
  view.flag("has_boards", !work.boards.empty()).list("board_options", option_views(work.boards, filter.board));
  view.text("action", path(guest, "transcript"))
      .text("csv_url", path(guest, "transcript.csv") + query)
      .text("json_url", path(guest, "transcript.json") + query);
  view.text_if("xml_url", deps.transcript_xml ? path(guest, "transcript.xml") + query : "").text("credits_url", path(guest, {}));
  return page(guest, "transcript", view, words.text("transcript.title"));
}

base::Result<ports::HttpResponse> ClaimPages::Impl::transcript(const ClaimGuest& guest, const ports::HttpRequest& request, std::string_view ending) {
  const auto asked = base::parse_form(request.query);
  const TranscriptFilter filter = asked ? TranscriptFilter{typed(*asked, "year"), typed(*asked, "system"), typed(*asked, "board")} : TranscriptFilter{};
  TranscriptWork work;
  if (auto done = gather(guest, filter, work); !done) return base::fail(done.error());
  if (ending.empty()) return transcript_page(guest, filter, work);
  if (ending == "csv") return file_answer(transcript_csv(work.out), "text/csv; charset=utf-8", "transcript.csv");
  if (ending == "json") return file_answer(transcript_json(work.out), "application/json", "transcript.json");
  if (ending != "xml" || !deps.transcript_xml) return base::fail(Code::request_not_found, "transcript." + std::string(ending));
  auto xml = transcript_xml(work);
  if (!xml) return base::fail(xml.error());
  return file_answer(std::move(*xml), "application/xml", "transcript.xml");
}

}  // namespace preceptor::web
