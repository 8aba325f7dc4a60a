#include "tests/flow/throwaway_tool.hpp"

#include <stdexcept>

#include "core/base/encoding.hpp"
#include "core/base/time.hpp"
#include "core/base/uuid.hpp"
#include "plugin/http/client.hpp"

namespace preceptor::flow {

namespace {

class Silent : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

const std::string kToolConfiguration = kSpec + "lti-tool-configuration";
const std::string kAllScopes = kSpec + "lti-ags/scope/lineitem " + kSpec + "lti-ags/scope/result.readonly " + kSpec + "lti-ags/scope/score " + kSpec +
                               "lti-nrps/scope/contextmembership.readonly";

Json payload_of(const std::string& token) {
  const auto first = token.find('.'), last = token.rfind('.');
  return Json::parse(base::base64url_decode(token.substr(first + 1, last - first - 1)).value());
}

base::Fields changed(base::Fields fields, const base::Fields& change) {
  for (const auto& [name, value] : change) {
    std::erase_if(fields, [&](const auto& one) { return one.first == name; });
    if (!value.empty()) fields.emplace_back(name, value);
  }
  return fields;
}

base::Fields fields_of(const fakes::Form& form) {
  base::Fields out;
  for (const auto& control : form.controls)
    if (!control.name.empty()) out.emplace_back(control.name, control.value);
  return out;
}

}  // namespace

std::string Answer::header(const std::string& name) const {
  const auto* value = ports::header(headers, name);
  return value ? *value : std::string();
}

std::int64_t unix_ms_now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}
std::int64_t unix_now() { return unix_ms_now() / 1000; }
std::string timestamp_at(std::int64_t unix_ms) { return base::format_rfc3339(base::from_unix_ms(unix_ms)); }

ThrowawayTool::ThrowawayTool(std::string character) : character_(std::move(character)), log_(std::make_unique<Silent>()) {
  http::ClientOptions options;
  options.allow_loopback = true;
  http_ = http::make_client(options);
  auto server = http::Server::open({}, [this](const ports::HttpRequest&) -> ports::HttpResponse {
    if (!published_) return {500, {{"Content-Type", "text/plain"}}, "not now"};
    return {200, {{"Content-Type", "application/json"}}, Json{{"keys", Json::array({key_.jwk()})}}.dump()};
  }, *log_);
  if (!server) throw std::runtime_error(base::describe(server.error()));
  server_ = std::move(*server);
  server_->start();
  start_lms("127.0.0.1:0");
}

void ThrowawayTool::start_lms(const std::string& listen) {
  process_.start({std::string(PRECEPTOR_BUILD_DIR) + "/preceptor-demo-lms", "--lms", character_, "--listen", listen, "--state", folder_.path() + "/lms", "--print-json",
                  "--test-hooks"},
                 folder_.path() + "/lms.log", true);
  const std::string url = Json::parse(process_.ready_line())["url"].get<std::string>();
  lms_ = url.substr(0, url.size() - 1);
}

void ThrowawayTool::restart_lms() {
  process_.stop();
  bearer_.clear();
  start_lms("127.0.0.1" + lms_.substr(lms_.rfind(':')));
}

ThrowawayTool::~ThrowawayTool() { server_->stop(std::chrono::milliseconds(500)); }

Answer ThrowawayTool::send(const std::string& method, const std::string& url, const std::string& body, const ports::Headers& headers) {
  ports::OutboundRequest request;
  request.method = method;
  request.url = url;
  request.body = body;
  request.headers = headers;
  const auto answer = http_->send(request);
  if (!answer) throw std::runtime_error(url + ": " + base::describe(answer.error()));
  return {answer->status, answer->headers, answer->body};
}

Answer ThrowawayTool::post(const std::string& path, const base::Fields& fields) {
  return send("POST", path.starts_with("http") ? path : lms_ + path, base::format_form(fields), {{"Content-Type", "application/x-www-form-urlencoded"}});
}

void ThrowawayTool::hook(const std::string& kind, const Json& members) {
  const auto answer = send("POST", lms_ + "/" + kind, members.dump());
  if (answer.status != 200) throw std::runtime_error(answer.body);
}

ThrowawayTool::Invitation ThrowawayTool::open_registration(const std::string& more) {
  const auto page = get("/admin/register?as=admin-1&url=" + base::percent_encode(url("/register?invitation=1")) + more);
  const std::string address = fakes::decode_entities(fakes::between(page.body, "src=\"", "\""));
  const auto query = base::parse_form(address.substr(address.find('?') + 1));
  if (!query || !base::field(*query, "registration_token")) throw std::runtime_error("no registration frame: " + page.body);
  return {*base::field(*query, "openid_configuration"), *base::field(*query, "registration_token")};
}

Json ThrowawayTool::registration_request(const std::string& scope) const {
  const std::string canvas = "https://canvas.instructure.com/lti/";
  Json tool{{"domain", url("").substr(7)}, {"target_link_uri", url("/launch")}, {"claims", {"sub", "iss", "name", "email"}},
            {"custom_parameters", {{"student", "$Canvas.user.id"}, {"mail", "$Person.email.primary"}, {"unknown", "$Nobody.knows"}}}};
  Json pick{{"type", "LtiDeepLinkingRequest"}, {"target_link_uri", url("/pick")}};
  if (!moodle()) {
    pick["placements"] = {canvas + "assignment_selection", canvas + "link_selection"};
    tool[canvas + "privacy_level"] = "public";
  }
  tool["messages"] = Json::array({pick, {{"type", "LtiResourceLinkRequest"}}});
  return {{"application_type", "web"}, {"grant_types", {"implicit", "client_credentials"}}, {"response_types", {"id_token"}}, {"initiate_login_uri", url("/login")},
          {"redirect_uris", {url("/launch"), url("/pick")}}, {"client_name", "Throw-away"}, {"jwks_uri", url("/jwks")}, {"token_endpoint_auth_method", "private_key_jwt"},
          {"scope", scope}, {kToolConfiguration, tool}};
}

Json ThrowawayTool::register_and_activate() {
  const auto invitation = open_registration();
  const Json platform = send("GET", invitation.configuration, {}, {{"Authorization", "Bearer " + invitation.token}}).json();
  const auto answer = send("POST", platform["registration_endpoint"].get<std::string>(), registration_request(kAllScopes).dump(),
                           {{"Authorization", "Bearer " + invitation.token}, {"Content-Type", "application/json"}});
  if (answer.status != 200) throw std::runtime_error("registration: " + answer.body);
  registration = answer.json();
  client_id = registration["client_id"].get<std::string>();
  deployment_id = moodle() ? registration[kToolConfiguration]["deployment_id"].get<std::string>() : registration["deployment_id"].get<std::string>();
  tool_id = std::atoi(deployment_id.c_str());
  base::Fields form{{"as", "admin-1"}, {"tool", std::to_string(tool_id)}, {"do", moodle() ? "activate" : "review"}, {"privacy", "public"}};
  for (const char* placement : {"assignment_selection", "link_selection"}) form.emplace_back("placement", placement);
  for (const char* scope : {"lti-ags/scope/lineitem", "lti-ags/scope/result.readonly", "lti-ags/scope/score", "lti-nrps/scope/contextmembership.readonly"})
    form.emplace_back("scope", kSpec + scope);
  post("/admin/tool", form);
  return registration;
}

Json ThrowawayTool::Launched::claims() const {
  const auto* token = base::field(form, "id_token");
  return token ? payload_of(*token) : Json();
}

ThrowawayTool::Launched ThrowawayTool::launch(const std::string& path, const base::Fields& change) {
  const auto clicked = get(path);
  const auto forms = fakes::read_forms(clicked.body);
  if (forms.empty()) throw std::runtime_error(path + " gave no login form: " + clicked.body);
  Launched out;
  out.login = fields_of(forms[0]);
  const auto value = [&](const char* name) { return *base::field(out.login, name); };
  last_request_ = changed({{"scope", "openid"}, {"response_type", "id_token"}, {"response_mode", "form_post"}, {"prompt", "none"}, {"client_id", value("client_id")},
                           {"redirect_uri", url("/launch")}, {"login_hint", value("login_hint")}, {"lti_message_hint", value("lti_message_hint")}, {"state", "s"},
                           {"nonce", "n"}}, change);
  const Launched asked = ask_again();
  out.status = asked.status;
  out.form = asked.form;
  return out;
}

ThrowawayTool::Launched ThrowawayTool::ask_again() {
  Launched out;
  const auto answer = post(moodle() ? "/mod/lti/auth.php" : "/api/lti/authorize_redirect", last_request_);
  out.status = answer.status;
  if (const auto forms = fakes::read_forms(answer.body); !forms.empty()) out.form = fields_of(forms[0]);
  return out;
}

std::string ThrowawayTool::picker_answer(const Json& items, const Json& change) const {
  Json claims{{"iss", client_id}, {"aud", lms_}, {"iat", unix_now() - 30}, {"exp", unix_now() + 300}, {"nonce", "n"}, {lti_claim("message_type"), "LtiDeepLinkingResponse"},
              {lti_claim("version"), "1.3.0"}, {lti_claim("deployment_id"), deployment_id}, {kSpec + "lti-dl/claim/content_items", items}};
  claims.update(change);
  return sign(claims);
}

Answer ThrowawayTool::ask_token(const std::string& scope, const Json& change) {
  const std::string endpoint = lms_ + (moodle() ? "/mod/lti/token.php" : "/login/oauth2/token");
  Json claims{{"iss", client_id}, {"sub", client_id}, {"aud", endpoint}, {"iat", unix_now() - 30}, {"exp", unix_now() + 60}, {"jti", base::uuid_v4()}};
  claims.update(change);
  return post(endpoint, {{"grant_type", "client_credentials"}, {"client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
                         {"client_assertion", sign(claims)}, {"scope", scope}});
}

std::string ThrowawayTool::token() {
  if (!bearer_.empty()) return bearer_;
  const auto answer = ask_token(kAllScopes);
  if (answer.status != 200) throw std::runtime_error("token: " + answer.body);
  return bearer_ = answer.json()["access_token"].get<std::string>();
}

int ThrowawayTool::add_link(const std::string& unit) {
  const std::string course = moodle() ? "2" : "1207";
  const auto picking = launch("/select?course=" + course + "&tool=" + std::to_string(tool_id) + "&placement=" + (moodle() ? "ContentArea" : "assignment_selection") +
                              "&as=instructor-1").claims();
  const Json item{{"type", "ltiResourceLink"}, {"title", "Unit " + unit}, {"url", url("/launch")}, {"custom", {{"unit", unit}}},
                  {"lineItem", {{"scoreMaximum", 1}, {"resourceId", unit}, {"submissionReview", Json::object()}}}};
  const auto page = post(picking[kSpec + "lti-dl/claim/deep_linking_settings"]["deep_link_return_url"].get<std::string>(), {{"JWT", picker_answer(Json::array({item}))}});
  const std::string ticket = fakes::between(page.body, "ticket=", "&");
  if (ticket.empty()) throw std::runtime_error("the picker's answer was refused: " + page.body);
  post("/add", {{"ticket", ticket}, {"as", "instructor-1"}, {"do", moodle() ? "save" : "publish"}, {"pass", "1"}});
  return state()["links"].back()["id"].get<int>();
}

Answer ThrowawayTool::score(const std::string& line_item, const std::string& user, const std::string& timestamp, const Json& change) {
  Json body{{"userId", user}, {"timestamp", timestamp}, {"activityProgress", "Completed"}, {"gradingProgress", "FullyGraded"}, {"scoreGiven", 1}, {"scoreMaximum", 1}};
  for (const auto& [name, value] : change.items()) {
    if (value.is_null()) body.erase(name);
    else body[name] = value;
  }
  const auto query = line_item.find('?');
  const std::string address = line_item.substr(0, query) + "/scores" + (query == std::string::npos ? "" : line_item.substr(query));
  return send("POST", address, body.dump(), {{"Authorization", "Bearer " + token()}, {"Content-Type", "application/vnd.ims.lis.v1.score+json"}});
}

}  // namespace preceptor::flow
