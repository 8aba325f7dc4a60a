// The list of report formats: each once, and what is not confirmed is off until staff switch it on.
#include <gtest/gtest.h>

#include <set>

#include "plugin/app/report_formats.hpp"

namespace preceptor::app {
namespace {

TEST(ReportFormats, EachIsThereOnceAndFoundByItsCode) {
  std::set<std::string_view> codes;
  for (const report::Format* format : all_formats()) {
    EXPECT_TRUE(codes.insert(format->code()).second) << format->code();
    EXPECT_EQ(format_named(format->code()), format);
    EXPECT_FALSE(format->title().empty() || format->extension().empty() || format->media_type().empty() || format->version().empty()) << format->code();
  }
  EXPECT_EQ(format_named("fax"), nullptr);
}

TEST(ReportFormats, WhatIsNotConfirmedIsSwitchedOnByStaff) {
  std::set<std::string_view> off;
  for (const report::Format* format : all_formats())
    if (!format_is_on(*format, {})) off.insert(format->code());
  EXPECT_EQ(off, (std::set<std::string_view>{"pars-learner-xml", "pars-learner-json", "cebroker", "cpe-monitor"}));
  credit::Enabled enabled;
  enabled.what = "format:cebroker";
  EXPECT_TRUE(format_is_on(*format_named("cebroker"), {enabled}));
  EXPECT_FALSE(format_is_on(*format_named("cpe-monitor"), {enabled}));
}

}  // namespace
}  // namespace preceptor::app
