// preceptor.h for files that also see `namespace preceptor`: C++ allows no type of that name beside it, so here the handle type is
// called preceptor_instance. C linkage does not encode type names, and the header's function names are other words: nothing else changes.
#pragma once
#define preceptor preceptor_instance
#include "plugin/include/preceptor.h"
#undef preceptor
