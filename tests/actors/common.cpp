#include "tests/actors/common.hpp"
