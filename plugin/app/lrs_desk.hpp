// Connecting and changing record stores, back-fills and refused statements: what /admin and `preceptor lrs` both do. Writes the store; the running
// server's workers see it within seconds, whichever process wrote.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plugin/app/site.hpp"
#include "web/admin/record_stores.hpp"

namespace preceptor::app {

class LrsDesk final : public web::RecordStores {
 public:
  explicit LrsDesk(Site& site) : site_(site) {}
  base::Result<std::vector<web::RecordStore>> list() override;
  base::Result<web::RecordStore> load(const std::string& name) override;
  base::Result<web::StoreSaved> save(const web::StoreDraft& draft, Save how) override;
  base::Status switch_to(const std::string& name, bool was, bool on) override;
  base::Result<web::StoreTest> test(const std::string& name) override;
  base::Status set_filter(const std::string& name, const xapi::LrsFilter& filter) override;
  base::Result<base::Instant> begin_backfill(const std::string& name, const std::string& from) override;
  base::Status turn_backfill(const std::string& name, std::string_view act) override;
  base::Result<std::int64_t> send_again(const std::string& name, const xapi::ParkedChoice& choice) override;

 private:
  base::Result<xapi::LrsRow> row_of(const std::string& name);
  base::Result<web::RecordStore> with_state(xapi::LrsRow row);
  Site& site_;
};

}  // namespace preceptor::app
