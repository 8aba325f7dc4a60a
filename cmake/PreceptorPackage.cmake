# cpack -G DEB: the installed tree, a service with its user, a first configuration, the manual page, the documentation.
set(package ${PROJECT_SOURCE_DIR}/cmake/package)
set(manual ${PROJECT_BINARY_DIR}/preceptor.1)
add_custom_command(OUTPUT ${manual}.gz
  COMMAND sh -c "$<TARGET_FILE:preceptor_program> manual > ${manual} && gzip -9 -n -c ${manual} > ${manual}.gz"
  DEPENDS preceptor_program VERBATIM)
set(sbom ${PROJECT_BINARY_DIR}/sbom.cdx.json)
add_custom_command(OUTPUT ${sbom}
  COMMAND sh -c "${PROJECT_SOURCE_DIR}/scripts/write_sbom ${PROJECT_BINARY_DIR} ${PROJECT_VERSION} > ${sbom}"
  DEPENDS preceptor_program preceptor_shared ${PROJECT_SOURCE_DIR}/scripts/write_sbom VERBATIM)
add_custom_target(preceptor_package_texts ALL DEPENDS ${manual}.gz ${sbom})

# Component "package": `cmake --install` of a source tree leaves services and /etc alone.
install(FILES ${manual}.gz DESTINATION share/man/man1 COMPONENT package EXCLUDE_FROM_ALL)
install(FILES ${package}/preceptor.service DESTINATION /lib/systemd/system COMPONENT package EXCLUDE_FROM_ALL)
install(FILES ${package}/preceptor.sysusers RENAME preceptor.conf DESTINATION lib/sysusers.d COMPONENT package EXCLUDE_FROM_ALL)
install(FILES ${package}/preceptor.json DESTINATION /etc/preceptor COMPONENT package EXCLUDE_FROM_ALL)
install(DIRECTORY DESTINATION /etc/preceptor/content COMPONENT package EXCLUDE_FROM_ALL)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION share/doc/preceptor COMPONENT package EXCLUDE_FROM_ALL PATTERN "decisions" EXCLUDE)
install(FILES ${sbom} ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/SECURITY.md DESTINATION share/doc/preceptor COMPONENT package EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME preceptor)
set(CPACK_PACKAGE_VENDOR "Preceptor")
set(CPACK_PACKAGE_CONTACT "Preceptor <root@localhost>")   # a distributor names itself here: cpack -D CPACK_PACKAGE_CONTACT=...
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Medical-education units inside course pages (LTI 1.3, xAPI)")
set(CPACK_PACKAGE_DESCRIPTION "Short units, burden surveys and root-cause forms inside the pages of Moodle, Canvas\nor any LTI 1.3 platform; what people do there becomes one durable record, xAPI\nstatements in any learning record store, grades and credit reports.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL Unspecified package)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION education)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, passwd")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${package}/postinst;${package}/prerm;${package}/postrm;${PROJECT_BINARY_DIR}/conffiles")
file(WRITE ${PROJECT_BINARY_DIR}/conffiles "/etc/preceptor/preceptor.json\n")
include(CPack)
