// What people wrote, sealed under a key of each person's own that lies outside the store: without the key the words are gone, also from every copy.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/base/result.hpp"

namespace preceptor::ports {

class TextKeys {
 public:
  virtual ~TextKeys() = default;
  // `place` is bound in: the text opens there and for that person only. The person's key is made, and on the disk, when there is none. Any thread.
  // Errors: key_unreadable (the key's file or folder), key_texts_missing (the folder that all nodes share is not there, or
  // a folder cannot be entered).
  virtual base::Result<std::string> seal(const base::PersonId& person, std::string_view place, std::string_view plain) = 0;
  // Absent: there is no such key (the person was erased, or a store was restored without the keys), or the text was sealed for elsewhere.
  // Errors: key_unreadable (the file is there and cannot be read), key_texts_missing.
  virtual base::Result<std::optional<std::string>> open(const base::PersonId& person, std::string_view place, std::string_view sealed) = 0;
  // Error key_texts_missing: it cannot be told, as where a folder cannot be entered.
  virtual base::Result<bool> has(const base::PersonId& person) = 0;
  // The key is gone from the disk when it answers, for every node; none is no error. Errors: key_unreadable, key_texts_missing.
  virtual base::Status destroy(const base::PersonId& person) = 0;
};

}  // namespace preceptor::ports
