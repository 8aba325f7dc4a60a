// Login + launch against any LTI 1.3 tool, as one platform: how much processor time the tool takes for each. launch.mjs starts it.
// The tool is another process (--pid); its times are read from the system, so the driver's own work does not count. --server: the first process of the
// database server that the tool uses, whose times stand apart. Loopback only, bounded.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "core/base/encoding.hpp"
#include "core/base/url.hpp"
#include "core/base/uuid.hpp"
#include "plugin/http/client.hpp"
#include "tests/bench/processor_time.hpp"

namespace {

using namespace preceptor;
using Clock = std::chrono::steady_clock;

struct Options {
  std::map<std::string, std::string> values;
  const std::string& get(const std::string& name) const {
    const auto found = values.find(name);
    if (found == values.end()) {
      std::fprintf(stderr, "missing --%s\n", name.c_str());
      std::exit(2);
    }
    return found->second;
  }
  int number(const std::string& name) const { return std::stoi(get(name)); }
};

Options read_options(int argc, char** argv) {
  Options options;
  options.values = {{"count", "3000"}, {"warm-up", "300"}, {"concurrency", "16"}, {"rate", "0"}, {"until", ""}, {"custom", ""}, {"deployment", "1"}, {"server", "0"}};
  for (int i = 1; i + 1 < argc; i += 2) options.values[std::string(argv[i]).substr(2)] = argv[i + 1];
  return options;
}

class Key {
 public:
  // The platform's private key, PEM; its public half is what launch.mjs shows the tool.
  explicit Key(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "r"), std::fclose);
    key_ = file ? PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr;
    if (key_ == nullptr) {
      std::fprintf(stderr, "%s holds no private key\n", path.c_str());
      std::exit(2);
    }
  }
  ~Key() { EVP_PKEY_free(key_); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  std::string sign(const std::string& input) const {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::size_t size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_);
    EVP_DigestSign(context.get(), nullptr, &size, bytes, input.size());
    std::string signature(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, input.size());
    signature.resize(size);
    return signature;
  }
  bool verify(const std::string& input, const std::string& signature) const {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_);
    return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                            reinterpret_cast<const unsigned char*>(input.data()), input.size()) == 1;
  }

 private:
  EVP_PKEY* key_;
};

std::string id_token(const Options& options, const Key& key, const std::string& nonce, const std::string& subject) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  const std::string claim = "\"https://purl.imsglobal.org/spec/lti/claim/";
  std::ostringstream payload;
  payload << "{\"iss\":\"" << options.get("issuer") << "\",\"aud\":\"" << options.get("client") << "\",\"sub\":\"" << subject << "\",\"nonce\":\"" << nonce
          << "\",\"iat\":" << now << ",\"exp\":" << now + 300 << ",\"name\":\"Bench Learner\",\"email\":\"bench@example.org\"," << claim << "version\":\"1.3.0\"," << claim
          << "message_type\":\"LtiResourceLinkRequest\"," << claim << "deployment_id\":\"" << options.get("deployment") << "\"," << claim << "target_link_uri\":\""
          << options.get("target") << "\"," << claim << "roles\":[\"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner\"]," << claim
          << "resource_link\":{\"id\":\"link-1\",\"title\":\"Bench\"}," << claim << "context\":{\"id\":\"course-1\",\"label\":\"B\",\"title\":\"Bench course\",\"type\":[\"CourseSection\"]},"
          << claim << "custom\":{\"unit\":\"" << options.get("custom") << "\"}," << claim << "tool_platform\":{\"guid\":\"bench\",\"product_family_code\":\"moodle\"},"
          << claim << "launch_presentation\":{\"locale\":\"en\",\"document_target\":\"iframe\",\"return_url\":\"" << options.get("issuer") << "/return\"}}";
  const std::string input = base::base64url_encode(R"({"alg":"RS256","typ":"JWT","kid":"bench"})") + "." + base::base64url_encode(payload.str());
  return input + "." + base::base64url_encode(key.sign(input));
}

struct Totals {
  std::mutex mutex;
  std::vector<double> launch_ms;
  std::size_t page_bytes = 0;   // of the last page
  int late = 0;   // began over 5 ms after their time, because everybody was busy: their own waiting is in no figure
  int failed = 0;
  std::string first_failure;
};

// One login and launch; false with a reason when the tool refused.
bool once(const Options& options, const Key& key, ports::HttpClient& client, const std::string& subject, double& launch_ms, std::size_t& page_bytes, std::string& why) {
  ports::OutboundRequest login;
  login.url = options.get("login");
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"iss", options.get("issuer")}, {"login_hint", "1"}, {"target_link_uri", options.get("target")},
                                    {"lti_message_hint", "m"}, {"client_id", options.get("client")}}) {
    login.url = base::add_query(login.url, name, value);
  }
  const auto first = client.send(login);
  const std::string* location = first ? ports::header(first->headers, "Location") : nullptr;
  if (location == nullptr) {
    why = first ? "login answered " + std::to_string(first->status) + ": " + first->body.substr(0, 200) : describe(first.error());
    return false;
  }
  const auto query = location->find('?');
  const auto fields = base::parse_form(std::string_view(*location).substr(query + 1));
  const std::string* state = fields ? base::field(*fields, "state") : nullptr;
  const std::string* nonce = fields ? base::field(*fields, "nonce") : nullptr;
  if (state == nullptr || nonce == nullptr) {
    why = "the redirect has no state or nonce";
    return false;
  }
  ports::OutboundRequest launch;
  launch.method = "POST";
  launch.url = options.get("launch");
  launch.body = base::format_form({{"id_token", id_token(options, key, *nonce, subject)}, {"state", *state}});
  launch.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  std::string cookies;
  for (const auto& [name, value] : first->headers) {
    if (name == "Set-Cookie" || name == "set-cookie") cookies += (cookies.empty() ? "" : "; ") + value.substr(0, value.find(';'));
  }
  launch.headers.emplace_back("Cookie", cookies);
  const auto begun = Clock::now();
  const auto second = client.send(launch);
  launch_ms = std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
  page_bytes = second ? second->body.size() : 0;
  if (second && (second->status == 200 || second->status == 302 || second->status == 303)) return true;
  why = second ? "launch answered " + std::to_string(second->status) + ": " + second->body.substr(0, 200) : describe(second.error());
  return false;
}

// rate: logins begun a second, evenly; 0: the next as soon as one has ended. None is begun once the file `until` is there.
void run(const Options& options, const Key& key, int count, int rate, const std::string& run_name, Totals& totals) {
  std::atomic<int> next{0};
  const std::string& until = options.get("until");
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (int t = 0; t < options.number("concurrency"); ++t) {
    threads.emplace_back([&] {
      http::ClientOptions client_options;
      client_options.allow_loopback = true;
      const auto client = http::make_client(client_options);
      for (int i = next++; i < count; i = next++) {
        const auto due = rate > 0 ? start + std::chrono::microseconds(1'000'000LL * i / rate) : start;
        std::this_thread::sleep_until(due);
        if (!until.empty() && access(until.c_str(), F_OK) == 0) break;
        const bool late = rate > 0 && Clock::now() - due > std::chrono::milliseconds(5);
        double ms = 0;
        std::size_t bytes = 0;
        std::string why;
        const bool good = once(options, key, *client, run_name + "-" + std::to_string(i), ms, bytes, why);
        const std::lock_guard lock(totals.mutex);
        totals.late += late ? 1 : 0;
        totals.page_bytes = bytes;
        if (good) totals.launch_ms.push_back(ms);
        else if (totals.failed++ == 0) totals.first_failure = why;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Processor seconds for 1,000 RS256 verifications of a launch token on this machine, now.
double verify_floor(const Options& options, const Key& key) {
  const std::string token = id_token(options, key, "n", "floor");
  const auto dot = token.rfind('.');
  const std::string input = token.substr(0, dot), signature = *base::base64url_decode(token.substr(dot + 1));
  const std::clock_t begun = std::clock();
  for (int i = 0; i < 1000; ++i) {
    if (!key.verify(input, signature)) std::exit(1);
  }
  return static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
}

double quantile(std::vector<double> values, double at) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(at * static_cast<double>(values.size())))];
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  const Key key(options.get("key"));
  const int pid = options.number("pid"), server = options.number("server");
  Totals warm, totals;
  run(options, key, options.number("warm-up"), 0, base::uuid_v4(), warm);
  const double floor = verify_floor(options, key);
  const double cpu_before = bench::cpu_seconds_of(pid), server_before = bench::cpu_seconds_of_family(server);
  const auto begun = Clock::now();
  run(options, key, options.number("count"), options.number("rate"), base::uuid_v4(), totals);
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  const double cpu = bench::cpu_seconds_of(pid) - cpu_before, server_cpu = bench::cpu_seconds_of_family(server) - server_before;
  const double done = static_cast<double>(totals.launch_ms.size());
  std::printf("{\"launches\":%.0f,\"failed\":%d,\"late\":%d,\"per_second\":%.0f,\"cpu_s_per_1000\":%.3f,\"server_cpu_s_per_1000\":%.3f,\"floor_cpu_s_per_1000\":%.3f,\"launch_p50_ms\":%.2f,\"launch_p99_ms\":%.2f,\"page_bytes\":%zu}\n",
              done, totals.failed, totals.late, done / seconds, done > 0 ? cpu * 1000.0 / done : 0.0, done > 0 ? server_cpu * 1000.0 / done : 0.0, floor, quantile(totals.launch_ms, 0.5), quantile(totals.launch_ms, 0.99), totals.page_bytes);
  if (totals.failed + warm.failed > 0) std::fprintf(stderr, "first failure: %s\n", (warm.failed > 0 ? warm : totals).first_failure.c_str());
  return totals.failed == 0 && warm.failed == 0 ? 0 : 1;
}
