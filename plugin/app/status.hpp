// What preceptor_status answers.
#pragma once
#include <string>

#include "plugin/app/deliveries.hpp"
#include "plugin/app/site.hpp"
#include "plugin/app/subscriptions.hpp"

namespace preceptor::app {

// {"version","public_url","port","store":{...},"destinations":[...],"subscriptions":[...]}; a part that cannot be read says why.
std::string describe_status(Site& site, const Deliveries& deliveries, const Subscriptions& subscriptions, int port);

}  // namespace preceptor::app
