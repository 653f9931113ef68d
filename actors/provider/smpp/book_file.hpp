#pragma once
// The book's lines on disk: a file a day in a folder of the account's own, gone some days after they count no more.
#include "actors/provider/smpp/book_port.hpp"

#include <filesystem>
#include <memory>

namespace tidings::smpp {

/// Makes the folder when it is missing. One account, one thread at a time.
std::unique_ptr<book_port> book_in(std::filesystem::path folder);

} // namespace tidings::smpp
