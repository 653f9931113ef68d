# tidings_malloc: what the broker and the benchmarks allocate with. Actors free on one thread what another has allocated;
# glibc's malloc spends a third of the broker's processor time on that, jemalloc a small part of it
# (benchmarks/README.md). Without libjemalloc-dev, and under a sanitizer, which brings its own, it is the C library's.
add_library(tidings_malloc INTERFACE)
find_library(JEMALLOC_LIBRARY jemalloc)
if(TIDINGS_SANITIZE)
  message(STATUS "malloc: the sanitizer's")
elseif(JEMALLOC_LIBRARY)
  # No function of it is called by name: without this a linker may leave it out again.
  target_link_libraries(tidings_malloc INTERFACE
    "-Wl,--push-state,--no-as-needed" "${JEMALLOC_LIBRARY}" "-Wl,--pop-state")
  message(STATUS "malloc: ${JEMALLOC_LIBRARY}")
else()
  message(STATUS "malloc: the C library's; libjemalloc-dev makes the broker faster")
endif()
