#pragma once

// Walks over what is stored: blocks, segments and the tail, each checked for gaps on the way.

#include <functional>

#include "ledger/store/hot_codec.h"
#include "ledger/store/rocksdb/database.h"

namespace mingzhang::rocks {

/// A stored piece of the hot part: a segment, or (community 0) a block of the tail.
struct PiecePlace {
  CommunityNumber community;
  Sequence first;
};
StoreError damaged_piece(PiecePlace place);
StoreError damaged_block(Sequence first);

using VisitPiece = std::function<StoreResult<void>(PiecePlace, std::string_view bytes)>;

/// The segments of the filter's communities, by community and sequence.
StoreResult<void> each_segment(const View& view, const HotFilter& filter, const VisitPiece& visit);

/// The blocks of the tail in order. `damaged` when they do not go on from the segments without a
/// gap, or end before `least_next`.
StoreResult<void> each_tail_piece(const View& view, SliceRange range, Sequence least_next,
                                  const VisitPiece& visit);

/// Blocks from the one that holds `from` until the visitor says false. `damaged` when one cannot be
/// read, does not join the one before it, or when they end before `least_next`.
StoreResult<void> each_block(const View& view, Sequence from, Sequence least_next,
                             const std::function<bool(const StoredBlock&)>& visit);

/// The block under an iterator over Family::blocks.
StoreResult<StoredBlock> read_block(const rocksdb::Iterator& at);

/// Decodes pieces and hands their rows on as runs. One for each scan; its memory is used again.
class RunReader {
 public:
  RunReader(const HotFilter& filter, const std::function<void(const HotRun&)>& visit)
      : filter_(filter), visit_(visit) {}

  StoreResult<void> operator()(PiecePlace place, std::string_view bytes);

 private:
  HotFilter filter_;
  const std::function<void(const HotRun&)>& visit_;
  HotPiece piece_;
  CommunityNumber community_;
  Sequence last_;  ///< of the community's segment before
};

}  // namespace mingzhang::rocks
