#include "plugin/app/current_request.hpp"

namespace preceptor::app {

namespace {

// Without a destructor: one would keep the library from ever being unloaded (docs/decisions/0006).
thread_local std::string_view answered_by_this_thread;

}  // namespace

CurrentRequest::CurrentRequest(std::string_view id) : before_(answered_by_this_thread) { answered_by_this_thread = id; }
CurrentRequest::~CurrentRequest() { answered_by_this_thread = before_; }
std::string_view CurrentRequest::id() { return answered_by_this_thread; }

}  // namespace preceptor::app
