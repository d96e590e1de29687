#include "replay/text/render.h"

#include <gtest/gtest.h>

namespace mingzhang {
namespace {

ReportTable small_table() {
  return {"和平小区 收缴率",
          {"截至：2026-03-31"},
          {"楼栋", "应收", "收缴率", "户"},
          {{text_cell("1 号楼"), amount_cell({123456789}), ratio_cell("0.8200"), count_cell(12)},
           {text_cell("B"), amount_cell({-50}), ratio_cell(std::nullopt), count_cell(3)}},
          {text_cell("合计"), amount_cell({123456739}), ratio_cell("1.0000"), count_cell(15)}};
}

TEST(RenderText, AlignsChineseAndNumbers) {
  EXPECT_EQ(render_text({small_table()}),
            "和平小区 收缴率\n"
            "截至：2026-03-31\n"
            "楼栋            应收   收缴率  户\n"
            "------  ------------  -------  --\n"
            "1 号楼  1,234,567.89   82.00%  12\n"
            "B              -0.50            3\n"
            "------  ------------  -------  --\n"
            "合计    1,234,567.39  100.00%  15\n");
}

TEST(RenderText, TablesStandApart) {
  const ReportTable empty{"空表", {}, {"房屋"}, {}, {}};
  EXPECT_EQ(render_text({empty, empty}), "空表\n房屋\n----\n\n空表\n房屋\n----\n");
}

TEST(RenderText, GroupsOnlyFullThousands) {
  const ReportTable table{
      "", {}, {"x"}, {{amount_cell({-100000})}, {amount_cell({99999})}, {amount_cell({})}}, {}};
  EXPECT_EQ(render_text({table}), "\n        x\n---------\n-1,000.00\n   999.99\n     0.00\n");
}

TEST(RenderCsv, OneTableBeginsWithItsHeader) {
  EXPECT_EQ(render_csv({small_table()}),
            "楼栋,应收,收缴率,户\n"
            "1 号楼,1234567.89,0.8200,12\n"
            "B,-0.50,,3\n"
            "合计,1234567.39,1.0000,15\n");
}

TEST(RenderCsv, SeveralTablesHaveTheirTitles) {
  const ReportTable table{"负数, 余额", {}, {"房屋"}, {{text_cell("1-1-101")}}, {}};
  EXPECT_EQ(render_csv({table, table}),
            "\"负数, 余额\"\n房屋\n1-1-101\n\n\"负数, 余额\"\n房屋\n1-1-101\n");
}

TEST(RenderCsv, QuotesAndDisarmsText) {
  const ReportTable table{"", {}, {"x"}, {{text_cell("a\"b")}, {text_cell("=1+1")}}, {}};
  EXPECT_EQ(render_csv({table}), "x\n\"a\"\"b\"\n'=1+1\n");
}

}  // namespace
}  // namespace mingzhang
