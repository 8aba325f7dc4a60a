#include "tests/fakes/program.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "core/base/json.hpp"
#include "tests/fakes/process.hpp"

namespace preceptor::fakes {

int Program::run(std::vector<std::string> words, std::chrono::seconds patience) const {
  const std::string log = folder_ + "/said";
  write_file(log, "");
  words.insert(words.begin(), build_ + "/preceptor");
  words.insert(words.end(), {"--config", folder_ + "/preceptor.json"});
  Process process;
  process.start(words, log, false);
  const auto end = std::chrono::steady_clock::now() + patience;
  while (process.running() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return process.stop();
}

std::string Program::said() const { return read_file(folder_ + "/said"); }

std::string Program::add_staff(const std::string& name, const std::string& role) const {
  if (run({"staff", "add", "--name", name, "--role", role, "--json"}) != 0) throw std::runtime_error("staff add: " + said());
  return said();
}

std::string Program::staff_link(const std::string& id) const {
  if (run({"staff", "link", id, "--json"}) != 0) throw std::runtime_error("staff link: " + said());
  return base::Json::parse(said())["url"].get<std::string>();
}

}  // namespace preceptor::fakes
