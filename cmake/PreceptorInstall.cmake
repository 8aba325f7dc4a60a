# cmake --install: the library, its header, the program, the demo servers, the samples, and how others find them.
include(CMakePackageConfigHelpers)

install(TARGETS preceptor_shared EXPORT preceptorTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS preceptor_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
foreach(demo preceptor_demo_lms preceptor_demo_lrs preceptor_demo_pars)
  if(TARGET ${demo})
    install(TARGETS ${demo} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/plugin/include/preceptor.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
# `preceptor demo` looks for ../share/preceptor/samples beside its bin folder.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/manifests/samples DESTINATION ${CMAKE_INSTALL_DATADIR}/preceptor FILES_MATCHING PATTERN "*.md")

target_include_directories(preceptor_shared PUBLIC $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set_target_properties(preceptor_shared PROPERTIES EXPORT_NAME preceptor)
install(EXPORT preceptorTargets NAMESPACE preceptor:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/preceptor)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/preceptorConfigVersion.cmake COMPATIBILITY SameMinorVersion)
file(WRITE ${PROJECT_BINARY_DIR}/preceptorConfig.cmake "include(\"\${CMAKE_CURRENT_LIST_DIR}/preceptorTargets.cmake\")\n")
install(FILES ${PROJECT_BINARY_DIR}/preceptorConfig.cmake ${PROJECT_BINARY_DIR}/preceptorConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/preceptor)

# The prefix is found from the file's own place, so that `cmake --install --prefix` elsewhere works.
file(RELATIVE_PATH up_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
file(WRITE ${PROJECT_BINARY_DIR}/preceptor.pc
"prefix=\${pcfiledir}/${up_to_prefix}
libdir=\${prefix}/${CMAKE_INSTALL_LIBDIR}
includedir=\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}

Name: preceptor
Description: ${PROJECT_DESCRIPTION}
Version: ${PROJECT_VERSION}
Libs: -L\${libdir} -lpreceptor
Cflags: -I\${includedir}
")
install(FILES ${PROJECT_BINARY_DIR}/preceptor.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
