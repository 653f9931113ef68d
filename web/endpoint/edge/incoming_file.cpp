#include "web/endpoint/edge/incoming_file.hpp"

#include <boost/asio/post.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tidings::web::edge {
namespace net = boost::asio;
namespace edge = tidings::edge;

incoming_file::incoming_file(std::filesystem::path folder, edge::file_offer what, std::weak_ptr<edge::link> on,
                             std::uint32_t stream, net::thread_pool& disk, std::function<void(const std::string&)> over)
    : folder_(std::move(folder)), what_(std::move(what)), link_(std::move(on)), stream_(stream), disk_(disk),
      over_(std::move(over)) {}

incoming_file::~incoming_file() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(draft_.c_str());
}

bool incoming_file::begin() {
  auto name = (folder_ / ".handed-over-XXXXXX").string(); // what begins with a dot is nobody's to pick up
  file_ = ::mkostemp(name.data(), O_CLOEXEC);
  draft_ = name;
  return file_ >= 0;
}

void incoming_file::on_bytes(std::string bytes) {
  if (file_ < 0) return;
  got_ += bytes.size();
  if (got_ > what_.bytes) return give_up("the file is longer than it was said to be");
  if (::write(file_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    return give_up(std::string("the broker can't write it: ") + std::strerror(errno));
  if (const auto on = link_.lock()) on->used(stream_, bytes.size());
}

void incoming_file::on_close() {
  if (file_ < 0) return;
  if (got_ != what_.bytes) return give_up("the file is shorter than it was said to be");
  const auto on = link_.lock();
  if (!on) return;
  net::post(disk_, [self = shared_from_this(), on] {
    const bool whole =
        ::fsync(self->file_) == 0 && ::rename(self->draft_.c_str(), (self->folder_ / self->what_.name).c_str()) == 0;
    const std::string why = whole ? "" : std::string("the broker can't keep it: ") + std::strerror(errno);
    if (const int dir = ::open(self->folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); whole && dir >= 0) {
      ::fsync(dir);
      ::close(dir);
    }
    on->run([self, on, why] {
      if (!why.empty()) return self->give_up(why);
      ::close(std::exchange(self->file_, -1));
      on->close(self->stream_);
      self->finish({});
    });
  });
}

void incoming_file::on_broken(edge::reset_code, const std::string& reason) { finish(reason); }

void incoming_file::give_up(const std::string& why) {
  if (const auto on = link_.lock()) on->reset(stream_, edge::reset_code::refused, why);
  finish(why);
}

void incoming_file::finish(const std::string& why) {
  if (const auto told = std::exchange(over_, {})) told(why);
}

} // namespace tidings::web::edge
