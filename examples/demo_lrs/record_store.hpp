// The resources of a learning record store that a producer needs: /xAPI/about, /xAPI/statements, in 1.0.3 and 2.0, and a page to look at.
#pragma once
#include <string>

#include "core/base/url.hpp"
#include "core/ports/http.hpp"
#include "examples/demo_lrs/faults.hpp"
#include "examples/demo_lrs/statement_store.hpp"

namespace preceptor::demo {

struct RecordStoreSettings {
  std::string username, password;
  bool test_hooks = false;
};

class RecordStore {
 public:
  RecordStore(RecordStoreSettings settings, StatementStore& statements) : settings_(std::move(settings)), statements_(statements) {}
  ports::HttpResponse handle(const ports::HttpRequest& request);

 private:
  ports::HttpResponse resource(const ports::HttpRequest& request);
  ports::HttpResponse write(const ports::HttpRequest& request, const std::string& id, const std::string& version);
  ports::HttpResponse read(const base::Fields& fields);
  ports::HttpResponse read_one(const base::Fields& fields);
  ports::HttpResponse faults(const ports::HttpRequest& request);

  RecordStoreSettings settings_;
  StatementStore& statements_;
  Faults faults_;
};

// The page at "/": the newest 100, as sentences, the raw JSON behind each.
std::string statements_page(const StatementStore& statements);

}  // namespace preceptor::demo
