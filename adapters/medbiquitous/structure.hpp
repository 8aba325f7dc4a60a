// The order that the schema asks for, checked while a report is read. Our own check: it runs where the published schemas are not at hand.
#pragma once
#include "adapters/report_files/xml_in.hpp"
#include "core/report/format.hpp"

namespace preceptor::medbiquitous {

// Reads to the end. Error: content_invalid when it is no well-formed XML; everything else is a problem in the answer.
base::Result<report::ReadBack> check_structure(report_files::XmlIn xml);

}  // namespace preceptor::medbiquitous
