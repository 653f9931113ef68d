#pragma once
// A look at a broker's keys, beside a running one.
#include "schemas/sealing.hpp"

#include <string>

namespace tidings::cli {

/// The keys below `data_dir`, by the master key that `broker_yaml` names. Nothing can be changed through them.
result<sealer_ptr> look_at_keys(const std::string& broker_yaml, const std::string& data_dir);

} // namespace tidings::cli
