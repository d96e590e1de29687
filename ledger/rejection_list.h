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
  X(duplicate_field, 400, "字段 {0} 出现了两次；请只留一个",                                       \
    "the field {0} is there twice; keep one of them")                                              \
  X(unknown_word, 400, "字段 {0} 没有“{1}”这个选项；可选：{2}",                                    \
    "the field {0} has no choice \"{1}\"; choose one of: {2}")                                     \
  X(wrong_type, 400, "字段 {0} 的类型不对，应为{1}", "the field {0} has the wrong type, it takes {2}") \
  X(malformed_value, 400, "字段 {0} 的值“{1}”写法不对，应如 {2}",                                  \
    "the field {0} cannot be \"{1}\"; write it like {2}")                                          \
  X(too_many_decimals, 400, "字段 {0} 的小数最多 {1} 位", "the field {0} takes at most {1} decimals") \
  X(value_too_large, 400, "字段 {0} 的值过大，最大 {1}", "the field {0} is too large, at most {1}") \
  X(text_too_long, 400, "字段 {0} 过长，最多 {1} 个字",                                            \
    "the field {0} is too long, at most {1} characters")                                           \
  X(body_too_large, 413, "请求过大，最多 {0} 字节；请分批提交",                                    \
    "the body is too large, at most {0} bytes; send it in parts")                                  \
  X(too_many_events, 413, "一次最多提交 {0} 个事项；请分批提交",                                   \
    "at most {0} events at once; send them in parts")                                              \
  X(no_events, 400, "events 里没有事项；请至少放一个", "events is empty; put at least one event in") \
  /* how the caller asked */                                                                       \
  X(malformed_request, 400, "不是有效的 HTTP 请求：{0}；请改正后重发",                             \
    "not a valid HTTP request: {0}; correct it and send it again")                                 \
  X(range_reversed, 400, "{0} 早于 {1}；请对调", "{0} is before {1}; swap them")                   \
  X(not_found, 404, "没有路径 {0}；请对照接口说明", "there is no path {0}; see the API description") \
  X(method_not_allowed, 405, "路径 {0} 不接受 {1}；请用 {2}",                                      \
    "the path {0} does not take {1}; use {2}")                                                     \
  X(identity_unavailable, 503, "用户与审计资料暂时无法读写：{0}；请检查磁盘后重试",                \
    "users and the audit trail cannot be read or written now: {0}; check the disk and try again")  \
  X(foreign_origin, 403, "不接受来自 {0} 的请求；请在本服务自己的网址打开页面",                    \
    "a request from {0} is not taken; open the page at this service's own address")                \
  X(unknown_owner, 404, "业主名册里没有房屋 {0} 的业主；请先登记 (PUT)",                           \
    "the directory has no owner of house {0}; put one in first (PUT)")                             \
  X(header_too_large, 431, "请求头过大，最多 {0} 字节；请缩短",                                    \
    "the header is too large, at most {0} bytes; shorten it")                                      \
  X(internal_error, 500, "内部错误：{0}；请重试，仍有问题请查看日志",                               \
    "internal error: {0}; try again, and see the log if it stays")                                 \
  X(store_unreadable, 500, "账本读取失败：{0}；请运行 mingzhang verify 检查",                      \
    "the log cannot be read: {0}; run mingzhang verify")                                           \
  X(too_busy, 503, "连接过多；请稍后重试", "there are too many connections; try again shortly")    \
  X(overloaded, 503, "请求过多，未能排上队；请稍后重试",                                           \
    "there are too many requests waiting; try again shortly")                                      \
  X(request_timeout, 408, "请求在 {0} 秒内没有收完；请重发",                                       \
    "the request did not arrive within {0} seconds; send it again")                                \
  X(unsupported_media_type, 415, "不接受内容类型 {0}；请用 {1}",                                   \
    "the content type {0} is not taken; use {1}")                                                  \
  X(unsupported_encoding, 415, "不接受内容编码 {0}；请不压缩发送",                                 \
    "the content encoding {0} is not taken; send it uncompressed")                                 \
  X(malformed_buffer, 400, "请求不是有效的 FlatBuffers：{0}；请用 schemas/request.fbs 生成",       \
    "the request is not a valid FlatBuffers buffer: {0}; make it from schemas/request.fbs")        \
  X(keys_differ, 400, "请求头 Idempotency-Key（{0}）与字段 idempotency_key（{1}）不同；请只留一个", \
    "the header Idempotency-Key ({0}) differs from the field idempotency_key ({1}); keep one")     \
  X(key_of_several, 400, "批量提交不用请求头 Idempotency-Key；请给每个事项各填 idempotency_key",   \
    "a batch takes no header Idempotency-Key; give each event its idempotency_key")                \
  X(sequence_not_reached, 503, "账本才到第 {0} 号，未到 {1}；请稍后重试",                          \
    "the log is at {0} and has not reached {1}; try again shortly")                                \
  X(storage_full, 503, "磁盘空间不足（余 {0} 字节），暂停记账，仍可查询；腾出空间后自动恢复",      \
    "the disk is nearly full ({0} bytes left): recording pauses and reading goes on; free some "   \
    "space and it resumes by itself")                                                              \
  /* who the caller is */                                                                          \
  X(not_signed_in, 401, "需要登录；请在请求头 Authorization 里带上访问令牌 (Bearer)，或先登录",    \
    "sign in, or send an access token in the header Authorization (Bearer)")                       \
  X(invalid_token, 401, "访问令牌无效、已过期或已吊销；请换一个新的 (mingzhang token create)",     \
    "the access token is unknown, expired or revoked; get a new one (mingzhang token create)")     \
  X(wrong_password, 401, "账号或密码不对；请检查后重试",                                           \
    "the account or the password is wrong; check them and try again")                              \
  X(locked_out, 429, "连续输错次数过多，已锁定；请 {0} 秒后再试",                                  \
    "there were too many wrong passwords; try again in {0} seconds")                               \
  X(not_permitted, 403, "角色“{0}”无权这样做，或不在其范围内；请向管理员申请",                      \
    "the role {0} may not do this, or not here; ask whoever runs the service")                     \
  X(request_not_from_page, 403, "请求缺少页面的 X-CSRF-Token 或与登录不符；请刷新页面后重试",      \
    "the header X-CSRF-Token is missing or is not this session's; reload the page and try again")  \
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
  X(store_unavailable, 503, "账本暂时无法写入：{0}；请用同一个幂等键重试",                         \
    "the log cannot be written now: {0}; retry with the same idempotency key")                     \
  /* the register, opening balances and tariffs */                                                 \
  X(nothing_corrected, 422, "没有要更正的内容；请填写 area 或 use",                                \
    "nothing is corrected; give area or use")                                                      \
  X(zero_amount, 422, "字段 {0} 不能为零", "the field {0} must not be zero")                       \
  X(account_not_brought_forward, 422, "科目 {0} 不登记期初余额；请{1}",                            \
    "the account {0} takes no opening balance; {2}")                                               \
  X(field_not_taken, 422, "科目 {1} 的期初余额不带字段 {0}；请去掉",                               \
    "an opening balance of {1} takes no {0}; remove it")                                           \
  X(houses_and_use, 422, "houses 与 use 只能填一个；请去掉其中一个",                               \
    "give houses or use, not both; remove one")                                                    \
  X(house_listed_twice, 422, "房屋 {0} 列了两次；请去掉一次", "the house {0} is listed twice; remove one") \
  /* fees */                                                                                       \
  X(unknown_tariff, 404, "没有名为 {0} 的收费标准；请先设定 (tariff_set)",                         \
    "there is no tariff {0}; set it first (tariff_set)")                                           \
  X(before_tariff, 422, "账期 {0} 早于收费标准 {1} 的起始账期 {2}；请改账期，或单独应收 (fee_assessed)", \
    "the period {0} is before tariff {1}, which starts {2}; choose another or use fee_assessed")   \
  X(free_period, 422, "账期 {0} 尚在免费期内（至 {1}）；请从免费期后的账期开始",                   \
    "the period {0} begins in the free time (until {1}); start after it")                          \
  X(off_cycle, 422, "账期 {0} 不是计费周期的首月；请用 {1} 或 {2}",                                \
    "the period {0} does not begin a cycle; use {1} or {2}")                                       \
  X(already_assessed, 409, "收费标准 {1} 在账期 {0} 已由 {2} 的应收覆盖；要重做请先冲销该次应收",  \
    "tariff {1} is assessed for {0} already, by the run of {2}; reverse that run to do it again")  \
  X(no_house_to_charge, 422, "收费标准 {0} 没有可收费的房屋；请检查 houses、use 和面积",           \
    "tariff {0} has no house to charge; check its houses, use and their areas")                    \
  X(nothing_assessed, 422, "房屋 {0} 在账期 {1} 没有应收物业费；请检查账期",                       \
    "the house {0} has no fee assessed for {1}; check the period")                                 \
  X(more_than_assessed, 422, "金额 {0} 超过该账期应收 {1}；请减少金额",                            \
    "the amount {0} is more than the {1} assessed for the period; lower it")                       \
  X(discount_beyond_money, 422, "减免 {0} 涉及已抵工或已核销的部分，最多 {1}；请减少金额，或先冲销抵费、核销", \
    "a discount of {0} reaches what was settled by work or written off, at most {1}; "             \
    "lower it, or reverse that first")                                                             \
  X(more_than_prepaid, 422, "退款 {0} 超过该房屋的预收款 {1}；已缴的费用请先减免或冲销",           \
    "the refund {0} is more than the prepayment {1}; discount or reverse a paid fee first")        \
  X(more_than_open, 422, "金额 {0} 超过该账期尚欠的 {1}；请减少金额",                              \
    "the amount {0} is more than the {1} still open for the period; lower it")                     \
  X(more_than_worked, 422, "抵费 {0} 超过 {1} 小时 × {2} 元；请减少金额",                          \
    "the amount {0} is more than {1} hours x {2} yuan; lower it")                                  \
  /* channels, suspense, reversals, closing */                                                     \
  X(bank_needs_no_settlement, 422, "银行收款已在银行账户，无需结转；请选 wechat、alipay 或 cash",  \
    "money by bank is in the bank already; settle wechat, alipay or cash")                         \
  X(more_than_in_transit, 422, "金额 {0} 超过该渠道在途的 {1}；请先登记缺少的收款",                \
    "the amount {0} is more than the {1} in the channel; record the missing payments first")       \
  X(unknown_sequence, 404, "本小区没有第 {0} 号事项；请检查序号",                                  \
    "the community has no event {0}; check the sequence")                                          \
  X(not_suspense, 422, "第 {0} 号事项不是待查款项 (suspense_received)；请检查序号",                \
    "event {0} is not a suspense_received; check the sequence")                                    \
  X(suspense_not_open, 409, "第 {0} 号待查款项已认领或已冲销；要改认领请先冲销那次认领",           \
    "the item of event {0} is matched or reversed already; reverse that match to change it")       \
  X(before_original, 422, "发生日早于第 {1} 号事项的 {0}；请用该日或之后的日期",                   \
    "the business_date is before {0}, the date of event {1}; use that date or a later one")        \
  X(reversal_of_reversal, 422, "第 {0} 号事项本身是冲销，不能再冲销；请重新登记原事项",            \
    "event {0} is a reversal, which is not reversed; record the original again")                   \
  X(nothing_to_reverse, 422, "第 {0} 号事项没有分录，无需冲销；请{1}",                             \
    "event {0} has no postings to reverse; {2}")                                                   \
  X(already_reversed, 409, "第 {0} 号事项已冲销过；每个事项只冲销一次",                            \
    "event {0} is reversed already; an event is reversed once")                                    \
  X(already_closed, 409, "账期 {0} 已结账；无需再结",                                              \
    "the period {0} is closed already; nothing is left to do")                                     \
  X(period_not_begun, 422, "账期 {0} 尚未开始（今天 {1}）；请到时再结账",                          \
    "the period {0} has not begun (today is {1}); close it when it has")                           \
  X(close_in_order, 422, "账期须按月依次结账；请先结 {1}，再结 {0}",                               \
    "periods close month by month; close {1} before {0}")                                          \
  X(not_closed, 409, "账期 {0} 没有结账；无需重新打开", "the period {0} is not closed; nothing is left to do") \
  X(reopen_newest_first, 422, "须先打开最近结账的 {1}，再打开 {0}",                                \
    "reopen {1}, the newest closed period, before {0}")                                            \
  /* consent, funds and repairs */                                                                 \
  X(resolution_exists, 409, "业主决定 {0} 已登记；新的表决请换一个编号",                           \
    "the resolution {0} is recorded already; give a new vote another id")                          \
  X(more_than_possible, 422, "字段 {0}（{1}）不能大于 {2}（{3}）；请核对计票表",                   \
    "the field {0} ({1}) cannot be more than {2} ({3}); check the tally")                          \
  X(validity_reversed, 422, "有效期的开始 {0} 在结束 {1} 之后；请改正 valid_from 或 valid_until",  \
    "valid_from {0} is after valid_until {1}; correct one of them")                                \
  X(unknown_resolution, 404, "没有编号为 {0} 的业主决定；请先登记表决结果 (resolution_tallied)",   \
    "there is no resolution {0}; record the vote first (resolution_tallied)")                      \
  X(resolution_failed, 422, "业主决定 {0} {1}；请重新表决，或引用已通过的决定",                    \
    "the resolution {0} did not pass ({2}); vote again or name one that passed")                   \
  X(resolution_not_in_force, 422, "业主决定 {0} 在 {1} 不生效，有效期为 {2} 至 {3}；请引用当日有效的决定", \
    "the resolution {0} is not in force on {1}, only from {2} through {3}; name one that is")      \
  X(resolution_matter_mismatch, 422, "业主决定 {0} 的事项是“{1}”，这里需要“{2}”；请引用该事项的决定", \
    "the resolution {0} is about {3}, this needs one about {4}; name such a resolution")           \
  X(use_not_allowed, 422, "业主决定 {0} 未允许“{1}”；请引用允许此用途的决定",                      \
    "the resolution {0} does not allow {2}; name one that does")                                   \
  X(resolution_scope_mismatch, 422, "业主决定 {0} 的范围不含房屋 {1}；请缩小维修范围，或引用含该房屋的决定", \
    "the resolution {0} does not cover the house {1}; narrow the repair or name one that does")    \
  X(insufficient_funds, 422, "{1}的银行存款（{0}）只有 {2}，不够支付 {3}；请先收款，或减少金额",   \
    "there is only {2} in {0}, less than {3}; receive money for it first or lower the amount")     \
  X(revenue_exceeded, 422, "金额 {0} 超过公共收益结余 {1}；请减少金额，或先登记收益",              \
    "the amount {0} exceeds the common revenue balance {1}; lower it or record the revenue first") \
  X(shortfall_exceeded, 422, "金额 {0} 超过 {1} 账期剩余的物业费缺口 {2}；请减少金额",             \
    "the amount {0} exceeds what is left of the shortfall of {1}, {2}; lower it")                  \
  X(nobody_to_share, 422, "没有可以分摊的房屋（{0}）；请先登记房屋面积或余额，或改正范围",         \
    "there is no house to share among ({1}); register areas or balances, or correct the scope")    \
  X(unknown_subsidy, 404, "没有收到过项目“{0}”用于“{1}”的补助；请先登记收款 (subsidy_received)",   \
    "no subsidy of {0} for {1} was received; record it first (subsidy_received)")                  \
  X(subsidy_exceeded, 422, "金额 {0} 超过该项补助的余额 {1}；请减少金额",                          \
    "the amount {0} exceeds what is left of this subsidy, {1}; lower it")                          \
  X(scope_given_twice, 422, "building 与 houses 只能填一个；请删去一个",                           \
    "give building or houses, not both; remove one")                                               \
  X(building_missing, 422, "填了单元 {0} 就要填 building；请补上楼栋",                             \
    "the entrance {0} needs its building; add it")                                                 \
  X(repair_apportioned_already, 409, "维修 {0} 已分摊；要改分摊请先冲销原分摊 (event_reversed)",   \
    "the repair {0} is apportioned already; reverse that first (event_reversed) to change it")     \
  X(repair_invoiced_already, 409, "维修 {0} 还有已登记的发票 {1}；请先冲销发票，重新分摊后再登记", \
    "the repair {0} still has invoices of {1}; reverse them, apportion, then record them again")   \
  X(unknown_repair, 404, "没有编号为 {0} 的维修；请先分摊 (repair_apportioned)",                   \
    "there is no repair {0}; apportion it first (repair_apportioned)")                             \
  X(apportionment_exceeded, 422, "金额 {0} 超过维修 {1} 已分摊而未开票的 {2}；请减少金额，或重新分摊", \
    "the amount {0} exceeds what is apportioned and not invoiced of {1}, {2}; "                    \
    "lower it or apportion again")                                                                 \
  X(share_exceeded, 422, "金额 {0} 超过该房屋在维修 {1} 中未缴的 {2}；请减少金额",                 \
    "the amount {0} exceeds what the house still owes of repair {1}, {2}; lower it")               \
  X(invoices_exceeded, 422, "金额 {0} 超过维修 {1} 已开票而未付的 {2}；请减少金额，或先登记发票",  \
    "the amount {0} exceeds what is invoiced and not paid of {1}, {2}; "                           \
    "lower it or record the invoice")
// clang-format on
