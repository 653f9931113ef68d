#pragma once
// Every bound of the endpoint that isn't an option of broker.yaml. Tests make them small.
#include "schemas/time.hpp"

#include <cstddef>

namespace tidings {

struct endpoint_limits {
  millis handshake_time{10'000};
  millis idle_time{60'000};                 ///< between two requests of one connection
  millis body_time{30'000};                 ///< from the header's end to the body's end
  millis write_time{20'000};                ///< for an answer, plus one second for each `write_rate_min` bytes
  std::size_t write_rate_min = 8'192;       ///< bytes a second; a slower reader is closed
  millis answer_time{12'000};               ///< the broker answers in `broker_port::answer_limit`; later is a 504
  millis close_time{1'000};                 ///< for the other side's goodbye, and for what it still sends
  std::size_t drain_bytes_max = 256 * 1024; ///< read and thrown away before closing on a refused body
  std::size_t fields_max = 64;              ///< header lines of one request
  int connections_per_address_max = 1'000;  ///< one NHS network address can stand for many practices
  int refusals_max = 64;  ///< connections above the bound that still hear a 503 before they are closed
  millis patience{1'000}; ///< a connection this long without a complete request gives way to a new one
  int requests_per_connection_max = 10'000;
  /// Of a program's e-mail with files: two of the largest in base64. Nobody else's is taken beyond
  /// `endpoint.body_bytes_max`.
  std::size_t large_body_bytes_max = 6 * 1024 * 1024;
  int large_bodies_max = 16;  ///< under way at once; more are answered 503
  int per_practice_max = 256; ///< commands under way for one practice; more are answered 429
  int per_user_max = 16;      ///< requests under way of one user: a browser has 6; everybody else waits behind these
  /// Requests a second, for good and at once. A person's browser makes 1 in the busiest second of a minute and 20 when
  /// a page opens; what is left over is for programs that work in a person's name. A host does about 4,000 a second:
  /// one practice alone, however many ask for it, takes a tenth of that.
  int per_user_rate = 400, per_user_burst = 1'000;
  int per_practice_rate = 400, per_practice_burst = 800; ///< commands a second for one practice, whoever asks
  millis overload_pause{2'000}; ///< before a 429, at most twice that, as Retry-After says: for who doesn't heed it
  int streams_per_session_max = 32;
  int stream_send_buffer = 128 * 1024; ///< bytes the kernel holds for a live feed whose reader is slow
  millis stream_keep_alive{15'000};
  std::size_t stream_batch_max = 64; ///< events in one write
  int wrong_passwords_max = 50;      ///< of one address within `wrong_passwords_window`, then 429
  millis wrong_passwords_window{60'000};
};

constexpr std::size_t revealed_rows_max = 100; ///< their ids stand in one entry of the audit trail

/// The live feed's memory.
struct live_limits {
  std::size_t events_max = 512;
  std::size_t history_max = 300; ///< ticks of the first frame
  std::size_t notes_max = 50;
};

constexpr int retry_after_s = 2; ///< told with 429 and 503

/// Links to questions that don't open, asked for from one address, within the window; then 429. Nobody guesses one:
/// this keeps who tries from taking a practice's share. Wide, since a mobile network shows many patients as one
/// address.
constexpr int wrong_links_max = 200;
constexpr millis wrong_links_window{60'000};

} // namespace tidings
