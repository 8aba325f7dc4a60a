// The program as a site's administrator calls it: one command after the other, with one configuration.
#pragma once
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace preceptor::fakes {

class Program {
 public:
  // `folder`: holds preceptor.json, and what the program says.
  Program(std::string build, std::string folder) : build_(std::move(build)), folder_(std::move(folder)) {}
  // Runs it to its end (at most for `patience`, then it is stopped); the exit code. "--config" is added.
  int run(std::vector<std::string> words, std::chrono::seconds patience = std::chrono::seconds(15)) const;
  std::string said() const;     // by the last run, both streams
  // Adds somebody of the staff and gives back the command's JSON, as text; throws when refused.
  std::string add_staff(const std::string& name, const std::string& role) const;
  // The one-time address that signs in the member with that id; throws when refused.
  std::string staff_link(const std::string& id) const;

 private:
  std::string build_, folder_;
};

}  // namespace preceptor::fakes
