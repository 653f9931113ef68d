// Asio's TLS code, once; see asio_impl.cpp.
#include <boost/asio/ssl/impl/src.hpp>
