// Our private keys: nowhere in the store's files, in any log line, in any answer or in what a command prints.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "plugin/app/commands/command.hpp"
#include "plugin/app/site.hpp"
#include "tests/fakes/memory_stores.hpp"
#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

std::string bytes_of_folder(const std::filesystem::path& folder) {
  std::ostringstream all;
  for (const auto& file : std::filesystem::directory_iterator(folder)) all << std::ifstream(file.path(), std::ios::binary).rdbuf();
  return all.str();
}

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "preceptor-keys-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

// A site whose private keys the test can open itself, because it has the key file.
struct KeySite {
  explicit KeySite(const std::filesystem::path& folder) {
    const fakes::TestJson json = {{"public_url", kPublicUrl}, {"store", "sqlite:" + (folder / "site.db").string()}, {"log", {{"level", "debug"}}},
                                  {"platforms", {{{"name", "Example LMS"}, {"issuer", "https://lms.example.org"}, {"client_id", "c"}, {"deployment_ids", {"1"}},
                                                  {"authorization_endpoint", kAuthorization}, {"jwks_uri", "https://lms.example.org/jwks"}}}}};
    auto opened = app::Site::open(*app::parse_config(json.dump()), log, clock);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    site = std::move(*opened);
    registration = site->store().list_registrations()->at(0).id;
  }
  std::string command(const std::string& name, const fakes::TestJson& args) {
    std::string printed;
    app::CommandIo io;
    io.write = [&](int, std::string_view text) { printed.append(text); return true; };
    app::CommandContext context{*site, args, io, args.value("json", false)};
    const auto done = app::find_command(name)(context);
    return printed + (done ? "" : base::describe(done.error()));
  }
  std::shared_ptr<KeptLog> log = std::make_shared<KeptLog>();
  std::shared_ptr<fakes::StillClock> clock = std::make_shared<fakes::StillClock>();
  std::unique_ptr<app::Site> site;
  base::RegistrationId registration;
};

// The numbers of a private key that would give it away, as they may be written: PEM lines and base64url.
std::vector<std::string> giveaways(const std::string& pem) {
  std::vector<std::string> found{"BEGIN PRIVATE KEY", "BEGIN RSA PRIVATE KEY"};
  std::istringstream lines(pem);
  for (std::string line; std::getline(lines, line);)
    if (line.size() == 64) found.push_back(line.substr(8, 48));
  return found;
}

TEST(PrivateKeys, AreSealedAtRestAndNeverSaid) {
  const Folder folder;
  std::string said, pems;
  {
    KeySite world(folder.path);
    ASSERT_TRUE(world.site->signing_keys().sign(world.registration, R"({"iss":"c"})"));
    ports::HttpRequest get;
    get.method = "GET";
    for (const std::string& path : {"/lti/jwks/" + world.registration.str() + ".json", std::string("/.well-known/jwks.json")}) {
      get.path = path;
      const auto keys = world.site->answer(get);
      EXPECT_EQ(header(keys, "Cache-Control"), "public, max-age=300") << path;
      said += keys.body;
    }
    for (const bool json : {false, true}) {
      said += world.command("keys list", {{"json", json}});
      said += world.command("keys show", {{"name", "Example LMS"}, {"json", json}});
      said += world.command("check", {{"json", json}});
    }
    said += world.command("keys show", {{"name", "Example LMS"}, {"pem", true}});
    said += world.command("keys rotate", fakes::TestJson::object());
    // What the store keeps, opened with the vault the site made.
    const auto key = jose::load_or_make_key((folder.path / "site.db.key").string());
    ASSERT_TRUE(key);
    const vault::Vault vault(*key);
    const auto rows = world.site->store().list_keys(world.registration);
    for (const auto& row : *rows) {
      const auto pem = vault.open("signing-key." + row.registration.str() + "." + row.kid, row.sealed);
      ASSERT_TRUE(pem);
      pems += *pem;
    }
    said += world.log->text();
  }
  ASSERT_EQ(giveaways(pems).size() > 40, true) << "two keys of some 26 lines";
  const std::string stored = bytes_of_folder(folder.path);
  EXPECT_NE(stored.find("\"kty\":\"RSA\""), std::string::npos) << "the rows are there";
  EXPECT_NE(said.find("BEGIN PUBLIC KEY"), std::string::npos);
  for (const std::string& text : giveaways(pems)) {   // the modulus among them, but aligned as in a private key only
    EXPECT_EQ(stored.find(text), std::string::npos) << "in the store: " << text.substr(0, 8);
    EXPECT_EQ(said.find(text), std::string::npos) << "said: " << text.substr(0, 8);
  }
}

}  // namespace
}  // namespace preceptor::security
