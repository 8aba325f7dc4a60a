// The sealer's transaction: committed events get their place in the registration's order and a seal over all before them.
#include <algorithm>

#include "adapters/store/sql_store.hpp"
#include "core/record/rendering.hpp"

namespace preceptor::store {
namespace {

struct Unsealed {
  std::string registration, stream_id;
  std::int64_t seq = 0;
  std::string hash;
  std::int64_t statements = 0;
};

struct Head {
  std::int64_t position = 0;
  std::string seal{record::kFirstSeal};
  std::int64_t statements = 0;
};

class Sealing {
 public:
  explicit Sealing(Connection& connection) : c_(connection) {}

  int run(int limit) {
    while (sealed_ < limit) {
      const std::vector<Unsealed> page = next_page(limit - sealed_);
      for (const Unsealed& event : page) seal_one(event);
      if (page.empty()) break;
    }
    save_head();
    return sealed_;
  }

 private:
  // Rows whose predecessor is missing stay behind; reading on from the last key keeps them from blocking others.
  std::vector<Unsealed> next_page(int limit) {
    std::vector<Unsealed> page;
    Rows rows = c_.query("site/unsealed", "ttiti",
                         {{"registration", last_.registration}, {"stream_id", last_.stream_id}, {"seq", last_.seq}, {"limit", limit}});
    while (rows.next()) page.push_back({rows.text(0), rows.text(1), rows.integer(2), rows.text(3), rows.integer(4)});
    return page;
  }

  bool predecessor_sealed(const Unsealed& event) {
    if (event.seq == 1) return true;
    if (event.registration == last_.registration && event.stream_id == last_.stream_id && event.seq == last_.seq + 1) return last_done_;
    return c_.count("site/is_sealed", {{"registration", event.registration}, {"stream_id", event.stream_id}, {"seq", event.seq - 1}}) == 1;
  }

  void seal_one(const Unsealed& event) {
    const bool now = predecessor_sealed(event);
    if (now) {
      if (event.registration != registration_) load_head(event.registration);
      ++head_.position;
      head_.seal = record::seal(head_.seal, head_.position, event.hash);
      head_.statements += event.statements;
      c_.run("site/seal_event", {{"position", head_.position}, {"seal", head_.seal}, {"statements_through", head_.statements},
                                 {"registration", event.registration}, {"stream_id", event.stream_id}, {"seq", event.seq}});
      ++sealed_;
    }
    last_ = event;
    last_done_ = now;
  }

  void load_head(const std::string& registration) {
    save_head();
    registration_ = registration;
    head_ = Head{};
    Rows rows = c_.query("site/seal_head", "iti", {{"registration", registration}});
    if (rows.next()) head_ = {rows.integer(0), rows.text(1), rows.integer(2)};
  }

  void save_head() {
    if (head_.position == 0) return;
    c_.run("site/put_seal_head", {{"registration", registration_}, {"position", head_.position}, {"seal", head_.seal},
                                  {"statements", head_.statements}});
  }

  Connection& c_;
  std::string registration_;
  Head head_;
  Unsealed last_;
  bool last_done_ = false;
  int sealed_ = 0;
};

}  // namespace

base::Result<bool> SqlStore::anything_unsealed() {
  return readers_.read([&](Connection& c) {
    Rows rows = c.query("site/any_unsealed", "i", {});
    return rows.next();
  });
}

base::Result<int> SqlStore::seal_events(const ports::Lease& lease, int limit) {
  int sealed = 0;
  const auto done = writer_.run([&](Connection& c) -> base::Status {
    if (auto held = check_fence(c, lease); !held) return held;
    sealed = Sealing(c).run(limit);
    return {};
  });
  if (!done) return base::fail(done.error());
  return sealed;
}

}  // namespace preceptor::store
