#pragma once

// X(name, sentence in Chinese, sentence in English): what an import says about the file as a whole.
// A note never keeps anything from being recorded.

// clang-format off
#define MINGZHANG_IMPORT_NOTES(X)                                                                  \
  X(other_sheet_not_read, "工作表“{0}”也有同样的表头，没有读取；只读了“{1}”",                                         \
    "the sheet {0} has the same header and was not read; only {1} was")                            \
  X(columns_not_read, "没有读取这些列：{0}（证件号从不保存；单价请用 tariff_set 登记）",                                   \
    "these columns were not read: {0} (ID numbers are never kept; set prices with tariff_set)")    \
  X(other_community_name, "文件里的小区名是“{0}”，登记的是“{1}”；请确认是同一个小区",                                     \
    "the file names the community {0}, it is registered as {1}; make sure that they are the "      \
    "same")                                                                                        \
  X(total_differs, "账单开头写的{0}是 {1}，各行合计是 {2}；请核对是否缺行",                                             \
    "the head of the statement gives {0} as {1}, its rows give {2}; check whether rows are "       \
    "missing")                                                                                     \
  X(without_trade_number, "第 {0} 行没有交易单号，以时间、金额和出现次序代替；重复导入时次序须不变",                                \
    "line {0} has no trade number; its time, amount and place among equals stand for one, so "     \
    "keep their order when importing again")                                                       \
  X(trade_number_repeated, "交易单号 {0} 有 {1} 笔收款，全部计入",                                              \
    "the trade number {0} has {1} receipts; all of them count")
// clang-format on
