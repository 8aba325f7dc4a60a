// The words of the pages: one gettext catalogue a language, compiled in. A message missing in a language comes in English.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace preceptor::web {

// Values for the {name} places of a message, unescaped.
using Arguments = std::vector<std::pair<std::string_view, std::string>>;

class Messages {
 public:
  // The catalogue of that language ("es", "es-MX"); English for one we do not have. Lives as long as the process; any thread.
  static const Messages& in(std::string_view language);
  static const std::vector<std::string>& languages();

  ~Messages();
  const std::string& language() const;
  bool right_to_left() const;
  // Plain text, to be escaped like any other. An unknown key answers the key itself, which a test refuses.
  std::string text(std::string_view key, const Arguments& arguments = {}) const;
  // The plural form for `n`; {n} in the message is the number.
  std::string count(std::string_view key, long n, const Arguments& arguments = {}) const;
  // Whether this very catalogue has the key.
  bool has(std::string_view key) const;

 private:
  struct Impl;
  explicit Messages(std::string language);
  std::unique_ptr<Impl> impl_;
};

// The best catalogue for these languages, best first; `otherwise` when none of them is ours.
const Messages& choose_messages(const std::vector<std::string>& wanted, std::string_view otherwise);

}  // namespace preceptor::web
