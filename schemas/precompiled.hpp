#pragma once
// What most files of the cores read, for a build from nothing (TIDINGS_FROM_NOTHING). Nothing includes it.
#include "schemas/commands.hpp"
#include "schemas/effects.hpp"
#include "schemas/events.hpp"
#include "schemas/json.hpp"
#include "schemas/settings.hpp"

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>
