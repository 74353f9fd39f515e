#pragma once

// The same for tests.

#include <gtest/gtest.h>

#include "tools/cmake/pch/library.h"
