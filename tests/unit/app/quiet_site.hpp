// A site without workers and without a listener, in memory: nothing happens but what a test does.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/site.hpp"
#include "tests/fakes/memory_stores.hpp"

namespace preceptor::app {

// From several threads: it keeps nothing.
class QuietLog : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

struct QuietSite {
  explicit QuietSite(const base::Json& more = base::Json::object()) : site(opened(more)) {}
  static base::Json configuration(const base::Json& more) {
    base::Json all = {{"public_url", "http://127.0.0.1:1"}, {"store", "memory:"}, {"allow_loopback", true}};
    all.update(more);
    return all;
  }
  // As a reload does. `providers` stand in for those of the configuration, which takes a sample provider on loopback only.
  void apply(const base::Json& more, const std::vector<credit::Provider>& providers = {}) {
    auto config = parse_config(configuration(more).dump());
    ASSERT_TRUE(config) << base::describe(config.error());
    if (!providers.empty()) config->providers = providers;
    const auto done = site->apply(*config);
    EXPECT_TRUE(done) << base::describe(done.error());
  }
  // What the command printed, or its error; `code` is -1 then.
  std::string run(const std::string& name, const base::Json& args = base::Json::object()) {
    std::string printed;
    CommandIo io;
    io.write = [&](int, std::string_view text) {
      printed += text;
      return true;
    };
    CommandContext context{*site, args, io, args.value("json", false)};
    const auto done = find_command(name)(context);
    code = done.value_or(-1);
    return done ? printed : printed + base::describe(done.error());
  }

  int code = -1;
  std::shared_ptr<fakes::StillClock> clock = std::make_shared<fakes::StillClock>();
  std::unique_ptr<Site> site;

 private:
  std::unique_ptr<Site> opened(const base::Json& more) {
    auto config = parse_config(configuration(more).dump());
    if (!config) throw std::runtime_error(base::describe(config.error()));
    auto made = Site::open(std::move(*config), std::make_shared<QuietLog>(), clock);
    if (!made) throw std::runtime_error(base::describe(made.error()));
    return std::move(*made);
  }
};

}  // namespace preceptor::app
