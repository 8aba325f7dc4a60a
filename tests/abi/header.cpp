// preceptor.h must stand alone in C++.
#include "plugin/include/preceptor.h"

static_assert(offsetof(preceptor_callbacks, struct_size) == 0, "option structs begin with their size");
