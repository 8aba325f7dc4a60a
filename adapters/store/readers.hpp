// A few read connections, each lent to one thread at a time.
#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

#include "adapters/store/connection.hpp"

namespace preceptor::store {

class Readers {
 public:
  using Open = std::function<std::unique_ptr<Connection>()>;

  // `open` is called in the place of a connection whose server went away.
  Readers(std::vector<std::unique_ptr<Connection>> connections, Open open) : open_(std::move(open)), free_(std::move(connections)) {}

  // Calls `work(Connection&)`, which answers a T; waits while all connections are lent. Each query sees all that was committed
  // before it began.
  template <class Work>
  auto read(const Work& work) -> base::Result<std::invoke_result_t<const Work&, Connection&>> {
    Loan loan(*this);
    try {
      if (loan.connection && !loan.connection->alive()) loan.connection.reset();
      if (!loan.connection) loan.connection = open_();
      return work(*loan.connection);
    } catch (const SqlFailure& failure) {
      if (loan.connection && loan.connection->lost()) loan.connection.reset();
      return base::fail(failure.error());
    }
  }

 private:
  struct Loan {
    explicit Loan(Readers& from) : owner(from), connection(from.take()) {}
    ~Loan() { owner.give_back(std::move(connection)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    Readers& owner;
    std::unique_ptr<Connection> connection;
  };

  std::unique_ptr<Connection> take() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [&] { return !free_.empty(); });
    auto connection = std::move(free_.back());
    free_.pop_back();
    return connection;
  }
  void give_back(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(connection));
    }
    returned_.notify_one();
  }

  Open open_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> free_;   // a place whose connection was lost is empty until it is lent
};

}  // namespace preceptor::store
