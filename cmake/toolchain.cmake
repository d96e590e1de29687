# Compiler flags that every target shares, the compiler cache and the linker.

add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports overlaps in std::string's own concatenation that are not there (GCC bug 105651).
  add_compile_options(-Wno-restrict)
  if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
    # Under a sanitizer GCC 12 loses track of what is initialised, and Asio's fences are more than
    # the thread sanitizer models. The dev preset keeps these warnings as errors.
    add_compile_options(-Wno-maybe-uninitialized -Wno-tsan)
  endif()
endif()

# Paths in binaries and messages are relative to the repository: the same source gives the same
# bytes in every checkout, and the compiler cache is shared between worktrees.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
endif()

foreach(linker mold lld)
  find_program(LINKER_${linker} NAMES ${linker} ld.${linker})
  if(LINKER_${linker})
    add_link_options(-fuse-ld=${linker})
    break()
  endif()
endforeach()
