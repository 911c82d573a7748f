# SPDX-License-Identifier: MIT
#
# Makes find_package(tccc-push) find what was installed.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

# Headers do not depend on the architecture, hence neither does the place of their package files.
set(tccc_push_package_dir "${CMAKE_INSTALL_DATADIR}/cmake/tccc-push")

install(
  TARGETS tccc_push_tccc_push
  EXPORT tccc-push-targets
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
)
install(
  EXPORT tccc-push-targets
  NAMESPACE tccc::
  DESTINATION "${tccc_push_package_dir}"
)
configure_package_config_file(
  cmake/tccc-push-config.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/tccc-push-config.cmake"
  INSTALL_DESTINATION "${tccc_push_package_dir}"
  NO_SET_AND_CHECK_MACRO
)
# Below 1.0 a minor version may break: 0.2 is no answer to a request for 0.1.
write_basic_package_version_file(
  "${CMAKE_CURRENT_BINARY_DIR}/tccc-push-config-version.cmake"
  COMPATIBILITY SameMinorVersion
  ARCH_INDEPENDENT
)
install(
  FILES "${CMAKE_CURRENT_BINARY_DIR}/tccc-push-config.cmake"
        "${CMAKE_CURRENT_BINARY_DIR}/tccc-push-config-version.cmake"
  DESTINATION "${tccc_push_package_dir}"
)
