#include <gtest/gtest.h>

#include "core/activity/flow.hpp"

namespace preceptor::activity {
namespace {

TEST(LooksIdentifying, Yes) {
  const char* texts[] = {
      "MRN 448812",
      "mrn: 0044-8812",
      "MRN#12345",
      "Medical record number 998877",
      "record no. 4411",
      "patient ID 20344",
      "hospital number: A 445566",
      "NHS number 943 476 5919",
      "acct 55443",
      "Her SSN is 123-45-6789.",
      "123-45-6789",
      "ssn 1234",
      "123 45 6789",
      "call 555-123-4567",
      "(212) 555-0187",
      "(212)555-0187",
      "212.555.0187",
      "+1 212 555 0187",
      "+44 20 7946 0958",
      "020 7946 0958",
      "phone 555-0187",
      "tel. 555-0187",
      "write to jane.d@example.org",
      "x_y@mail.example.co.uk",
      "born 3/4/1950",
      "DOB 1950-04-03",
      "d.o.b. 03.04.1950",
      "date of birth: April 3, 1950",
      "born on 3 April 1950",
      "born on the 3rd April 1950",
      "nacida el 3 de abril de 1950",
      "nacimiento 03/04/1950",
      "مواليد ٣/٤/١٩٥٠",
      "تاريخ الميلاد 3 أبريل 1950",
      "رقم الملف ١٢٣٤٥٦",
      "historia clínica 445566",
      "Patient 84422117 was seen",
      "no. 2214457819",
  };
  for (const char* text : texts) EXPECT_TRUE(looks_identifying(text)) << text;
}

TEST(LooksIdentifying, No) {
  const char* texts[] = {
      "",
      "2.5 mg",
      "2.5 mg twice daily",
      "apixaban 5 mg, then 2.5 mg",
      "1,000 mg every 8 hours",
      "10,000,000 units",
      "2400000 units IM once",
      "1200000 IU",
      "INR 2.0-3.0",
      "BP 120/80",
      "120/80 and 118/76",
      "age >= 80, weight <= 60 kg, creatinine >= 1.5 mg/dL",
      "eGFR 45-60",
      "N Engl J Med 2011;365:981-992",
      "N Engl J Med 2011;365(11):981-92",
      "MMWR Recomm Rep 2022;71(3):1-95",
      "doi:10.15585/mmwr.rr7103a1",
      "doi 10.1056/NEJMoa1107039",
      "PMID 21870978",
      "PMID: 21870978",
      "NCT00412984",
      "in 2011 and 2022",
      "2011-2022",
      "since March 2020",
      "updated 2024-03-01",
      "3 April 2024 guideline",
      "guideline of April 3, 2024",
      "born preterm at 28 weeks",
      "birth weight 1250 g",
      "newborn on day 3",
      "he was born in 1950",
      "declined 2 days after birth",
      "50 MME/day",
      "100 200 1000 mg",
      "5 x 10^9/L",
      "platelets 150000",
      "150,000 patients",
      "1 of 4 records",
      "chart review 2019",
      "the record shows 3 visits",
      "@ home",
      "see me @ 3",
      "a@b",
      "phase 3",
      "call me tomorrow",
      "90-day supply of 180 tablets",
      "1-2-3",
      "ratio 1:1000",
      "نظّفت يديّ ٥ مرات",
      "٢٫٥ ملغ مرتين يوميا",
      "text 2 patients",
      "score 7/10 on 3/4",
      "ICD-10 I48.91",
      "1234567 patients",
  };
  for (const char* text : texts) EXPECT_FALSE(looks_identifying(text)) << text;
}

TEST(LooksIdentifying, StaysQuickOnHostileText) {
  for (const char* piece : {"+1 ", "a@", "march ", "mrn ", "1-", "9", " ", "(2", "born 1/1", "+"}) {
    std::string text;
    while (text.size() < 20'000) text += piece;
    looks_identifying(text);  // the test's own time limit is the judge
  }
  SUCCEED();
}

}  // namespace
}  // namespace preceptor::activity
