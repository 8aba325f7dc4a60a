#include "tests/unit/web/course.hpp"

#include "core/base/digest.hpp"

namespace preceptor::web::testing {
namespace {

activity::Question choice(const std::string& id, const std::string& prompt, const std::vector<std::string>& labels) {
  activity::Question question;
  question.id = id;
  question.prompt = prompt;
  question.prompt_html = "<p>" + prompt + "</p>";
  char next = 'a';
  for (const auto& label : labels) {
    activity::Option option;
    option.id = std::string(1, next++);
    option.label = label;
    question.options.push_back(option);
  }
  return question;
}

LearnerDeps deps_of(Course& course, LaunchTargets targets, SurveyPages* surveys, CreditBook* credit, ClaimPages* claims) {
  if (!targets.ask) targets.ask = &course.ask;
  return {course.records, course.content, course.registrations, course.records.grades, course.profiles, course.diary, course.sealer, course.clock, course.log, kPublicUrl, kPublicUrl, true, targets, surveys, &course.onward, credit, claims};
}

lti::Registration registration() {
  lti::Registration one;
  one.id = base::RegistrationId("r1");
  one.platform = base::PlatformId("p1");
  one.name = "Example LMS";
  one.issuer = platform().issuer;
  one.client_id = platform().client_id;
  one.authorization_endpoint = "https://sso.example.org/auth";
  one.token_endpoint = platform().issuer + "/token";
  one.jwks_uri = platform().jwks_uri;
  one.deployment_ids = {platform().deployment_id};
  one.frame_ancestors = {"https://app.example.org"};
  return one;
}

}  // namespace

fakes::TestPlatform& platform() {
  static fakes::TestPlatform one;
  return one;
}

OneKey::OneKey() : set_(*jose::parse_jwks(platform().jwks())) {}

base::Result<std::shared_ptr<const jose::PublicKey>> OneKey::key(const lti::Registration&, std::string_view kid) {
  if (set_.keys.at(0)->kid() != kid) return base::fail(base::Code::launch_key_unknown);
  return set_.keys.at(0);
}

activity::Unit sample_unit(const std::string& language) {
  activity::Unit unit;
  unit.id = "apixaban-dose";
  unit.title = language == "en" ? "Which dose on Monday?" : "Title in " + language;
  unit.language = language;
  unit.stated_minutes = 4;
  unit.pass = 1;
  unit.objectives = {"Choose the dose from age, weight and creatinine."};
  unit.references = {"Label of the drug, section 2.1. https://label.example.org/2.1."};
  unit.author = "Editorial office";
  unit.disclosure.commercial_support = "none";
  unit.notice = "Sample. Not accredited, not reviewed.";
  activity::Section first;
  first.heading = "Case";
  first.body_html = "<p>A person of 82 years takes the tablet twice a day.</p>";
  auto dose = choice("dose", "Which dose?", {"2.5 mg", "5 mg", "10 mg"});
  dose.scored = dose.required = true;
  dose.options[0].correct = true;
  dose.options[1].feedback_html = "<p>Too much here.</p>";
  dose.feedback_html = "<p>Two of the three are met.</p>";
  first.questions = {dose};
  activity::Section second;
  second.body_html = "<p>Next visit.</p>";
  activity::Question note;
  note.id = "note";
  note.type = activity::QuestionType::text;
  note.prompt = note.prompt_html = "What would you check?";
  activity::Question weight;
  weight.id = "weight";
  weight.type = activity::QuestionType::number;
  weight.prompt = weight.prompt_html = "At which weight?";
  weight.required = true;
  weight.number_min = 20;
  weight.number_max = 200;
  weight.unit_label = "kg";
  second.questions = {note, weight};
  unit.sections = {first, second};
  auto plan = choice("plan", "What will you do?", {"Check the weight", "Nothing new"});
  plan.type = activity::QuestionType::multi;
  plan.commitment = true;
  plan.options[1].exclusive = true;
  activity::Question useful = choice("useful", "Useful for a patient you have now?", {"Yes", "Not now", "No"});
  useful.relevance = true;
  unit.closing = {plan, useful};
  return unit;
}

ports::ContentVersion version_of(activity::Unit unit) {
  ports::ContentVersion version;
  version.kind = "unit";
  version.id = unit.id;
  version.language = unit.language;
  version.json = activity::to_json(unit);
  version.hash = base::ContentHash(base::sha256_hex(version.json));
  version.source = "folder";
  version.title = unit.title;
  return version;
}

Course::Course(LaunchTargets targets, SurveyPages* surveys, CreditBook* credit, ClaimPages* claims)
    : sealer(base::Secret(std::string(32, 'k'))),
      login_protocol(registrations, sealer, clock, urls),
      verifier(registrations, keys, sealer, clock, urls),
      shelf(content, clock),
      onward({records, records.projections, content, records.grades, shelf, diary, sealer, clock, log, kPublicUrl, claims}),
      ask({records, records.projections, registrations, shelf, diary, sealer, clock, log, kPublicUrl, credit}),
      pages(deps_of(*this, targets, surveys, credit, claims)) {
  ask.lead_to(pages);
  registrations.registrations = {registration()};
  publish({sample_unit()});
}

void Course::publish(const std::vector<activity::Unit>& units) {
  std::vector<ports::ContentVersion> versions;
  for (const auto& unit : units) versions.push_back(version_of(unit));
  ASSERT_TRUE(content.publish_folder(versions).has_value());
}

ports::HttpRequest Course::request(const std::string& method, const std::string& path) {
  ports::HttpRequest one;
  one.method = method;
  const auto question = path.find('?');
  one.path = path.substr(0, question);
  if (question != std::string::npos) one.query = path.substr(question + 1);
  if (!cookie.empty()) one.headers.emplace_back("cookie", "other=1; " + cookie);
  if (!accept_language.empty()) one.headers.emplace_back("Accept-Language", accept_language);
  if (!destination.empty()) one.headers.emplace_back("Sec-Fetch-Dest", destination);
  one.client_address = "127.0.0.1";
  return one;
}

ports::HttpResponse Course::login() {
  base::Fields fields = {{"iss", platform().issuer}, {"login_hint", "7"}, {"target_link_uri", target},
                         {"client_id", platform().client_id}};
  fields.insert(fields.end(), more_login.begin(), more_login.end());
  auto response = pages.login(request("GET", "/lti/login?" + base::format_form(fields)), login_protocol, "");
  remember(response);
  return response;
}

ports::HttpResponse Course::login_again(const std::string& address) {
  const auto path = local(address);
  const std::string start = "/lti/login/";
  auto response = pages.login(request("GET", path), login_protocol, path.substr(start.size(), path.find('?') - start.size()));
  remember(response);
  return response;
}

// Keeps the cookie of an answer that leads to the platform, and the state and nonce it takes there.
void Course::remember(const ports::HttpResponse& response) {
  if (const auto set = header(response, "Set-Cookie"); response.status == 302 && destination.empty()) cookie = set.substr(0, set.find(';'));
  const auto redirect = base::parse_url(response.status == 302 ? header(response, "Location") : attribute(response, "data-go"));
  const auto sent = redirect ? base::parse_form(redirect->query) : base::Fields{};
  if (const auto* state = base::field(*sent, "state")) state_ = *state;
  if (const auto* nonce = base::field(*sent, "nonce")) nonce_ = *nonce;
}

std::string Course::launch_body(const std::function<void(fakes::TestJson&)>& change) {
  auto claims = platform().claims(base::to_unix_ms(clock.now()) / 1000, nonce_, target, subject);
  if (change) change(claims);
  return base::format_form({{"id_token", platform().id_token(claims)}, {"state", state_}});
}

ports::HttpResponse Course::post_launch(const std::string& body) {
  auto one = request("POST", "/lti/launch");
  one.body = body;
  return pages.launch(one, verifier);
}

ports::HttpResponse Course::launch(const std::function<void(fakes::TestJson&)>& change) {
  const auto asked = login();
  if (asked.status != 302) return asked;
  return post_launch(launch_body(change));
}

ports::HttpResponse Course::answer(const ports::HttpRequest& request) {
  if (request.path.starts_with("/q/")) return ask.answer(request);
  return request.path.starts_with("/f/") ? onward.answer(request) : pages.attempt(request);
}

ports::HttpResponse Course::get(const std::string& path) {
  auto one = request("GET", local(path));
  std::erase_if(one.headers, [](const auto& h) { return h.first == "cookie"; });  // no page needs it
  return answer(one);
}

ports::HttpResponse Course::post(const std::string& path, const base::Fields& fields) {
  auto one = request("POST", local(path));
  std::erase_if(one.headers, [](const auto& h) { return h.first == "cookie"; });
  one.body = base::format_form(fields);
  return answer(one);
}

ports::HttpResponse Course::follow(const ports::HttpResponse& response) {
  auto page = response;
  for (int hops = 0; page.status == 303 && hops < 3; ++hops) page = get(header(page, "Location"));
  return page;
}

ports::HttpResponse Course::submit(const std::string& path, const base::Fields& fields) { return follow(post(path, fields)); }

std::string Course::attempt_id() const { return records.attempts.empty() ? std::string() : records.attempts.begin()->first.str(); }

std::string local(const std::string& path) {
  constexpr std::string_view prefix = "/tool";
  return path.substr(0, prefix.size()) == prefix ? path.substr(prefix.size()) : path;
}

std::string action(const ports::HttpResponse& page) {
  const std::string start = "action=\"";
  const auto from = page.body.find(start);
  if (from == std::string::npos) return {};
  return local(page.body.substr(from + start.size(), page.body.find('"', from + start.size()) - from - start.size()));
}

std::string attribute(const ports::HttpResponse& page, const std::string& name) {
  const std::string start = " " + name + "=\"";
  const auto from = page.body.find(start);
  if (from == std::string::npos) return {};
  auto text = page.body.substr(from + start.size(), page.body.find('"', from + start.size()) - from - start.size());
  for (std::size_t at = 0; (at = text.find("&amp;", at)) != std::string::npos; ++at) text.replace(at, 5, "&");
  return text;
}

std::string hidden(const ports::HttpResponse& page, const std::string& name) {
  const std::string start = "name=\"" + name + "\" value=\"";
  const auto from = page.body.find(start);
  if (from == std::string::npos) return {};
  return page.body.substr(from + start.size(), page.body.find('"', from + start.size()) - from - start.size());
}

std::string header(const ports::HttpResponse& response, const std::string& name) {
  const auto* found = ports::header(response.headers, name);
  return found ? *found : std::string();
}

}  // namespace preceptor::web::testing
