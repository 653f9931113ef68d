#pragma once
// Users in the host's stream (decide_users.cpp).
#include "actors/practice/decide.hpp"

namespace tidings {

constexpr std::size_t users_max = 20'000;         ///< of a host: some 100 practices with 100 people each, twice over
constexpr std::size_t user_practices_max = 1'000; ///< named one by one; more of them are a group
constexpr std::size_t user_name_bytes_max = 64;

/// Attempts in a row that may go wrong (Cyber Essentials: lock after at most 10). Once there, each further one that
/// goes wrong locks again, so that who waits the time out has one guess and not ten.
constexpr std::uint32_t wrong_in_a_row_max = 10;
constexpr std::chrono::minutes locked_for{15};

decision decide_change_user(const practice_state&, const practice_settings&, const change_user&);
/// A refusal that counts has its event all the same.
decision decide_try_sign_in(const practice_state&, const try_sign_in&, timestamp now);

} // namespace tidings
