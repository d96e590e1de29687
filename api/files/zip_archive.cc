#include "api/files/zip_archive.h"

#include <zip.h>

#include <fmt/format.h>

namespace mingzhang {
namespace {

struct FileCloser {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

FileFault too_large() {
  return file_fault("file_too_large", "文件解压后太大，不像一张表格；请拆分后分次导入",
                    "the file is too large once unpacked; split it and import the parts");
}

FileFault encrypted() {
  return file_fault("encrypted_xlsx", "文件有密码；请去掉密码另存后再导入",
                    "the file has a password; save it without one");
}

}  // namespace

FileFault damaged_xlsx(std::string_view what) {
  return file_fault("damaged_xlsx",
                    fmt::format("XLSX 文件不完整或已损坏（{}）；请重新导出或重新下载", what),
                    fmt::format("the XLSX file is incomplete or damaged ({}); export or download "
                                "it again",
                                what));
}

void ZipArchive::Closer::operator()(struct zip* archive) const { zip_discard(archive); }

FileResult<ZipArchive> ZipArchive::open(std::string_view bytes, std::size_t uncompressed_budget) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  const std::string why = archive == nullptr ? zip_error_strerror(&error) : "";
  zip_error_fini(&error);
  if (archive == nullptr) return damaged_xlsx(why);
  return ZipArchive(archive, uncompressed_budget);
}

bool ZipArchive::has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_ENC_GUESS) >= 0;
}

FileResult<std::string> ZipArchive::read(const std::string& name) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(archive_.get(), name.c_str(), 0, &stat) != 0) return damaged_xlsx(name);
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return encrypted();
  }
  const std::unique_ptr<zip_file_t, FileCloser> file(zip_fopen(archive_.get(), name.c_str(), 0));
  if (!file) return damaged_xlsx(name);
  std::string out;
  // The claimed size may lie either way: what counts is what comes out.
  for (char piece[65536];;) {
    const zip_int64_t got = zip_fread(file.get(), piece, sizeof piece);
    if (got < 0) return damaged_xlsx(name);
    if (got == 0) return out;
    if (static_cast<std::size_t>(got) > budget_left_) return too_large();
    budget_left_ -= static_cast<std::size_t>(got);
    out.append(piece, static_cast<std::size_t>(got));
  }
}

}  // namespace mingzhang
