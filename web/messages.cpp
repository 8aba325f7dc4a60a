#include "web/messages.hpp"

#include <algorithm>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <locale>

#include "core/base/language.hpp"
#include "web_messages_embedded.hpp"

namespace preceptor::web {
namespace {

using Facet = boost::locale::message_format<char>;
constexpr int kDomain = 0;  // the only one we load

// The facet lives in a locale of our own; the process's locale belongs to the host and is never touched.
std::locale load(const std::string& language) {
  boost::locale::gnu_gettext::messages_info info;
  info.language = language;
  info.encoding = "UTF-8";
  info.domains.emplace_back("preceptor");
  info.paths.emplace_back("messages");
  info.callback = [](const std::string& file, const std::string&) {
    // Boost asks for messages/<language>/LC_MESSAGES/preceptor.mo.
    const auto first = file.find('/');
    const auto second = file.find('/', first + 1);
    const auto bytes = web_messages::embedded("messages/" + file.substr(first + 1, second - first - 1) + ".mo");
    return std::vector<char>(bytes.begin(), bytes.end());
  };
  return std::locale(std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info));
}

std::string filled(std::string text, const Arguments& arguments) {
  for (const auto& [name, value] : arguments) {
    const std::string place = "{" + std::string(name) + "}";
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size()))
      text.replace(at, place.size(), value);
  }
  return text;
}

}  // namespace

struct Messages::Impl {
  std::string language;
  std::locale locale;
  const Facet* facet = nullptr;
};

Messages::Messages(std::string language) : impl_(std::make_unique<Impl>()) {
  impl_->locale = load(language);
  impl_->facet = &std::use_facet<Facet>(impl_->locale);
  impl_->language = std::move(language);
}
Messages::~Messages() = default;

const std::vector<std::string>& Messages::languages() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> found;
    for (const auto& file : web_messages::embedded_files()) {
      const auto from = file.name.rfind('/') + 1;
      found.emplace_back(file.name.substr(from, file.name.rfind('.') - from));
    }
    return found;
  }();
  return names;
}

const Messages& Messages::in(std::string_view language) {
  static const std::vector<std::unique_ptr<Messages>> all = [] {
    std::vector<std::unique_ptr<Messages>> made;
    for (const auto& name : languages()) made.push_back(std::unique_ptr<Messages>(new Messages(name)));
    return made;
  }();
  const auto primary = language.substr(0, language.find('-'));
  const auto named = [](std::string_view wanted) {
    return std::find_if(all.begin(), all.end(), [&](const auto& one) { return one->language() == wanted; });
  };
  const auto found = named(primary);
  return found != all.end() ? **found : **named("en");
}

const std::string& Messages::language() const { return impl_->language; }
bool Messages::right_to_left() const { return base::is_right_to_left(impl_->language); }

bool Messages::has(std::string_view key) const {
  return impl_->facet->get(kDomain, nullptr, std::string(key).c_str()) != nullptr;
}

std::string Messages::text(std::string_view key, const Arguments& arguments) const {
  const std::string id(key);
  if (const char* found = impl_->facet->get(kDomain, nullptr, id.c_str())) return filled(found, arguments);
  return impl_->language == "en" ? id : in("en").text(key, arguments);
}

std::string Messages::count(std::string_view key, long n, const Arguments& arguments) const {
  const std::string id(key);
  const char* found = impl_->facet->get(kDomain, nullptr, id.c_str(), static_cast<int>(n));
  if (found == nullptr) return impl_->language == "en" ? id : in("en").count(key, n, arguments);
  Arguments all = arguments;
  all.emplace_back("n", std::to_string(n));
  return filled(found, all);
}

const Messages& choose_messages(const std::vector<std::string>& wanted, std::string_view otherwise) {
  const auto best = base::choose_language(wanted, Messages::languages());
  return Messages::in(best ? std::string_view(*best) : otherwise);
}

}  // namespace preceptor::web
