#include "ledger/base/ensure.h"
#include "tests/store/store_under_test.h"
#include "tests/store/temporary_folder.h"

namespace mingzhang::test {
namespace {

class RocksdbUnderTest final : public StoreUnderTest {
 public:
  RocksdbUnderTest() { open(); }

  EventStore& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    open();
  }

 private:
  void open() {
    auto opened = open_rocksdb_store({folder_.path().string()});
    ensure(opened.has_value(), opened.has_value() ? "" : opened.error().message);
    store_ = std::move(*opened);
  }

  TemporaryFolder folder_;
  std::unique_ptr<EventStore> store_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> rocksdb_under_test() {
  return std::make_unique<RocksdbUnderTest>();
}

}  // namespace mingzhang::test
