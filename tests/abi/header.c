/* preceptor.h must stand alone in C11. */
#include "plugin/include/preceptor.h"

_Static_assert(offsetof(preceptor_callbacks, struct_size) == 0, "option structs begin with their size");
_Static_assert(offsetof(preceptor_request, struct_size) == 0, "option structs begin with their size");

/* Taken by calls.cpp: the version as a C compiler sees it. */
unsigned preceptor_header_version_in_c(void);
unsigned preceptor_header_version_in_c(void) { return PRECEPTOR_ABI_VERSION; }
