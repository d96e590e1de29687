# One static library per folder: mingzhang_folder(ledger LINKS ...) collects every .cc below the
# calling folder, so that adding a source file needs no edit here. Arguments after EXCLUDE are
# sources that belong to another target.
function(mingzhang_folder name)
  cmake_parse_arguments(FOLDER "" "" "LINKS;EXCLUDE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  list(REMOVE_ITEM sources ${FOLDER_EXCLUDE})
  list(FILTER sources EXCLUDE REGEX "/node_modules/")
  add_library(mingzhang_${name} STATIC ${sources})
  target_include_directories(mingzhang_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(mingzhang_${name} PUBLIC ${FOLDER_LINKS})
endfunction()
