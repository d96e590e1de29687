# Every library comes from Debian (ops/packages).

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url system)
find_package(RocksDB REQUIRED CONFIG)
find_package(FlatBuffers REQUIRED CONFIG)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED CONFIG)
find_package(spdlog REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(tomlplusplus REQUIRED CONFIG)
find_package(prometheus-cpp REQUIRED CONFIG)
find_package(pugixml REQUIRED CONFIG)
find_package(SQLiteCpp REQUIRED CONFIG)
find_package(ZLIB REQUIRED)
pkg_check_modules(libargon2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(libxxhash REQUIRED IMPORTED_TARGET libxxhash)
# By pkg-config: libzip's CMake package wants its command line tools to be installed too.
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(libzstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)

# libcsv ships neither a CMake package nor a pkg-config file.
find_library(LIBCSV_LIBRARY csv REQUIRED)
add_library(libcsv::csv UNKNOWN IMPORTED)
set_target_properties(libcsv::csv PROPERTIES IMPORTED_LOCATION ${LIBCSV_LIBRARY})
