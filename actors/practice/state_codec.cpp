#include "actors/practice/state.hpp"

#include "schemas/codec.hpp"

namespace tidings {

std::string encode(const practice_state& state) { return codec::encode(state); }

result<practice_state> decode_state(std::string_view bytes) {
  return codec::decode<practice_state>(bytes).map([](practice_state&& state) {
    index_all(state);
    return std::move(state);
  });
}
} // namespace tidings
