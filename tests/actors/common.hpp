#pragma once
// What nearly all of these tests read. It is compiled once, for all of them.
#include "schemas/actors.hpp"
#include "schemas/json.hpp"
#include "schemas/settings.hpp"

#include <boost/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
