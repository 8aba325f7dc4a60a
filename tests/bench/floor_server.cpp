// The least that a launch can cost on this machine: a tool that only sends and keeps bytes. launch.mjs drives it beside `preceptor serve` in the same run.
// One thread; a login is answered with a state that an HMAC seals, a launch with a page of as many bytes as ours, once the token's signature is verified and
// the rows of one of our launches, under keys of their own, are durable in SQLite with whatever else had come. Nothing is read from the token beside its
// signature, no claim is checked, no statement or page is made, nothing is looked up, logged, limited or counted, no bad request is understood.
// Usage: preceptor_bench_floor PORT PLATFORM_KEY SAMPLE_STORE NEW_STORE PAGE_BYTES; SAMPLE_STORE: the file of a store that a launch was made in.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <unordered_map>
#include <vector>

#include "core/base/encoding.hpp"
#include "core/base/uuid.hpp"
#include "tests/bench/bench_support.hpp"

namespace {

using namespace preceptor;
using bench::check;

constexpr int kLargestRead = 64 * 1024;

// A row of a launch, to be kept again under other keys.
class Row {
 public:
  Row(sqlite3* from, sqlite3* into, const std::string& table, const std::string& which) {
    sqlite3_stmt* found = prepare(from, "SELECT * FROM " + table + " WHERE " + which);
    check(sqlite3_step(found) == SQLITE_ROW, "the sample store has no launch");
    std::string names, places;
    for (int i = 0; i < sqlite3_column_count(found); ++i) {
      columns_.emplace_back(sqlite3_column_name(found, i));
      values_.push_back(sqlite3_value_dup(sqlite3_column_value(found, i)));
      names += (i == 0 ? "" : ", ") + columns_.back();
      places += i == 0 ? "?" : ", ?";
    }
    sqlite3_finalize(found);
    insert_ = prepare(into, "INSERT INTO " + table + " (" + names + ") VALUES (" + places + ")");
  }

  void keep(const std::map<std::string, std::string, std::less<>>& keys) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const int place = static_cast<int>(i) + 1;
      const auto key = keys.find(columns_[i]);
      if (key == keys.end()) sqlite3_bind_value(insert_, place, values_[i]);
      else if (key->second.empty()) sqlite3_bind_null(insert_, place);   // not sealed yet
      else sqlite3_bind_text(insert_, place, key->second.data(), static_cast<int>(key->second.size()), SQLITE_STATIC);
    }
    check(sqlite3_step(insert_) == SQLITE_DONE, "a row was refused");
    sqlite3_reset(insert_);
  }

 private:
  static sqlite3_stmt* prepare(sqlite3* db, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK, sql.c_str());
    return statement;
  }
  std::vector<std::string> columns_;
  std::vector<sqlite3_value*> values_;
  sqlite3_stmt* insert_ = nullptr;
};

// What a launch keeps.
class Record {
 public:
  Record(const std::string& sample, const std::string& path) {
    {
      const bench::RealClock clock;
      bench::ErrorLog log;
      bench::open_store("sqlite:" + path, clock, log);   // the tables
    }
    sqlite3* from = nullptr;
    check(sqlite3_open(path.c_str(), &db_) == SQLITE_OK && sqlite3_open(sample.c_str(), &from) == SQLITE_OK, "a store cannot be opened");
    for (const char* setting : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 4000", "PRAGMA secure_delete = ON"}) run(setting);
    const std::string of = " stream_id = (SELECT id FROM attempt LIMIT 1)";
    rows_ = {{from, db_, "one_use", "kind = 'state' LIMIT 1"}, {from, db_, "one_use", "kind = 'nonce' LIMIT 1"}, {from, db_, "person", "1 LIMIT 1"},
             {from, db_, "event", "seq = 1 AND" + of}, {from, db_, "rendering", "seq = 1 AND" + of}, {from, db_, "rendering_body", "seq = 1 AND" + of},
             {from, db_, "event", "seq = 2 AND" + of}, {from, db_, "attempt", "1 LIMIT 1"}};
  }

  void begin() { run("BEGIN IMMEDIATE"); }
  void commit() { run("COMMIT"); }
  void keep_launch(base::Instant now) {
    const std::string attempt = base::uuid_in_order(now), person = base::uuid_in_order(now);
    const std::map<std::string, std::string, std::less<>> keys{{"key", std::to_string(base::to_unix_ms(now)) + base::hex_encode(base::random_bytes(32))}, {"subject", person},
      {"person", person}, {"stream_id", attempt}, {"statement_id", base::uuid_v4()}, {"id", attempt}, {"position", ""}, {"seal", ""}, {"statements_through", ""}};
    for (const Row& row : rows_) row.keep(keys);
  }

 private:
  void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql); }
  sqlite3* db_ = nullptr;
  std::vector<Row> rows_;
};

// Requests as the driver sends them, and no others.
struct Connection {
  std::string in;
};

class Tool {
 public:
  Tool(const char* key_file, Record& record, std::size_t page_bytes) : record_(record), secret_(base::random_bytes(32)) {
    std::FILE* const file = std::fopen(key_file, "r");
    key_ = file ? PEM_read_PrivateKey(file, nullptr, nullptr, nullptr) : nullptr;
    check(key_ != nullptr, "the platform's key cannot be read");
    std::fclose(file);
    page_ = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: " + std::to_string(page_bytes) + "\r\n\r\n" +
            std::string(page_bytes, 'p');
  }

  void serve(int listener) {
    const int all = epoll_create1(EPOLL_CLOEXEC);
    const auto watch = [&](int fd) {
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.fd = fd;
      check(epoll_ctl(all, EPOLL_CTL_ADD, fd, &event) == 0);
    };
    watch(listener);
    epoll_event events[64];
    for (;;) {
      const int count = epoll_wait(all, events, 64, -1);
      for (int i = 0; i < count; ++i) {
        if (events[i].data.fd != listener) read(events[i].data.fd);
        else if (const int fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); fd >= 0) watch(fd);
      }
      answer_launches();
    }
  }

 private:
  void read(int fd) {
    Connection& connection = connections_[fd];
    const auto size = ::recv(fd, buffer_.data(), buffer_.size(), 0);
    if (size <= 0) {
      connections_.erase(fd);
      ::close(fd);
      return;
    }
    connection.in.append(buffer_.data(), static_cast<std::size_t>(size));
    const auto end = connection.in.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const auto length = connection.in.find("Content-Length: ");
    const std::size_t body = length < end ? std::stoul(connection.in.substr(length + 16, 12)) : 0;
    if (connection.in.size() < end + 4 + body) return;
    if (body == 0) send(fd, login());
    else waiting_.emplace_back(fd, is_good(std::string_view(connection.in).substr(end + 4)));
    connection.in.clear();
  }

  std::string login() const {
    const std::string state = base::base64url_encode(base::random_bytes(32)), nonce = base::base64url_encode(base::random_bytes(32));
    const std::string sealed = state + "." + base::base64url_encode(base::hmac_sha256(secret_, state));
    return "HTTP/1.1 302 Found\r\nLocation: https://lms.bench.example/auth?state=" + sealed + "&nonce=" + nonce + "\r\nSet-Cookie: state=" + sealed +
           "; Secure; HttpOnly\r\nContent-Length: 0\r\n\r\n";
  }

  static std::string_view field(std::string_view form, std::string_view name) {
    const auto at = form.find(name);
    check(at != std::string_view::npos, "a launch without its fields");
    form.remove_prefix(at + name.size());
    return form.substr(0, form.find('&'));
  }

  bool is_good(std::string_view form) const {
    const std::string_view token = field(form, "id_token="), state = field(form, "state=");
    const auto dot = token.rfind('.'), seal = state.find('.');
    if (dot == token.npos || seal == state.npos) return false;
    if (base::base64url_encode(base::hmac_sha256(secret_, state.substr(0, seal))) != state.substr(seal + 1)) return false;
    const auto signature = base::base64url_decode(token.substr(dot + 1));
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_);
    return signature && EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature->data()), signature->size(),
                                         reinterpret_cast<const unsigned char*>(token.data()), dot) == 1;
  }

  void answer_launches() {
    if (waiting_.empty()) return;
    const auto now = bench::RealClock().now();
    record_.begin();
    for (const auto& [fd, good] : waiting_)
      if (good) record_.keep_launch(now);
    record_.commit();
    for (const auto& [fd, good] : waiting_) send(fd, good ? page_ : "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    waiting_.clear();
  }

  static void send(int fd, const std::string& text) {
    check(::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()), "an answer was not taken whole");
  }

  Record& record_;
  EVP_PKEY* key_ = nullptr;
  const std::string secret_;
  std::string page_;
  std::vector<char> buffer_ = std::vector<char>(kLargestRead);
  std::unordered_map<int, Connection> connections_;
  std::vector<std::pair<int, bool>> waiting_;   // launches, and whether their signatures are good
};

int listen_on(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  check(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(fd, 64) == 0, "the port cannot be listened on");
  return fd;
}

}  // namespace

int main(int argc, char** argv) {
  check(argc == 6, "usage: preceptor_bench_floor PORT PLATFORM_KEY SAMPLE_STORE NEW_STORE PAGE_BYTES");
  Record record(argv[3], argv[4]);
  Tool tool(argv[2], record, std::stoul(argv[5]));
  const int listener = listen_on(std::atoi(argv[1]));
  std::printf("Floor serves\n");
  std::fflush(stdout);
  tool.serve(listener);
}
