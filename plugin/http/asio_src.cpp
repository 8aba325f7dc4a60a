// The one compiled copy of Asio (separate compilation). Its TLS half is not used: see tls_transport.cpp.
#include <boost/asio/impl/src.hpp>
