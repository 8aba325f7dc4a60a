// Credit: the vault of identifiers, and what is built on it.
#include "plugin/app/site.hpp"

namespace preceptor::app {
namespace {

constexpr int kForgetBatch = 200;   // at a time: the writer is everybody's

}  // namespace

base::Status Site::open_identifiers() {
  auto keys = vault::KeyRing::open(key_file());
  if (!keys) return base::fail(keys.error());
  vault_keys_ = std::move(*keys);
  identifiers_ = std::make_unique<vault::SealedProfiles>(*store_, *vault_keys_, *clock_);
  return {};
}

base::Status Site::tend_profiles() {
  const base::Instant now = clock_->now();
  const auto gone = store_->forget_settled_profiles(now - std::chrono::hours(24) * config().profile_days, now, kForgetBatch);
  if (!gone) return base::fail(gone.error());
  if (*gone > 0) log_.write(ports::Level::info, "profiles.forgotten", {{"profiles", std::to_string(*gone)}});
  return {};
}

}  // namespace preceptor::app
