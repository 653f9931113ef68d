# libphonenumber. Its -dev package wants Boost 1.74, which can't be installed beside our 1.81, so deploy/install unpacks
# that package's headers into build/unpacked; the library itself is installed as usual. Target: PhoneNumber.
find_package(Protobuf REQUIRED)
find_path(PhoneNumber_INCLUDE_DIR phonenumbers/phonenumberutil.h HINTS "${CMAKE_SOURCE_DIR}/build/unpacked/usr/include")
find_library(PhoneNumber_LIBRARY NAMES libphonenumber.so.8 phonenumber)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(PhoneNumber
  REQUIRED_VARS PhoneNumber_LIBRARY PhoneNumber_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "run deploy/install")
if(PhoneNumber_FOUND AND NOT TARGET PhoneNumber)
  add_library(PhoneNumber INTERFACE)
  target_include_directories(PhoneNumber SYSTEM INTERFACE "${PhoneNumber_INCLUDE_DIR}")
  target_link_libraries(PhoneNumber INTERFACE "${PhoneNumber_LIBRARY}" protobuf::libprotobuf)
endif()
