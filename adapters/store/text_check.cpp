#include "adapters/store/text_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/json.hpp"

namespace preceptor::store {
namespace {

using base::Json;
using record::ChainFault;
using record::ChainRow;

constexpr int kSealedSchema = 15;   // from it on, words are sealed

enum class Owner { person, second, stream, nobody };
// Where an event holds a hash, and the field that the words lie in; two fields are hashed as one text.
struct Place {
  std::string_view type, object, member, field, second_field;
  Owner owner = Owner::person;
};
constexpr std::array kPlaces = {
    Place{"point_of_care_asked", "", "question_hash", "question", "", Owner::person},
    Place{"rca_opened", "", "planner_hash", "planner", "", Owner::person},
    Place{"rca_sheet_saved", "", "text_hash", "sheet", "", Owner::nobody},
    Place{"rca_followed_up", "", "source_hash", "source", "", Owner::nobody},
    Place{"rca_decided", "", "basis_hash", "basis", "", Owner::nobody},
    Place{"rca_decided", "", "reason_hash", "reason", "", Owner::person},
    Place{"rca_decided", "", "name_hash", "signer.name", "", Owner::person},
    Place{"rca_decided", "", "interest_hash", "signer.interest", "", Owner::person},
    Place{"rca_decided", "override", "signature_hash", "second.name", "second.interest", Owner::second},
    Place{"rca_decided", "override", "reason_hash", "override.reason", "", Owner::second},
    Place{"disclosure_saved", "", "text_hash", "disclosure", "", Owner::stream},
};

std::string text_of(const Json& object, std::string_view key) {
  const auto found = object.is_object() ? object.find(std::string(key)) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json object_of(const Json& object, std::string_view key) {
  const auto found = object.is_object() ? object.find(std::string(key)) : object.end();
  return found != object.end() && found->is_object() ? *found : Json::object();
}

std::string owner_of(const Place& place, const ChainRow& row, const Json& payload) {
  switch (place.owner) {
    case Owner::person: return row.person;
    case Owner::second: return text_of(object_of(payload, "override"), "person");
    case Owner::stream: return row.stream_id;
    case Owner::nobody: break;
  }
  return {};
}

void add(std::vector<ToldText>& told, std::vector<std::string> fields, std::string hash, std::string owner) {
  if (!hash.empty()) told.push_back({std::move(fields), std::move(hash), std::move(owner)});
}

std::string named(const ToldText& one) { return one.fields.size() == 1 ? one.fields[0] : one.fields[0] + " and " + one.fields[1]; }

record::ChainFinding finding(const ChainRow& row, ChainFault fault, std::string detail) {
  return {fault, row.registration, row.position, row.stream_id + "/" + std::to_string(row.seq), std::move(detail)};
}

}  // namespace

std::vector<ToldText> told_texts(const ChainRow& row) {
  std::vector<ToldText> told;
  if (row.body.find("_hash\":\"") == std::string::npos) return told;   // most events: nothing to read twice
  const auto json = base::parse_json(row.body, {.max_bytes = 64 << 20});
  if (!json) return told;
  const Json payload = object_of(*json, "payload");
  if (row.type == "question_answered") add(told, {text_of(payload, "question_id")}, text_of(object_of(payload, "response"), "text_hash"), row.person);
  if (row.type == "rca_rated") {
    const Json cards = object_of(payload, "cards");
    for (const auto& [id, card] : cards.items()) add(told, {"example." + id}, text_of(card, "example_hash"), row.person);
  }
  for (const Place& place : kPlaces) {
    if (place.type != row.type) continue;
    std::vector<std::string> fields{std::string(place.field)};
    if (!place.second_field.empty()) fields.emplace_back(place.second_field);
    add(told, std::move(fields), text_of(place.object.empty() ? payload : object_of(payload, place.object), place.member), owner_of(place, row, payload));
  }
  return told;
}

std::vector<HeldText> held_texts(Connection& connection, const ChainRow& row, int schema) {
  std::vector<HeldText> held;
  Rows rows = connection.query(schema < kSealedSchema ? "check/texts_to_14" : "check/texts", "tttti",
                               {{"registration", row.registration}, {"stream_id", row.stream_id}, {"seq", row.seq}});
  while (rows.next())
    held.push_back({{base::RegistrationId(row.registration), row.stream_id, row.seq, base::PersonId(rows.text(1)), rows.text(0), rows.text(2), rows.text(3)}, rows.flag(4)});
  return held;
}

base::Result<TextsCompared> compare_texts(const ChainRow& row, const std::vector<ToldText>& told, std::vector<HeldText> held, const OpenText& open,
                                          const std::function<base::Result<bool>(const std::string& person)>& is_erased) {
  TextsCompared compared;
  for (const ToldText& one : told) {
    std::string words, salt;
    bool missing = false, closed = false, other = false;
    for (const std::string& field : one.fields) {
      const auto found = std::ranges::find_if(held, [&](const HeldText& each) { return each.text.field == field; });
      if (found == held.end()) {
        missing = true;
        continue;
      }
      const auto opened = open(found->text, found->sealed);
      if (!opened) return base::fail(opened.error());
      closed = closed || *opened == TextOpening::without_key;
      other = other || *opened == TextOpening::other_words;
      salt = found->text.salt;
      words += (&field == &one.fields.front() ? "" : "\n") + found->text.text;
    }
    if (missing) {
      const auto erased = one.owner.empty() ? base::Result<bool>(false) : is_erased(one.owner);
      if (!erased) return base::fail(erased.error());
      if (!*erased)
        compared.findings.push_back(finding(row, ChainFault::text_missing, "the words in " + named(one) + " are not there, and nobody erased who wrote them: put this event's rows of free_text back from a backup made before"));
    } else if (closed) {
      ++compared.without_key;
    } else if (other || base::sha256_hex(salt + words) != one.hash) {
      compared.findings.push_back(finding(row, ChainFault::text_changed, "the words in " + named(one) + " are not those that the event holds the hash of: somebody changed them; put this event's rows of free_text back from a backup made before"));
    }
  }
  return compared;
}

}  // namespace preceptor::store
