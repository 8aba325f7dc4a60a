#include "examples/demo_pars/record_shelf.hpp"

#include <algorithm>
#include <fstream>

#include "core/base/json.hpp"

namespace preceptor::demo {

namespace {

using base::Json;

std::string to_line(const CreditRecord& record) {
  return Json{{"id", record.id}, {"given", record.given}, {"family", record.family}, {"number", record.number}, {"domain", record.domain},
              {"activity", record.activity}, {"title", record.title}, {"credits", record.credits}, {"certification", record.certification},
              {"at", base::to_unix_ms(record.at)}, {"final_at", base::to_unix_ms(record.final_at)}}.dump();
}

CreditRecord from_json(const Json& line) {
  const auto text = [&](const char* name) { return line.at(name).get<std::string>(); };
  return {text("id"), text("given"), text("family"), text("number"), text("domain"), text("activity"), text("title"), text("credits"), text("certification"),
          base::from_unix_ms(line.at("at").get<std::int64_t>()), base::from_unix_ms(line.at("final_at").get<std::int64_t>())};
}

}  // namespace

base::Result<std::unique_ptr<RecordShelf>> RecordShelf::open(const std::string& file) {
  std::unique_ptr<RecordShelf> shelf(new RecordShelf);
  if (file.empty()) return shelf;
  if (auto loaded = shelf->load(file); !loaded) return base::fail(loaded.error());
  shelf->file_.reset(std::fopen(file.c_str(), "ae"));
  if (!shelf->file_) return base::fail(base::Code::store_failed, file + " cannot be written");
  return shelf;
}

base::Status RecordShelf::load(const std::string& file) {
  std::ifstream in(file);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const auto json = base::parse_json(line);
    try {
      if (!json) return base::fail(base::Code::store_failed, file + " line " + std::to_string(number) + " cannot be read");
      if (json->contains("removed")) {
        records_.erase(json->at("removed").get<std::string>());
        continue;
      }
      const auto record = from_json(*json);
      records_[record.id] = record;
    } catch (const Json::exception& e) {
      return base::fail(base::Code::store_failed, file + " line " + std::to_string(number) + ": " + e.what());
    }
  }
  return {};
}

void RecordShelf::write(const std::string& line) {
  if (!file_) return;
  std::fputs((line + "\n").c_str(), file_.get());
  std::fflush(file_.get());
}

bool RecordShelf::add(const CreditRecord& record) {
  const std::lock_guard lock(mutex_);
  if (!records_.emplace(record.id, record).second) return false;
  write(to_line(record));
  return true;
}

bool RecordShelf::remove(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (records_.erase(id) == 0) return false;
  write(Json{{"removed", id}}.dump());
  return true;
}

std::optional<CreditRecord> RecordShelf::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = records_.find(id);
  return found == records_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<CreditRecord> RecordShelf::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<CreditRecord> listed;
  for (const auto& [id, record] : records_) listed.push_back(record);
  std::ranges::sort(listed, [](const auto& a, const auto& b) { return a.at != b.at ? a.at > b.at : a.id < b.id; });
  return listed;
}

}  // namespace preceptor::demo
