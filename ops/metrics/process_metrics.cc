#include "ops/metrics/process_metrics.h"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace mingzhang {
namespace {

/// The fields of /proc/self/stat that matter, as proc(5) numbers them.
struct ProcessStat {
  double user_ticks = 0;      ///< field 14
  double system_ticks = 0;    ///< field 15
  double threads = 0;         ///< field 20
  double start_ticks = 0;     ///< field 22, since the machine's start
  double virtual_bytes = 0;   ///< field 23
  double resident_pages = 0;  ///< field 24
};

ProcessStat read_stat() {
  std::ifstream file("/proc/self/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  // The second field is the program's name in parentheses; whatever it holds, it ends at the last.
  std::istringstream rest(text.substr(std::min(text.rfind(')') + 2, text.size())));
  ProcessStat stat;
  std::string field;
  for (int number = 3; rest >> field; ++number) {
    double* wanted = number == 14   ? &stat.user_ticks
                     : number == 15 ? &stat.system_ticks
                     : number == 20 ? &stat.threads
                     : number == 22 ? &stat.start_ticks
                     : number == 23 ? &stat.virtual_bytes
                     : number == 24 ? &stat.resident_pages
                                    : nullptr;
    if (wanted != nullptr) *wanted = std::stod(field);
  }
  return stat;
}

/// When the machine started, in seconds since 1970.
double boot_time() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("btime ")) return std::stod(line.substr(6));
  }
  return 0;
}

double open_files() {
  std::error_code none;
  const std::filesystem::directory_iterator files("/proc/self/fd", none);
  return static_cast<double>(std::distance(begin(files), end(files))) - 1;  // less the folder's own
}

double most_open_files() {
  struct rlimit limit = {};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

void add_process(Scrape& scrape) {
  static const double ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  static const double page_bytes = static_cast<double>(::sysconf(_SC_PAGESIZE));
  static const double booted = boot_time();
  const ProcessStat stat = read_stat();
  scrape.counter("process_cpu_seconds_total", "Processor time used, of users' and system's code.",
                 (stat.user_ticks + stat.system_ticks) / ticks);
  scrape.gauge("process_resident_memory_bytes", "Memory of the process that is in RAM.",
               stat.resident_pages * page_bytes);
  scrape.gauge("process_virtual_memory_bytes", "Address space of the process.", stat.virtual_bytes);
  scrape.gauge("process_threads", "Threads of the process.", stat.threads);
  scrape.gauge("process_open_fds", "File descriptors that are open.", open_files());
  scrape.gauge("process_max_fds", "File descriptors that may be open.", most_open_files());
  scrape.gauge("process_start_time_seconds", "When the process started, in seconds since 1970.",
               booted + stat.start_ticks / ticks);
}

void add_disk(Scrape& scrape, const std::string& directory) {
  struct statvfs disk = {};
  if (::statvfs(directory.c_str(), &disk) != 0) return;
  const auto bytes = [&disk](fsblkcnt_t blocks) {
    return static_cast<double>(blocks) * static_cast<double>(disk.f_frsize);
  };
  scrape.gauge("mingzhang_disk_size_bytes", "Size of the file system that holds the books.",
               bytes(disk.f_blocks));
  scrape.gauge("mingzhang_disk_free_bytes",
               "Room left for the service in the file system that holds the books.",
               bytes(disk.f_bavail));
}

}  // namespace mingzhang
