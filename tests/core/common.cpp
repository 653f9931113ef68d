#include "tests/core/common.hpp"
