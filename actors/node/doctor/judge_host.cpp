#include "actors/node/doctor/judge.hpp"

#include <fmt/format.h>

namespace tidings::doctor {
namespace {

finding about(const check& what, verdict how, std::string found, std::string mend = {}) {
  return {how, what.what, what.where, std::move(found), std::move(mend)};
}

std::string gigabytes(std::uint64_t bytes) {
  constexpr double gib = 1ULL << 30U;
  return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / gib);
}

std::string day_of(timestamp at) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

} // namespace

finding judge_folder(const check& what, const folder_target& at, const folder_seen& saw) {
  if (!saw.exists && !at.made_when_missing)
    return about(what, verdict::fail, "there is no such folder",
                 "make it, or mount the disk it is on; it is " + what.setting);
  if (!saw.trouble.empty())
    return about(
        what, verdict::fail, "nothing can be written in " + saw.looked_at + ": " + saw.trouble,
        "give it to the user who runs the broker (`chown`), on a disk that is mounted for writing and has room");
  if (saw.bytes_free < at.bytes_free_min)
    return about(what, verdict::fail,
                 fmt::format("{} free, of the {} it needs", gigabytes(saw.bytes_free), gigabytes(at.bytes_free_min)),
                 "make room on its disk, or name a folder on a larger one; it is " + what.setting);
  if (!saw.exists)
    return about(what, verdict::ok,
                 fmt::format("isn't there yet, the broker makes it; {} free", gigabytes(saw.bytes_free)));
  if (saw.others_write)
    return about(what, verdict::fail, "every user of this host may write in it", "`chmod o-rwx " + at.path + '`');
  if (saw.others_read)
    return about(what, verdict::warn, "every user of this host may look into it", "`chmod o-rwx " + at.path + '`');
  return about(what, verdict::ok, fmt::format("can be written, {} free", gigabytes(saw.bytes_free)));
}

finding judge_certificate(const check& what, const certificate_target& at, const certificate_seen& saw, timestamp now) {
  const std::string replace = "have a new one issued, put it there and send the broker SIGHUP";
  if (!saw.trouble.empty())
    return about(what, verdict::fail, saw.trouble, "certificate and private_key of " + what.setting + ", PEM");
  if (!saw.fits_key)
    return about(what, verdict::fail, "the private key " + at.private_key + " is not this certificate's",
                 "name the two that belong together in " + what.setting);
  if (saw.valid_from > now)
    return about(what, verdict::fail, "it is not valid before " + day_of(saw.valid_from), "check this host's clock");
  if (saw.valid_until <= now) return about(what, verdict::fail, "it expired on " + day_of(saw.valid_until), replace);
  if (!saw.key_is_private)
    return about(what, verdict::fail, "others than its owner may read " + at.private_key,
                 "`chmod 0600 " + at.private_key + '`');
  if (!saw.is_for_host)
    return about(what, verdict::warn, "it is not for " + at.host + ", which public_url names", replace);
  if (saw.valid_until - now < certificate_warn)
    return about(what, verdict::warn, "it expires on " + day_of(saw.valid_until), replace);
  return about(what, verdict::ok, "fits its key, good until " + day_of(saw.valid_until));
}

finding judge_key(const check& what, const key_seen& saw) {
  if (!saw.trouble.empty()) return about(what, verdict::fail, saw.trouble, "look at " + what.setting);
  if (!saw.of_no_use.empty())
    return about(what, verdict::fail, "it doesn't open the keys in the data folder: " + saw.of_no_use,
                 "find the master key that this data was sealed under; name it in " + what.setting);
  return about(what, verdict::ok,
               "key " + saw.name + (saw.has_keys ? ", opens the keys in the data folder" : ", nothing is sealed yet"));
}

finding judge_listening(const check& what, const listening_seen& saw) {
  if (saw.taken) return about(what, verdict::ok, "somebody listens there: the broker, if it runs");
  if (saw.free) return about(what, verdict::ok, "free; no broker listens there now");
  return about(what, verdict::fail, "nobody could listen there: " + saw.trouble,
               "address and port in " + what.setting + "; ports under 1024 need CAP_NET_BIND_SERVICE");
}

} // namespace tidings::doctor
