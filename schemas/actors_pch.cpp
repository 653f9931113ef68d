#include "schemas/actors.hpp"
