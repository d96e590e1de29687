#include "tests/store/store_under_test.h"

namespace mingzhang::test {
namespace {

class MemoryUnderTest final : public StoreUnderTest {
 public:
  EventStore& store() override { return *store_; }

 private:
  std::unique_ptr<EventStore> store_ = make_memory_store();
};

}  // namespace

std::unique_ptr<StoreUnderTest> memory_under_test() { return std::make_unique<MemoryUnderTest>(); }

}  // namespace mingzhang::test
