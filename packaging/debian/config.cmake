# SPDX-License-Identifier: MIT
# Read by cpack for each kind of package.
if(CPACK_GENERATOR STREQUAL "DEB")
  # The same sources make the same bytes: all files get one time, which is SOURCE_DATE_EPOCH or,
  # without it, that of changelog.in.
  if("$ENV{SOURCE_DATE_EPOCH}" STREQUAL "")
    set(ENV{SOURCE_DATE_EPOCH} 1795996800)
  endif()
  # Each package has a summary of its own.
  unset(CPACK_PACKAGE_DESCRIPTION_SUMMARY)
endif()
