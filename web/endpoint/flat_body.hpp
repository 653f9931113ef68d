#pragma once
// What requests about one thing of one practice have in common: `?practice=`, a body of plain texts, a key that makes
// a repeated request the same one, and the answer with an id.
#include "web/endpoint/bodies.hpp"
#include "web/endpoint/handlers.hpp"

#include <initializer_list>
#include <map>

namespace tidings::web {

constexpr std::size_t flat_text_max = 2'000; ///< bytes of one text
using flat_texts = std::map<std::string, std::string>;

/// The body's fields, all texts and none but `allowed`. Nothing: refused already, every mistake named.
/// @param bytes_max of one text, in bytes
std::optional<flat_texts> body_of(const call& one, std::initializer_list<std::string_view> allowed,
                                  std::size_t bytes_max = flat_text_max);
/// Empty when it isn't given.
std::string given_in(const flat_texts& fields, const char* name);

/// What makes a repeated request the same one. Nothing: refused already.
std::optional<std::string> key_of(const call& one);

/// `?practice=` and no other parameter, save `also`. Nothing: refused already.
std::optional<practice_id> practice_for(house& home, const call_ptr& one, std::string_view also = {});

/// Tells the practice, and answers `{"id","repeated"}` or why it was refused.
void tell_and_answer(house& home, const call_ptr& one, const practice_id& practice, command what, int status,
                     std::string object);

/// Why the practice would not, as HTTP says it.
response refusal_of(const answer& said);

} // namespace tidings::web
