// One ActivityReport after the other, in the order of the schema.
#pragma once
#include "adapters/report_files/xml_out.hpp"
#include "core/report/format.hpp"

namespace preceptor::medbiquitous {

inline constexpr const char* kReportSpace = "http://ns.medbiq.org/activityreport/v2/";
inline constexpr const char* kMemberSpace = "http://ns.medbiq.org/member/v2/";
inline constexpr const char* kNameSpace = "http://ns.medbiq.org/name/v2/";
inline constexpr const char* kCreditSpace = "http://ns.medbiq.org/lom/extend/v1/";

class ReportWriter final : public report::Writer {
 public:
  ReportWriter(report_files::XmlOut out, const report::Report& report);
  base::Status row(const report::LearnerRow& row) override;
  base::Status finish() override;
  report::Written written() const override { return written_; }
  // finish(), with the document when it was written to memory.
  base::Result<std::string> document();

 private:
  void member(const report::LearnerRow& row);
  void licences(const credit::Profile& who);
  void activity(const report::LearnerRow& row);
  void certificate(const report::LearnerRow& row);
  void point_of_care(const report::LearnerRow::PointOfCare& cycle);

  report_files::XmlOut out_;
  const report::Report report_;
  report::Written written_;
};

}  // namespace preceptor::medbiquitous
