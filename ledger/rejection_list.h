#pragma once

// X(name, HTTP status, sentence in Chinese, sentence in English). Names are stable. {0}, {1} are
// the arguments of the rejection. Each sentence says what is wrong and the way out.

// clang-format off
#define MINGZHANG_REJECTIONS(X)                                                                    \
  /* what the caller wrote */                                                                      \
  X(malformed_json, 400, "请求不是有效的 JSON：{0}；请检查后重发",                                 \
    "the request is not valid JSON: {0}; correct it and send it again")                            \
  X(missing_field, 400, "缺少字段 {0}；请补上", "the field {0} is missing; add it")                \
  X(unknown_field, 400, "没有名为 {0} 的字段；请删除或改正拼写",                                   \
    "there is no field {0}; remove it or correct its spelling")                                    \
  X(unknown_kind, 400, "没有名为 {0} 的事项；请对照事项清单",                                      \
    "there is no event kind {0}; see the list of kinds")                                           \
  X(wrong_type, 400, "字段 {0} 的类型不对，应为{1}", "the field {0} has the wrong type, it takes {2}") \
  X(malformed_value, 400, "字段 {0} 的值“{1}”写法不对，应如 {2}",                                  \
    "the field {0} cannot be \"{1}\"; write it like {2}")                                          \
  X(too_many_decimals, 400, "字段 {0} 的小数最多 {1} 位", "the field {0} takes at most {1} decimals") \
  X(value_too_large, 400, "字段 {0} 的值过大，最大 {1}", "the field {0} is too large, at most {1}") \
  X(text_too_long, 400, "字段 {0} 过长，最多 {1} 个字",                                            \
    "the field {0} is too long, at most {1} characters")                                           \
  X(body_too_large, 413, "请求过大，最多 {0} 字节；请分批提交",                                    \
    "the body is too large, at most {0} bytes; send it in parts")                                  \
  X(not_positive, 422, "字段 {0} 必须大于零", "the field {0} must be greater than zero")           \
  X(date_in_future, 422, "{0} {1} 在今天（{2}）之后；请改为今天或以前的日期",                      \
    "{0} {1} is after today ({2}); use today or an earlier date")                                  \
  X(date_too_early, 422, "{0} {1} 过早，最早 {2}", "{0} {1} is too early, {2} at the earliest")    \
  /* what the books know */                                                                        \
  X(unknown_community, 404, "没有编号为 {0} 的小区；请先登记小区 (community_registered)",          \
    "there is no community {0}; register it first (community_registered)")                         \
  X(community_exists, 409, "小区 {0} 已登记；请换一个编号",                                        \
    "the community {0} is registered already; choose another id")                                  \
  X(unknown_house, 404, "小区没有房屋 {0}；请先登记房屋 (house_registered) 或改正房号",            \
    "the community has no house {0}; register it (house_registered) or correct the number")        \
  X(house_exists, 409, "房屋 {0} 已登记；要改面积或用途请用 house_corrected",                      \
    "the house {0} is registered already; use house_corrected to change its area or use")          \
  X(idempotency_conflict, 409, "幂等键 {0} 已用于第 {1} 号事项，且字段 {2} 不同；新的事项请换一个键", \
    "the key {0} was used for event {1}, which differs in field {2}; use a new key for a new "  \
    "event")                                                                                       \
  X(period_closed, 409, "账期 {0} 已结账；请记入未结账的账期，并把原日期写在 occurred_on",         \
    "the period {0} is closed; date it in an open period and keep the original date in " \
    "occurred_on")                                                                                 \
  X(channel_fee_out_of_range, 422, "渠道手续费 {0} 应不小于零且小于收款金额",                      \
    "the channel_fee {0} must be at least zero and less than the amount")                          \
  X(balance_too_large, 422, "入账后科目 {0} 的余额会超出范围；请检查金额",                         \
    "the entry would carry account {0} out of range; check the amount")                            \
  X(sequence_moved, 409, "账本已到第 {0} 号，不是所预期的位置；请重读后再试",                      \
    "the log has moved on to {0}; read again and retry")                                           \
  X(store_unavailable, 503, "账本暂时无法写入：{0}；请用同一个幂等键重试",                         \
    "the log cannot be written now: {0}; retry with the same idempotency key")
// clang-format on
