// Asio's own code, once. Each of the three stands in a file of its own so that a program which links another copy as
// well takes every symbol from one archive member only.
#include <boost/asio/impl/src.hpp>
