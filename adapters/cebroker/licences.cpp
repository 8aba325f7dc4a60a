#include "adapters/cebroker/licences.hpp"

#include "adapters/report_files/words.hpp"
#include "adapters/report_files/xml_in.hpp"
#include "adapters/report_files/xml_out.hpp"
#include "core/base/ascii.hpp"
#include "core/report/cell_text.hpp"

namespace preceptor::cebroker {
namespace {

constexpr std::size_t kLongestAnswer = 16 * 1024 * 1024, kMostAnswers = 10'000;

}  // namespace

base::Result<std::string> licence_request(const std::vector<LicenceQuestion>& questions) {
  auto out = report_files::XmlOut::to_memory();
  out.open("licensees").attribute("upload_key", "");
  for (const auto& one : questions) {
    for (const auto& text : {one.profession, one.state, one.number})
      if (text.empty() || report::unsafe_in_xml(text)) return report_files::row_error("licences", "cannot be asked");
    out.open("licensee").leaf("licensee_profession", one.profession).leaf("cebroker_state", one.state).leaf("license", one.number).close();
  }
  return out.finish();
}

base::Result<std::vector<LicenceAnswer>> read_licences(std::string_view text) {
  if (text.size() > kLongestAnswer) return base::fail(base::Code::content_invalid, "the answer is too long");
  auto xml = report_files::XmlIn::from_text(std::string(text));
  std::vector<LicenceAnswer> answers;
  while (true) {
    const auto piece = xml.next();
    if (!piece) return base::fail(piece.error());
    if (!*piece) return answers;
    const auto& one = **piece;
    if (one.depth == 0 && one.name != "licensees") return base::fail(base::Code::content_invalid, "the answer is not about licensees");
    if (one.opens && one.name == "licensee") {
      if (answers.size() == kMostAnswers) return base::fail(base::Code::content_invalid, "too many answers");
      answers.push_back({{}, base::lower(one.attribute("valid")) == "true", std::string(one.attribute("first_name")), std::string(one.attribute("last_name")),
                         std::string(one.attribute("ErrorCode")), std::string(one.attribute("Message"))});
    }
    if (one.opens || answers.empty() || one.depth != 2) continue;
    if (one.name == "licensee_profession") answers.back().asked.profession = one.text;
    if (one.name == "cebroker_state") answers.back().asked.state = one.text;
    if (one.name == "license") answers.back().asked.number = one.text;
  }
}

}  // namespace preceptor::cebroker
