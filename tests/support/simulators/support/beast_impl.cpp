// Beast's own code, once; see asio_impl.cpp.
#include <boost/beast/src.hpp>
