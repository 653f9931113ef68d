#pragma once
#include <cstdio>
#include <cstdlib>

/// What must hold for every input; ends the program otherwise, which libFuzzer takes for a finding.
inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "promise broken: %s\n", what);
  std::abort();
}
