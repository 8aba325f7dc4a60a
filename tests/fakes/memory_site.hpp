// A clock that stands still, a log and a diary that can be read, published content. Keeps the ports' promises.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/log.hpp"

namespace preceptor::fakes {

class StillClock : public ports::Clock {
 public:
  base::Instant now() const override { return at; }
  void pass(base::Milliseconds time) { at += time; }
  base::Instant at = base::from_unix_ms(1'790'000'000'000);
};

class MemoryLog : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field> fields) override {
    std::string line(event);
    for (const auto& [name, value] : fields) line += " " + std::string(name) + "=" + value;
    lines.push_back(line);
  }
  std::vector<std::string> lines;
};

class MemoryDiary : public ports::Diary {
 public:
  base::Status write_diary(const ports::DiaryEntry& entry) override {
    if (fails) return base::fail(base::Code::store_failed, "the diary's disk");
    entries.push_back(entry);
    return {};
  }
  base::Result<std::vector<ports::DiaryEntry>> recent_diary(int limit) override {
    std::vector<ports::DiaryEntry> newest(entries.rbegin(), entries.rend());
    if (newest.size() > static_cast<std::size_t>(limit)) newest.resize(static_cast<std::size_t>(limit));
    return newest;
  }
  base::Result<std::vector<ports::DiaryEntry>> read_diary(const ports::DiaryFilter& filter, int limit) override {
    if (fails_reading) return base::fail(base::Code::store_failed, "the diary's disk");
    std::vector<ports::DiaryEntry> found;
    for (std::size_t i = entries.size(); i > 0 && found.size() < static_cast<std::size_t>(limit); --i) {
      auto entry = entries[i - 1];
      entry.id = static_cast<std::int64_t>(i);
      if ((filter.registration && entry.registration != *filter.registration) || (!filter.code.empty() && entry.code != filter.code)) continue;
      if (filter.before == 0 || entry.id < filter.before) found.push_back(std::move(entry));
    }
    return found;
  }
  base::Result<std::vector<ports::LastGood>> last_good_launches() override {
    std::map<std::pair<std::string, std::string>, base::Instant> last;
    for (const auto& entry : entries)
      if (entry.reason == "ok") last[{entry.registration, entry.received}] = entry.at;
    std::vector<ports::LastGood> found;
    for (const auto& [key, at] : last) found.push_back({key.first, at, key.second});
    return found;
  }
  base::Status watch_launches(const base::RegistrationId& registration, base::Instant now) override {
    watched_until[registration] = now + std::chrono::minutes(1);
    return {};
  }
  base::Result<bool> launches_watched(const base::RegistrationId& registration, base::Instant now) override {
    const auto found = watched_until.find(registration);
    return found != watched_until.end() && found->second > now;
  }
  std::map<base::RegistrationId, base::Instant> watched_until;
  std::vector<ports::DiaryEntry> entries;
  bool fails = false, fails_reading = false;
};

class MemoryContent : public ports::ContentStore {
 public:
  base::Status publish_folder(const std::vector<ports::ContentVersion>& published, bool = true) override {
    versions = published;
    std::erase_if(versions, [&](const auto& one) { return std::find(withdrawn.begin(), withdrawn.end(), one.hash) != withdrawn.end(); });
    for (const auto& version : published) all[version.hash] = version;
    return {};
  }
  base::Status publish_edited(const ports::ContentVersion& version) override {
    const auto same = [&](const auto& one) { return one.kind == version.kind && one.id == version.id; };
    if (std::any_of(versions.begin(), versions.end(), [&](const auto& one) { return same(one) && one.source == "folder"; }))
      return base::fail(base::Code::content_duplicate_id, version.id);
    std::erase_if(versions, [&](const auto& one) { return same(one) && one.language == version.language; });
    versions.push_back(version);
    all[version.hash] = version;
    return {};
  }
  base::Result<std::vector<ports::ContentVersion>> current(const std::string& kind, const std::string& id) override {
    std::vector<ports::ContentVersion> found;
    for (const auto& version : versions)
      if (version.kind == kind && version.id == id) found.push_back(version);
    return found;
  }
  base::Result<std::vector<ports::ContentVersion>> list_current(const std::string& kind) override {
    std::vector<ports::ContentVersion> found;
    for (const auto& version : versions)
      if (version.kind == kind) found.push_back(version);
    return found;
  }
  base::Result<std::optional<ports::ContentVersion>> by_hash(const base::ContentHash& hash) override {
    const auto found = all.find(hash);
    if (found == all.end()) return std::optional<ports::ContentVersion>();
    return std::optional(found->second);
  }
  base::Result<bool> was_withdrawn(const std::string& kind, const std::string& id) override {
    const auto here = current(kind, id);
    const bool known = std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.second.kind == kind && one.second.id == id; });
    return known && here->empty();
  }
  base::Result<bool> withdraw_content(const base::ContentHash& hash) override {
    if (!all.contains(hash)) return false;
    withdrawn.push_back(hash);
    std::erase_if(versions, [&](const auto& one) { return one.hash == hash; });
    return true;
  }
  std::vector<ports::ContentVersion> versions;
  std::vector<base::ContentHash> withdrawn;
  std::map<base::ContentHash, ports::ContentVersion> all;
};

}  // namespace preceptor::fakes
