#include "lti/claims.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/language.hpp"
#include "core/base/url.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

// Reads an optional text member into `target`; the first error stays.
class ObjectReader {
 public:
  ObjectReader(const Json& object, std::string shown) : object_(object), shown_(std::move(shown)) {
    if (!object.is_object()) status_ = fail(malformed_claim(shown_, "an object"));
  }
  ObjectReader& text(std::string_view name, std::string& target) {
    return take(name, target, [](const Json& object, std::string_view member, std::string_view shown) {
      return text_member(object, member, shown);
    });
  }
  ObjectReader& texts(std::string_view name, std::vector<std::string>& target) {
    return take(name, target, [](const Json& object, std::string_view member, std::string_view shown) {
      return texts_member(object, member, shown);
    });
  }
  Status status() const { return status_; }

 private:
  template <class T, class Read>
  ObjectReader& take(std::string_view name, T& target, Read read) {
    if (!status_) return *this;
    auto value = read(object_, name, shown_ + "." + std::string(name));
    if (value)
      target = std::move(*value);
    else
      status_ = fail(value.error());
    return *this;
  }

  const Json& object_;
  std::string shown_;
  Status status_;
};

// "$Canvas.user.sisIntegrationId": a variable the platform did not substitute stands for "not supported" (lti.md 4.6).
bool is_unresolved_variable(std::string_view value) {
  if (value.size() < 2 || value[0] != '$') return false;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return letter(value[1]) && std::all_of(value.begin() + 2, value.end(), [&](char c) {
           return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_';
         });
}

}  // namespace

const Json* find_member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

const Json* find_lti_claim(const Json& claims, std::string_view name) {
  return find_member(claims, std::string(kClaim).append(name));
}

base::Error malformed_claim(std::string_view name, std::string_view wanted) {
  return {Code::launch_claim_malformed, std::string(name) + " is not " + std::string(wanted), {}, {}};
}

Result<std::string> text_member(const Json& object, std::string_view name, std::string_view shown) {
  const Json* value = find_member(object, name);
  if (value == nullptr) return std::string();
  if (!value->is_string()) return fail(malformed_claim(shown, "text"));
  return value->get_ref<const std::string&>();
}

Result<std::vector<std::string>> texts_member(const Json& object, std::string_view name, std::string_view shown) {
  std::vector<std::string> texts;
  const Json* value = find_member(object, name);
  if (value == nullptr) return texts;
  if (!value->is_array()) return fail(malformed_claim(shown, "an array of texts"));
  for (const Json& one : *value) {
    if (!one.is_string()) return fail(malformed_claim(shown, "an array of texts"));
    texts.push_back(one.get<std::string>());
  }
  return texts;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 255 &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f; });
}

// LTI core 5.4.1: id is required where the claim is there.
Status read_context(const Json& claims, Launch& launch) {
  const Json* claim = find_lti_claim(claims, "context");
  if (claim == nullptr) return {};
  Context context;
  const Status read = ObjectReader(*claim, "context")
                          .text("id", context.id)
                          .text("label", context.label)
                          .text("title", context.title)
                          .texts("type", context.type)
                          .status();
  if (!read) return read;
  if (!is_id(context.id)) return fail(malformed_claim("context.id", "1 to 255 ASCII characters"));
  launch.context = std::move(context);
  return {};
}

// LTI core 5.4.2.
Status read_tool_platform(const Json& claims, Launch& launch) {
  const Json* claim = find_lti_claim(claims, "tool_platform");
  if (claim == nullptr) return {};
  return ObjectReader(*claim, "tool_platform")
      .text("guid", launch.platform.guid)
      .text("name", launch.platform.name)
      .text("product_family_code", launch.platform.product_family_code)
      .text("version", launch.platform.version)
      .status();
}

// LTI core 5.4.4. The return URL becomes a link on our pages: anything but http and https ("javascript:") is dropped.
Status read_presentation(const Json& claims, Launch& launch) {
  LaunchPresentation& presentation = launch.presentation;
  if (const Json* claim = find_lti_claim(claims, "launch_presentation")) {
    const Status read = ObjectReader(*claim, "launch_presentation")
                            .text("document_target", presentation.document_target)
                            .text("return_url", presentation.return_url)
                            .text("locale", presentation.locale)
                            .status();
    if (!read) return read;
    if (!base::parse_url(presentation.return_url)) presentation.return_url.clear();
  }
  const auto locale = text_member(claims, "locale", "locale");
  if (!locale) return fail(locale.error());
  const std::string& wanted = presentation.locale.empty() ? *locale : presentation.locale;
  launch.locale = base::normalize_language(wanted).value_or("");
  return {};
}

// OpenID Connect core 5.1. A platform that shares no name, or something odd in its place, is no reason to refuse a launch.
void read_name(const Json& claims, Launch& launch) {
  const auto text = [&](std::string_view name) {
    const Json* value = find_member(claims, name);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
  };
  launch.name = {text("given_name"), text("family_name"), text("name")};
}

// LTI core 5.4.6: values are strings; a null or a number is no value.
Status read_custom(const Json& claims, Launch& launch) {
  const Json* claim = find_lti_claim(claims, "custom");
  if (claim == nullptr) return {};
  if (!claim->is_object()) return fail(malformed_claim("custom", "an object"));
  for (const auto& [name, value] : claim->items()) {
    if (value.is_string() && !is_unresolved_variable(value.get_ref<const std::string&>())) {
      launch.custom.emplace(name, value.get<std::string>());
    }
  }
  return {};
}

}  // namespace preceptor::lti
