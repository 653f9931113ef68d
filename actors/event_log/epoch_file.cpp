// file = line*   line = name ' ' value '\n', in this order: format 1, epoch, owner, backup, backed_up_at, restored_at,
// released. Times in milliseconds since 1970. Plain text: an operator may have to read it.
#include "actors/event_log/epoch_file.hpp"

#include "actors/event_log/replace_file.hpp"
#include "schemas/ids.hpp"

#include <fstream>
#include <sstream>

namespace tidings {
namespace {

namespace fs = std::filesystem;

constexpr int epoch_format = 1;

template <class T> bool line(std::istream& in, std::string_view name, T& into) {
  std::string found;
  return static_cast<bool>(in >> found >> into) && found == name;
}

} // namespace

result<log_epoch> read_epoch(const fs::path& log_directory) {
  const auto file = log_directory / "EPOCH";
  std::error_code error;
  if (!fs::exists(file, error) && !error) {
    log_epoch first;
    first.owner = uuid::print(uuid::random());
    return first;
  }
  std::ifstream in(file);
  log_epoch read;
  int format = 0;
  std::int64_t backed_up = 0, restored = 0;
  const bool fine = line(in, "format", format) && format == epoch_format && line(in, "epoch", read.number) &&
                    line(in, "owner", read.owner) && line(in, "backup", read.backup) &&
                    line(in, "backed_up_at", backed_up) && line(in, "restored_at", restored) &&
                    line(in, "released", read.released) && read.number > 0 && uuid::parse(read.owner);
  if (!fine) return fail(error_code::log_damaged, file.string() + " can't be read: it says which epoch the log is in");
  read.backed_up_at = from_ms(backed_up);
  read.restored_at = from_ms(restored);
  return read;
}

result<void> write_epoch(const fs::path& log_directory, const log_epoch& epoch) {
  std::ostringstream text;
  text << "format " << epoch_format << "\nepoch " << epoch.number << "\nowner " << epoch.owner << "\nbackup "
       << epoch.backup << "\nbacked_up_at " << to_ms(epoch.backed_up_at) << "\nrestored_at " << to_ms(epoch.restored_at)
       << "\nreleased " << epoch.released << '\n';
  return replace_file(log_directory / "EPOCH", text.str());
}

result<log_epoch> claim_epoch(const fs::path& log_directory) {
  auto epoch = read_epoch(log_directory);
  std::error_code error;
  if (!epoch || fs::exists(log_directory / "EPOCH", error)) return epoch;
  if (auto written = write_epoch(log_directory, *epoch); !written) return tl::unexpected<failure>(written.error());
  return epoch;
}

} // namespace tidings
