#pragma once

// X(name, verdict, sentence in Chinese, sentence in English): everything that an import can say
// about a row, and what follows for the row. Names are stable. {0}, {1} ... are the row's
// arguments; sentences never show a person's name, nickname or phone.

// clang-format off
#define MINGZHANG_IMPORT_VERDICTS(X)                                                               \
  /* any format */                                                                                 \
  X(bad_value, bad, "“{0}”{1}", "{0} {2}")                                                         \
  X(differs_from_recorded, bad, "与已入账的第 {0} 号事项（{1}，{2} 元）同号，但日期或金额不同；请核对原始账单，有误的先红字冲销",           \
    "has the number of event {0} ({1}, {2} yuan) but another date or amount; check the "           \
    "original statement and reverse what is wrong")                                                \
  /* roster */                                                                                     \
  X(house_will_be_registered, will_record, "登记房屋 {0}，{1} ㎡，{2}",                                   \
    "registers house {0}, {1} square metres, {2}")                                                 \
  X(house_registered_already, already_recorded, "房屋 {0} 已登记，面积和用途相同",                              \
    "house {0} is registered already with the same area and use")                                  \
  X(owner_will_be_added, already_recorded, "房屋 {0} 已登记；业主名册中还没有它的业主，将补上",                          \
    "house {0} is registered already; its owner is missing in the directory and will be added")    \
  X(not_the_owner, skipped, "房屋 {0} 的家庭成员、租客或临时人员，名册只记业主",                                         \
    "someone of house {0} who is not its owner; the directory holds owners only")                  \
  X(total_row, skipped, "合计行", "a row of totals")                                                  \
  X(missing_house, bad, "缺少“{0}”，不知道是哪一户；请补上",                                                     \
    "{0} is empty, so the house is not known; fill it in")                                         \
  X(house_is_a_date, bad, "“{0}”被表格软件变成了日期 {1}；请把该列改为文本后重填",                                       \
    "{0} was turned into the date {1} by the spreadsheet; make the column text and fill it in "    \
    "again")                                                                                       \
  X(hyphen_in_house, bad, "“{0}”中有连字符（{1}）；楼号、单元、房间请分列填写",                                         \
    "{0} holds a hyphen ({1}); write building, entrance and room in their own columns")            \
  X(duplicate_house, bad, "房屋 {0} 与第 {1} 行重复；只留一行，几位业主请用逗号写在同一格",                                  \
    "house {0} stands in line {1} already; keep one row, with several owners in one cell")         \
  X(area_not_positive, bad, "房屋 {0} 的面积必须大于零；请补上建筑面积",                                             \
    "the area of house {0} must be greater than zero; fill in the floor area")                     \
  X(unknown_use, bad, "不认识的房屋类型“{0}”；请写住宅、商铺、车位或其他",                                               \
    "unknown house type {0}; write dwelling, shop, parking or other")                              \
  X(area_differs, bad, "房屋 {0} 已登记为 {1} ㎡，文件里是 {2} ㎡；如登记有误请用 house_corrected 更正",                  \
    "house {0} is registered with {1} square metres, the file says {2}; if the register is "       \
    "wrong, correct it with house_corrected")                                                      \
  X(use_differs, bad, "房屋 {0} 已登记为{1}，文件里是{2}；如登记有误请用 house_corrected 更正",                         \
    "house {0} is registered as {1}, the file says {2}; if the register is wrong, correct it "     \
    "with house_corrected")                                                                        \
  X(rows_of_a_house_differ, bad, "房屋 {0} 的面积或用途与第 {1} 行不同；请改成一致",                                  \
    "house {0} has another area or use than in line {1}; make them agree")                         \
  X(other_community, bad, "这一行属于小区“{0}”，不是“{1}”；请删去或改正",                                           \
    "this row belongs to the community {0}, not {1}; remove or correct it")                        \
  X(phone_lost_digits, bad, "房屋 {0} 的手机号被表格软件改成了科学计数；请把该列改为文本后重填",                                 \
    "the phone number of house {0} was turned into scientific notation; make the column text "     \
    "and fill it in again")                                                                        \
  /* receipts of a payment channel */                                                              \
  X(payment_will_be_recorded, will_record, "收款 {0} 元，备注写明房屋 {1}，记为该户缴款",                           \
    "{0} yuan received; the note names house {1}: recorded as its payment")                        \
  X(suspense_no_house, will_record, "收款 {0} 元，备注没有写明房屋，记入待查",                                      \
    "{0} yuan received; the note names no house: recorded in suspense")                            \
  X(suspense_doubtful_house, will_record, "收款 {0} 元，备注里的房号不止一个或未登记，记入待查",                          \
    "{0} yuan received; the note names several houses or an unknown one: recorded in suspense")    \
  X(suspense_other_purpose, will_record, "收款 {0} 元，备注写明房屋 {1} 但不像物业费，记入待查",                        \
    "{0} yuan received; the note names house {1} but another purpose than the fee: recorded in "   \
    "suspense")                                                                                    \
  X(suspense_partly_refunded, will_record, "收款 {0} 元，之后退回了一部分（{1}）；全额记入待查，退回的部分请另行记账",             \
    "{0} yuan received, part of it given back later ({1}): recorded in suspense in full; "         \
    "record what was given back by itself")                                                        \
  X(receipt_recorded_already, already_recorded, "已入账，第 {0} 号事项", "recorded already as event {0}")  \
  X(receipt_since_refunded, already_recorded,                                                      \
    "已入账（第 {0} 号事项），但对账单显示后来已退款（{1}）；如尚未处理，请红字冲销该事项或登记退款",                                         \
    "recorded already as event {0}, but the statement shows that it was refunded since ({1}); "    \
    "if that is not in the books yet, reverse the event or record the refund")                     \
  X(receipt_refunded, skipped, "收款 {0} 元已全额退回（{1}），不入账",                                           \
    "{0} yuan received and given back in full ({1}): not recorded")                                \
  X(receipt_repeated, skipped, "与第 {1} 行完全相同，交易单号 {0} 也相同，是同一笔，只计一次",                              \
    "says the same as line {1}, the trade number {0} too: one receipt, counted once")              \
  X(refund_of_own_payment, skipped, "这是本账户付出的 {0} 元被退回，不是收款；如那笔付款已入账，请冲销它",                        \
    "{0} yuan that this account had paid came back, no receipt; if that payment is in the "        \
    "books, reverse it")                                                                           \
  X(not_received, skipped, "状态为“{0}”，钱没有到账", "its status is {0}: the money has not arrived")       \
  X(zero_amount, skipped, "金额为零", "the amount is zero")                                            \
  X(expense, skipped, "支出 {0} 元，本功能只记收款；付款请用 service_cost_paid 等事项登记",                             \
    "{0} yuan paid out; this import records receipts only, record payments as "                    \
    "service_cost_paid or the like")                                                               \
  X(neutral, skipped, "中性交易（提现、充值、转存）{0} 元，不是收款；提现到银行请用 channel_settled 登记",                       \
    "{0} yuan moved between own accounts, no receipt; record a withdrawal to the bank as "         \
    "channel_settled")                                                                             \
  X(unknown_direction, bad, "“收/支”写的是“{0}”，不知道是收入还是支出；请改为收入、支出或 /",                                \
    "the direction is {0}, neither in nor out; write 收入, 支出 or /")                                 \
  X(unknown_status, bad, "不认识的状态“{0}”，不能断定钱是否到账；请核实后从文件中删去这一行，用 record 单独登记",                      \
    "unknown status {0}: whether the money arrived is not certain; find out, remove the row "      \
    "and record it by itself with `record`")                                                       \
  X(negative_receipt, bad, "收入的金额是负数（{0} 元）；请核对原始账单",                                              \
    "a receipt with a negative amount ({0} yuan); check the original statement")                   \
  X(trade_number_lost_digits, bad, "交易单号“{0}”被表格软件改成了数字，末尾的位数已丢失；请重新导出，不要另存",                      \
    "the trade number {0} was turned into a number and lost its last digits; export the file "     \
    "again and do not save it from a spreadsheet")                                                 \
  X(trade_number_malformed, bad, "交易单号“{0}”太长或有空格、冒号、引号；请核对原始账单",                                  \
    "the trade number {0} is too long or holds a space, a colon or a quote; check the original "   \
    "statement")
// clang-format on
