#include "adapters/plain/plain_formats.hpp"
#include "adapters/report_files/text_file.hpp"
#include "adapters/report_files/words.hpp"
#include "core/base/json.hpp"
#include "core/report/cell_text.hpp"

namespace preceptor::plain {
namespace {

using base::Json;

Json learner_json(const report::LearnerRow& row) {
  const credit::Profile& who = row.profile;
  Json licences = Json::array(), boards = Json::array();
  for (const auto& one : who.licences) licences.push_back({{"state", one.state}, {"number", one.number}});
  for (const auto& one : who.boards) boards.push_back({{"board", one.board}, {"id", one.id}});
  return {{"person", row.grant.person.str()},
          {"givenName", who.given_name},
          {"familyName", who.family_name},
          {"birthDay", who.birth_day},
          {"profession", row.grant.profession},
          {"npi", who.npi},
          {"licenses", licences},
          {"boards", boards},
          {"nabpId", who.nabp_id},
          {"nccpaId", who.nccpa_id}};
}

Json activity_json(const report::LearnerRow& row) {
  return {{"id", row.grant.activity_id},       {"version", row.grant.activity.str()},      {"title", row.activity_title},
          {"format", row.activity_format},     {"accmeActivityId", row.accme_activity_id}, {"provider", row.grant.provider},
          {"providerName", row.provider_name}, {"accmeProviderId", row.accme_provider_id}};
}

// Amounts are decimal text: a binary fraction would not be the number that was granted (credit.md 10).
Json credit_json(const report::LearnerRow& row, const report::Report& report) {
  const credit::Grant& grant = row.grant;
  Json boards = Json::array();
  for (const auto& board : grant.boards)
    for (const auto& one : board.points) boards.push_back({{"board", board.board}, {"type", one.type}, {"points", credit::format(one.points)}});
  return {{"id", grant.ccid}, {"sequence", grant.sequence}, {"system", grant.system}, {"systemName", report_files::system_name(report, grant.system)},
          {"amount", credit::format(grant.amount)}, {"completedOn", base::format_date(grant.date)}, {"boards", boards},
          {"grantedAt", base::format_rfc3339(grant.granted_at)}, {"rules", grant.rules}, {"certificate", grant.certificate},
          {"state", credit::name(grant.state)}, {"changedAt", base::format_rfc3339(grant.changed_at)}, {"reason", grant.reason}};
}

Json record_json(const report::LearnerRow& row, const report::Report& report) {
  Json record{{"action", row.action == report::Action::add ? "add" : "delete"}, {"learner", learner_json(row)}, {"activity", activity_json(row)},
              {"credit", credit_json(row, report)}};
  if (row.time_engaged) record["timeEngaged"] = base::format_iso_duration(*row.time_engaged);
  if (row.point_of_care)
    record["pointOfCare"] = {
        {"question", row.point_of_care->question}, {"resources", row.point_of_care->resources}, {"application", row.point_of_care->application}};
  return record;
}

class JsonLinesWriter final : public report::Writer {
 public:
  JsonLinesWriter(report_files::TextFile file, report::Report report) : file_(std::move(file)), report_(std::move(report)) {}

  base::Status row(const report::LearnerRow& row) override {
    // The same rule as in the table: somebody will open these in one.
    if (const auto safe = report_files::check_texts(row); !safe) return safe;
    if (const auto put = file_.write(base::canonical_json(record_json(row, report_)) + "\n"); !put) return put;
    ++written_.rows;
    ++written_.records;
    if (row.action == report::Action::add) written_.total += row.grant.amount;
    return {};
  }
  base::Status finish() override { return file_.close(); }
  report::Written written() const override { return written_; }

 private:
  report_files::TextFile file_;
  report::Report report_;
  report::Written written_;
};

std::string_view text_at(const Json& record, const char* object, const char* member) {
  const auto it = record.is_object() ? record.find(object) : record.end();
  const std::string* text = it != record.end() && it->is_object() ? base::string_member(*it, member) : nullptr;
  return text ? std::string_view(*text) : std::string_view();
}

void count_line(const std::string& line, report::ReadBack& read) {
  const std::string where = "line " + std::to_string(++read.rows);
  const auto record = base::parse_json(line);
  if (!record) {
    read.note(where + " is no JSON");
    return;
  }
  if (base::canonical_json(*record) != line) read.note(where + " is not in canonical form");
  const std::string* action = record->is_object() ? base::string_member(*record, "action") : nullptr;
  const auto amount = credit::parse_amount(text_at(*record, "credit", "amount"));
  if (!action || (*action != "add" && *action != "delete")) read.note(where + ": the action is missing");
  if (!amount) read.note(where + ": the amount is no number");
  if (text_at(*record, "credit", "id").empty()) read.note(where + ": the credit's id is missing");
  if (amount && action && *action == "add") read.total += *amount;
}

}  // namespace

base::Result<std::unique_ptr<report::Writer>> JsonFormat::begin(const std::string& path, const report::Report& report) const {
  auto file = report_files::TextFile::create(path);
  if (!file) return base::fail(file.error());
  return std::make_unique<JsonLinesWriter>(std::move(*file), report);
}

base::Result<report::ReadBack> JsonFormat::read_back(const std::string& path) const {
  auto lines = report_files::LineReader::open(path);
  if (!lines) return base::fail(lines.error());
  report::ReadBack read;
  while (true) {
    auto line = lines->next();
    if (!line) return base::fail(line.error());
    if (!*line) return read;
    count_line(**line, read);
  }
}

}  // namespace preceptor::plain
