#include "tests/fakes/postgresql_cluster.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace preceptor::fakes {
namespace {

namespace fs = std::filesystem;

// With what has to be quoted in an address and in a connection string.
constexpr const char* kPassword = "it's 1\\2 \"pass\"";
constexpr const char* kPasswordInUrl = "it%27s%201%5C2%20%22pass%22";

fs::path newest_programs() {
  fs::path found;
  std::error_code error;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", error))
    if (fs::exists(version.path() / "bin" / "initdb") && version.path() > found.parent_path()) found = version.path() / "bin";
  return found;
}

// fakes::free_port() belongs to a library that not every test program has.
int port_for_cluster() {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);   // stays bound, as there
  const int reuse = 1;
  ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(made, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::getsockname(made, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  return bound ? ntohs(address.sin_port) : 0;
}

// The server refuses to run as root, so it is given to somebody else then.
const passwd* other_user() {
  if (const passwd* const own = ::getpwnam("postgres")) return own;
  return ::getpwnam("nobody");
}

// Its output goes to `log`. The server ends with us, however we end: SIGQUIT is its immediate stop.
pid_t spawn(const std::vector<std::string>& command, const fs::path& folder) {
  const passwd* const user = ::geteuid() == 0 ? other_user() : nullptr;
  std::vector<char*> arguments;
  for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  const std::string log = (folder / "log").string(), home = folder.string();
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  if (::chdir(home.c_str()) != 0) ::_exit(126);
  if (user && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

bool run_to_end(const std::vector<std::string>& command, const fs::path& folder) {
  const pid_t child = spawn(command, folder);
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// As /proc tells: "pid (name) state parent ...".
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::string line;
    std::getline(std::ifstream(entry.path() / "stat"), line);
    std::istringstream after(line.substr(std::min(line.size(), line.rfind(')') + 1)));   // an ended process leaves an empty line
    std::string state;
    pid_t its_parent = -1;
    if (after >> state >> its_parent && its_parent == parent) found.push_back(static_cast<pid_t>(std::stol(name)));
  }
  return found;
}

}  // namespace

PostgresqlCluster& PostgresqlCluster::shared() {
  static PostgresqlCluster cluster;
  return cluster;
}

PostgresqlCluster::PostgresqlCluster() {
  programs_ = newest_programs();
  if (programs_.empty())
    why_not_ = "PostgreSQL is not installed";
  else if (!make())
    why_not_ = "no PostgreSQL cluster could be made under " + folder_.string();
  else if (!start())
    why_not_ = "PostgreSQL did not start on the loopback";
}

PostgresqlCluster::~PostgresqlCluster() {
  stop(SIGINT);
  std::error_code ignored;   // a leftover folder in /tmp fails nobody
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string PostgresqlCluster::url(const std::string& more) const {
  return std::string("postgresql://tester:") + kPasswordInUrl + "@127.0.0.1:" + std::to_string(port_) + "/postgres?sslmode=disable" + more;
}

PostgresqlSession::PostgresqlSession(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
}

PostgresqlSession::~PostgresqlSession() { PQfinish(connection_); }

std::vector<std::vector<std::string>> PostgresqlSession::rows(const std::string& sql) {
  PGresult* const answer = PQexec(connection_, sql.c_str());
  const ExecStatusType status = PQresultStatus(answer);
  std::vector<std::vector<std::string>> found;
  for (int row = 0; row < PQntuples(answer); ++row) {
    auto& cells = found.emplace_back();
    for (int column = 0; column < PQnfields(answer); ++column)
      cells.emplace_back(PQgetisnull(answer, row, column) ? "NULL" : PQgetvalue(answer, row, column));
  }
  PQclear(answer);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection_));
  return found;
}

std::string PostgresqlCluster::make_schema() {
  const std::string schema = "site" + std::to_string(++schemas_);
  PostgresqlSession(url("")).rows("CREATE SCHEMA " + schema);
  return schema;
}

void PostgresqlCluster::drop_schema(const std::string& schema) { PostgresqlSession(url("")).rows("DROP SCHEMA " + schema + " CASCADE"); }

std::string PostgresqlCluster::schema_url(const std::string& schema, const std::string& more) const { return url("&options=-csearch_path%3D" + schema + more); }

bool PostgresqlCluster::make() {
  std::string pattern = (fs::temp_directory_path() / "preceptor-pg-XXXXXX").string();
  if (!mkdtemp(pattern.data())) return false;
  folder_ = pattern;
  std::ofstream(folder_ / "password") << kPassword << "\n";
  std::ofstream(folder_ / "log").close();
  if (::geteuid() == 0) {
    const passwd* const user = other_user();
    if (!user) return false;
    for (const fs::path& path : {folder_, folder_ / "password", folder_ / "log"})
      if (::chown(path.c_str(), user->pw_uid, user->pw_gid) != 0) return false;
  }
  return run_to_end({(programs_ / "initdb").string(), "-D", (folder_ / "data").string(), "-U", "tester", "--pwfile=" + (folder_ / "password").string(),
                     "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "-N"},
                    folder_);
}

bool PostgresqlCluster::start() {
  if (port_ == 0) port_ = port_for_cluster();
  server_ = spawn({(programs_ / "postgres").string(), "-D", (folder_ / "data").string(), "-p", std::to_string(port_), "-c", "listen_addresses=127.0.0.1",
                   "-c", "unix_socket_directories=", "-c", "fsync=on", "-c", "shared_buffers=32MB"},
                  folder_);
  const std::string place = "host=127.0.0.1 port=" + std::to_string(port_);
  for (int i = 0; i < 300 && server_ > 0; ++i) {
    if (PQping(place.c_str()) == PQPING_OK) return true;
    if (::waitpid(server_, nullptr, WNOHANG) == server_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  server_ = -1;
  return false;
}

void PostgresqlCluster::stop(int signal) {
  if (server_ <= 0) return;
  ::kill(server_, signal);
  ::waitpid(server_, nullptr, 0);
  server_ = -1;
}

namespace {

// Whether a commit is answered within a moment; the server hears of a setting a little later. One that is not is left to it.
bool commit_ends(const std::string& url) {
  PGconn* const probe = PQconnectdb(url.c_str());
  if (PQsendQuery(probe, "SELECT pg_logical_emit_message(true, 'probe', '')") != 1) {
    PQfinish(probe);
    throw std::runtime_error("the server takes no probe");
  }
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
  while (PQisBusy(probe) == 1 && std::chrono::steady_clock::now() < until) {
    pollfd socket{PQsocket(probe), POLLIN, 0};
    ::poll(&socket, 1, 50);
    if (PQconsumeInput(probe) != 1) break;
  }
  const bool ended = PQisBusy(probe) == 0;
  PQfinish(probe);
  return ended;
}

}  // namespace

void PostgresqlCluster::ask_for_standby(bool ask) {
  PostgresqlSession session(url(""));
  session.rows(ask ? "ALTER SYSTEM SET synchronous_standby_names = 'away'" : "ALTER SYSTEM RESET synchronous_standby_names");   // no transaction that would wait
  session.rows("SELECT pg_reload_conf()");
  for (int i = 0; ask && commit_ends(url("")); ++i)
    if (i == 100) throw std::runtime_error("commits wait for no standby");
}

void PostgresqlCluster::crash() { stop(SIGQUIT); }

void PostgresqlCluster::come_back() {
  if (!start()) why_not_ = "PostgreSQL did not come back";
}

void PostgresqlCluster::crash_and_restart() {
  crash();
  come_back();
}

// The soft limit only, as the hard one could not be raised again; by the server's own user, who may do that without further rights.
bool PostgresqlCluster::set_limit(pid_t process, const std::string& bytes) const {
  return run_to_end({"/usr/bin/prlimit", "--pid", std::to_string(process), "--fsize=" + bytes + ":"}, folder_);
}

// First the one that starts the others, so that none is started without.
bool PostgresqlCluster::set_limits(const std::string& bytes) const {
  if (server_ <= 0 || !set_limit(server_, bytes)) return false;
  for (const pid_t child : children_of(server_))
    if (!set_limit(child, bytes) && fs::exists("/proc/" + std::to_string(child))) return false;
  return true;
}

void PostgresqlCluster::limit_files(std::uintmax_t bytes) {
  if (!set_limits(std::to_string(bytes))) throw std::runtime_error("the database's files cannot be limited: " + (folder_ / "log").string());
}

void PostgresqlCluster::lift_limit() { set_limits("unlimited"); }

}  // namespace preceptor::fakes
