#pragma once

// Commands for tests, in few words. Everything happens in 2026 unless said otherwise.

#include <atomic>
#include <string>

#include "ledger/event.h"

namespace mingzhang::test {

inline Day day(const std::string& text) { return *parse_day(text); }
inline Period period(const std::string& text) { return *parse_period(text); }
inline Money yuan(std::int64_t whole) { return {whole * 100}; }

inline Command command(std::string community, std::string key, Payload payload,
                       const std::string& date = "2026-01-15") {
  CommandHeader header;
  header.community = std::move(community);
  header.business_date = day(date);
  header.idempotency_key = std::move(key);
  header.actor = "tester";
  return {std::move(header), std::move(payload)};
}

inline Command register_community(const std::string& id) {
  CommunityRegistered payload;
  payload.name.value = "和平小区";
  payload.subdistrict.value = "和平街道";
  payload.neighbourhood.value = "第一社区";
  return command(id, "community", payload, "2026-01-01");
}

inline Command register_house(const std::string& community, const std::string& code) {
  HouseRegistered payload;
  payload.house.value = code;
  payload.building.value = "1";
  payload.entrance.value = "1";
  payload.area = {9456};
  return command(community, "house-" + code, payload, "2026-01-01");
}

inline Command pay(const std::string& community, const std::string& key, const std::string& house,
                   Money amount, const std::string& date = "2026-01-15") {
  PaymentReceived payload;
  payload.house.code = house;
  payload.amount = amount;
  payload.channel = Channel::bank;
  return command(community, key, payload, date);
}

inline Command assess(const std::string& community, const std::string& key,
                      const std::string& house, const std::string& month, Money amount) {
  FeeAssessed payload;
  payload.house.code = house;
  payload.period = period(month);
  payload.amount = amount;
  payload.reason.value = "一月物业费";
  return command(community, key, payload);
}

/// A clock that stands at noon of 2026-06-30 in Shanghai and moves a millisecond at each reading;
/// salts that count.
/// Asked from several threads.
struct FixedEdge {
  std::atomic<std::int64_t> us = 1'782'792'000'000'000;
  std::atomic<std::uint64_t> salts = 0;
};

}  // namespace mingzhang::test
