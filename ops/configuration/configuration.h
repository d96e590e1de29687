#pragma once

// What `serve` is told by its configuration file, the environment and the command line. The table
// of options (option.h) says of each member what it is called, what it may be and what it does.

#include <cstdint>
#include <string>

#include "api/server/server.h"

namespace mingzhang {

struct Configuration {
  std::string data_directory;
  bool create_books = false;  ///< by the command line only: where there is nothing yet
  /// Recording pauses while the disk has less left than this.
  std::uint64_t least_free_bytes = 256U << 20U;
  /// Until the next start has to read them again: about a second's work.
  std::uint64_t snapshot_events = 1'000'000;
  std::uint64_t block_cache_bytes = 256U << 20U;
  /// About fifteen communities with ten years of events each.
  std::uint64_t shelf_bytes = 512U << 20U;

  std::string listen = "127.0.0.1:8080";
  std::uint32_t workers = 0;  ///< 0 = one for each core
  ServerOptions server;       ///< all but its address, port and workers, which stand above

  std::string log_level = "info";
  std::string log_format = "text";

  std::size_t most_metric_communities = 50;
};

/// What the server is given: `listen` taken apart, the workers counted.
/// REQUIRES: the configuration was loaded without a fault (load.h).
ServerOptions server_options(const Configuration& configuration);

}  // namespace mingzhang
