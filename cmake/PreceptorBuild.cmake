# How everything is compiled. Each folder is one static library (position independent, hidden); the shared object links them all.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

# What each file takes is noted beside its object, for scripts/compile_times.
set(CMAKE_CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/scripts/timed_compile)
find_program(PRECEPTOR_CCACHE ccache)
if(PRECEPTOR_CCACHE)
  # With a precompiled header it answers only when told that the header's own macros and time do not matter.
  list(APPEND CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${PRECEPTOR_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${PRECEPTOR_CCACHE})
endif()
find_program(PRECEPTOR_MOLD mold)
if(PRECEPTOR_MOLD AND NOT PRECEPTOR_FUZZ)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wno-missing-field-initializers)
if(PRECEPTOR_WERROR)
  add_compile_options(-Werror)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # -g1 keeps line numbers for crash reports; fortify and the linker flags are the usual hardening.
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
  add_compile_options(-fstack-protector-strong $<$<NOT:$<BOOL:${PRECEPTOR_SANITIZE}>>:-D_FORTIFY_SOURCE=2>)
  add_link_options(-Wl,-z,relro,-z,now)
else()
  set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1 -D_GLIBCXX_ASSERTIONS")
  set(CMAKE_C_FLAGS_DEBUG "-O0 -g1")
endif()
if(PRECEPTOR_SANITIZE)
  add_compile_options(-fsanitize=${PRECEPTOR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(PRECEPTOR_SANITIZE MATCHES "undefined")
    # A quarter of the compile time, for what is found anyway: AddressSanitizer stops at a null pointer that is used, x86-64 reads unaligned, sizes need -O1.
    add_compile_options(-fno-sanitize=null,alignment,object-size)
  endif()
  add_link_options(-fsanitize=${PRECEPTOR_SANITIZE})
endif()
if(PRECEPTOR_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)

# The standard headers, precompiled once and shared by every target that asks (docs/decisions/0027). Files include what they use all the same: the preset
# `dev` compiles without it.
if(PRECEPTOR_PCH)
  file(TOUCH ${CMAKE_BINARY_DIR}/std.cpp)
  foreach(kind std std_program)   # a program's code is position independent in another way, and a precompiled header serves one only
    add_library(preceptor_${kind} OBJECT ${CMAKE_BINARY_DIR}/std.cpp)
    target_precompile_headers(preceptor_${kind} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:${PROJECT_SOURCE_DIR}/cmake/std.hpp>")
  endforeach()
  set_target_properties(preceptor_std_program PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(preceptor_std_program PRIVATE -fPIE)   # beside those of everything: a header made with others is not used
endif()
function(preceptor_std target)
  get_target_property(type ${target} TYPE)
  if(PRECEPTOR_PCH AND type STREQUAL EXECUTABLE)
    target_precompile_headers(${target} REUSE_FROM preceptor_std_program)
  elseif(PRECEPTOR_PCH)
    target_precompile_headers(${target} REUSE_FROM preceptor_std)
  endif()
endfunction()

# preceptor_library(core SOURCES a.cpp ... LINKS preceptor_x ...): the target preceptor_core.
# LINKS follow the table of docs/architecture.md; scripts/check_includes enforces the same table on #include lines.
function(preceptor_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;EXTERNAL" ${ARGN})
  if(NOT ARG_SOURCES)  # a folder that holds headers only so far
    file(TOUCH ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
    set(ARG_SOURCES ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
  endif()
  add_library(preceptor_${name} STATIC ${ARG_SOURCES})
  target_include_directories(preceptor_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(preceptor_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_EXTERNAL})
  preceptor_std(preceptor_${name})
endfunction()
