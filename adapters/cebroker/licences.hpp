// CE Broker's check of licenses: what is asked, and what the answer says. Texts only; sending is somebody else's. Off until staff switch it on.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::cebroker {

struct LicenceQuestion {
  std::string profession;                 // CE Broker's code
  std::string state;                      // two letters
  std::string number;                     // in full, as the state shows it (outside Florida since 2021)
};
struct LicenceAnswer {
  LicenceQuestion asked;
  bool valid = false;
  std::string first_name, last_name;
  std::string error_code, message;        // "80" = invalid license number
};
// Without upload key: the sender puts it in. Error report_row when a text cannot be written; the detail holds no value.
base::Result<std::string> licence_request(const std::vector<LicenceQuestion>& questions);
// At most 10,000 answers of 16 MB in all. Error: content_invalid.
base::Result<std::vector<LicenceAnswer>> read_licences(std::string_view xml);

}  // namespace preceptor::cebroker
