// What a log line may say of a request's path.
#pragma once
#include <string>
#include <string_view>

namespace preceptor::app {

// The kind of page that `path` (without prefix) asks for: our own words stay, whatever else stands between slashes becomes ***, and a path that begins with
// no word of ours is "other". So nothing that a client has made up, no handle, name, number of a certificate or id of a case, is in it.
std::string logged_path(std::string_view path);

}  // namespace preceptor::app
