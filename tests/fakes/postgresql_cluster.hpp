// A PostgreSQL server of the tests' own: made under a temporary folder, on a free port of the loopback, stopped with the program.
#pragma once
#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

struct pg_conn;

namespace preceptor::fakes {

// A connection past the store.
class PostgresqlSession {
 public:
  explicit PostgresqlSession(const std::string& url);
  ~PostgresqlSession();
  PostgresqlSession(const PostgresqlSession&) = delete;
  PostgresqlSession& operator=(const PostgresqlSession&) = delete;
  // Several statements with ';' between them; the rows of the last. Throws std::runtime_error with the server's text when it is refused.
  std::vector<std::vector<std::string>> rows(const std::string& sql);

 private:
  pg_conn* connection_;
};

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
  // A schema is a site: "site1" and on. An address whose first schema it is makes it the site's.
  std::string make_schema();
  void drop_schema(const std::string& schema);
  std::string schema_url(const std::string& schema, const std::string& more = {}) const;
  int port() const { return port_; }   // of 127.0.0.1
  // Stops it as a crash would.
  void crash();
  // Starts it again on the same port; why_not() says when it does not.
  void come_back();
  void crash_and_restart();
  // From now on every commit waits for a standby, and there is none; or, from a moment later on, for nobody. Throws std::runtime_error when it does not come to that.
  void ask_for_standby(bool ask);
  // As on a disk that is full: no file of the server grows past `bytes` any more. A write that meets the limit half way is PostgreSQL's "disk full"; a limit
  // below 16 MB meets its log, without which it does not go on. Throws std::runtime_error when that is not permitted.
  void limit_files(std::uintmax_t bytes);
  void lift_limit();   // there is room again; nothing to do where the server has ended

 private:
  PostgresqlCluster();
  bool set_limit(pid_t process, const std::string& bytes) const;
  bool set_limits(const std::string& bytes) const;
  bool make();
  bool start();
  void stop(int signal);

  std::filesystem::path folder_, programs_;
  std::string why_not_;
  std::atomic<int> schemas_{0};
  int port_ = 0;
  pid_t server_ = -1;
};

}  // namespace preceptor::fakes
