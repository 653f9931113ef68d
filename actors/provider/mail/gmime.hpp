#pragma once
// GMime's objects, owned. Only the .cpp files of this folder include this.
#include <gmime/gmime.h>

#include <memory>
#include <mutex>

namespace tidings::mail {

struct unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T> using held = std::unique_ptr<T, unref>;

/// GMime's own tables; it has no other way.
inline void start_gmime() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

} // namespace tidings::mail
