// What people wrote, sealed on its way into the store and opened on its way out. The salt is sealed with the words: with it alone a guess could be tried
// against the hash in the record.
#include <algorithm>

#include "adapters/store/sql_store.hpp"

namespace preceptor::store {
namespace {

constexpr int kPersonsAtOnce = 500;

// Fields hold no space; ids neither.
std::string place_of(const ports::FreeText& text) { return text.registration.str() + " " + text.stream_id + " " + std::to_string(text.seq) + " " + text.field; }

struct LoadedText {
  ports::FreeText text;
  bool sealed = false;
};

}  // namespace

void SqlStore::use_text_keys(ports::TextKeys& keys, bool sealing) {
  text_keys_ = &keys;
  sealing_texts_ = sealing;
}

base::Result<std::vector<SqlStore::StoredText>> SqlStore::stored_texts(const std::vector<ports::FreeText>& texts) {
  std::vector<StoredText> stored;
  for (const ports::FreeText& text : texts) {
    if (text_keys_ == nullptr || !sealing_texts_ || text.person.empty()) {   // an organisation's words belong to no person
      stored.push_back({text.salt, text.text, false});
      continue;
    }
    auto sealed = text_keys_->seal(text.person, place_of(text), text.salt + "\n" + text.text);
    if (!sealed) return base::fail(sealed.error());
    stored.push_back({{}, std::move(*sealed), true});
  }
  return stored;
}

// False: its key is gone, as with a person who was erased.
base::Result<bool> SqlStore::open_text(ports::FreeText& text, bool sealed) {
  if (!sealed) return true;
  if (text_keys_ == nullptr) return base::fail(base::Code::key_unreadable, "texts are sealed and this store was opened without their keys");
  const auto opened = text_keys_->open(text.person, place_of(text), text.text);
  if (!opened) return base::fail(opened.error());
  if (!*opened) return false;
  const auto end = std::min((*opened)->find('\n'), (*opened)->size());
  text.salt = (*opened)->substr(0, end);
  text.text = (*opened)->substr(std::min(end + 1, (*opened)->size()));
  return true;
}

base::Result<std::vector<ports::FreeText>> SqlStore::load_texts(const base::RegistrationId& registration, const std::string& stream_id) {
  auto loaded = readers_.read([&](Connection& c) {
    std::vector<LoadedText> texts;
    Rows rows = c.query("record/load_texts", "itttti", {{"registration", registration}, {"stream_id", stream_id}});
    while (rows.next())
      texts.push_back({{registration, stream_id, rows.integer(0), base::PersonId(rows.text(1)), rows.text(2), rows.text(3), rows.text(4)}, rows.flag(5)});
    return texts;
  });
  if (!loaded) return base::fail(loaded.error());
  std::vector<ports::FreeText> texts;
  for (LoadedText& one : *loaded) {
    const auto opened = open_text(one.text, one.sealed);
    if (!opened) return base::fail(opened.error());
    if (*opened) texts.push_back(std::move(one.text));
  }
  return texts;
}

base::Result<int> SqlStore::seal_plain_texts(int limit) {
  if (text_keys_ == nullptr || !sealing_texts_) return 0;
  const auto plain = readers_.read([&](Connection& c) {
    std::vector<ports::FreeText> texts;
    Rows rows = c.query("person/plain_texts", "ttitttt", {{"registration", ""}, {"stream_id", ""}, {"seq", 0}, {"field", ""}, {"limit", limit}});
    while (rows.next())
      texts.push_back({base::RegistrationId(rows.text(0)), rows.text(1), rows.integer(2), base::PersonId(rows.text(4)), rows.text(3), rows.text(5), rows.text(6)});
    return texts;
  });
  if (!plain) return base::fail(plain.error());
  if (plain->empty()) return 0;
  const auto sealed = stored_texts(*plain);
  if (!sealed) return base::fail(sealed.error());
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    for (std::size_t i = 0; i < plain->size(); ++i) {
      const ports::FreeText& text = (*plain)[i];
      c.run("person/seal_text", {{"registration", text.registration}, {"stream_id", text.stream_id}, {"seq", text.seq}, {"field", text.field}, {"text", (*sealed)[i].text}});
    }
    return {};
  });
  if (!done) return base::fail(done.error());
  return static_cast<int>(plain->size());
}

base::Result<std::int64_t> SqlStore::texts_without_key() {
  std::int64_t lost = 0;
  std::string after;
  while (true) {
    const auto page = readers_.read([&](Connection& c) {
      std::vector<std::pair<std::string, std::int64_t>> persons;
      Rows rows = c.query("person/sealed_persons", "ti", {{"after", after}, {"limit", kPersonsAtOnce}});
      while (rows.next()) persons.emplace_back(rows.text(0), rows.integer(1));
      return persons;
    });
    if (!page) return base::fail(page.error());
    for (const auto& [person, texts] : *page) {
      const auto has = text_keys_ == nullptr ? base::Result<bool>(false) : text_keys_->has(base::PersonId(person));
      if (!has) return base::fail(has.error());
      if (!*has) lost += texts;
    }
    if (page->size() < kPersonsAtOnce) return lost;
    after = page->back().first;
  }
}

}  // namespace preceptor::store
