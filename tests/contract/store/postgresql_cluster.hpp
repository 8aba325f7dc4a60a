// A PostgreSQL server of the tests' own: made under a temporary folder, on a free port of the loopback, stopped with the program.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>

namespace preceptor::contract {

class PostgresqlCluster {
 public:
  // The program's one cluster, started when first asked for.
  static PostgresqlCluster& shared();
  ~PostgresqlCluster();
  PostgresqlCluster(const PostgresqlCluster&) = delete;
  PostgresqlCluster& operator=(const PostgresqlCluster&) = delete;

  // Why it does not run here; empty when it does.
  const std::string& why_not() const { return why_not_; }
  // An address of its database, with `more` as further parameters ("&name=value").
  std::string url(const std::string& more) const;
  // Stops it as a crash would and starts it again on the same port.
  void crash_and_restart();

 private:
  PostgresqlCluster();
  bool make();
  bool start();
  void stop(int signal);

  std::filesystem::path folder_, programs_;
  std::string why_not_;
  int port_ = 0;
  pid_t server_ = -1;
};

}  // namespace preceptor::contract
