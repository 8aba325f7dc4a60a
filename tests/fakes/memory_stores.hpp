// Stores in memory with the ports' promises (one use, unique events, absent is not failed), for tests that need no database. One file a port.
#pragma once
#include "tests/fakes/memory_grades.hpp"
#include "tests/fakes/memory_projections.hpp"
#include "tests/fakes/memory_records.hpp"
#include "tests/fakes/memory_registrations.hpp"
#include "tests/fakes/memory_site.hpp"
