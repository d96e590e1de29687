#pragma once

#include <memory>

#include "ledger/store/event_store.h"

// A store that the contract suite drives without knowing which one it is.
namespace mingzhang::test {

class StoreUnderTest {
 public:
  StoreUnderTest() = default;
  StoreUnderTest(const StoreUnderTest&) = delete;
  StoreUnderTest& operator=(const StoreUnderTest&) = delete;
  virtual ~StoreUnderTest() = default;

  virtual EventStore& store() = 0;
  /// Closes the store and opens it again; one that keeps nothing stays as it is.
  virtual void reopen() {}
};

std::unique_ptr<StoreUnderTest> memory_under_test();
std::unique_ptr<StoreUnderTest> rocksdb_under_test();

}  // namespace mingzhang::test
