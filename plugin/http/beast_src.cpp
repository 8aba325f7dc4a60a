// The compiled copy of what we take from Beast: the HTTP/1.1 parser. Only these parts, since all of <boost/beast/src.hpp>
// (WebSocket, deflate, files) takes four times as long to compile and none of it is used.
#define BOOST_BEAST_SOURCE
#include <boost/beast/core/detail/config.hpp>

#include <boost/beast/core/impl/error.ipp>
#include <boost/beast/core/impl/string.ipp>
#include <boost/beast/http/detail/basic_parser.ipp>
#include <boost/beast/http/detail/rfc7230.ipp>
#include <boost/beast/http/impl/basic_parser.ipp>
#include <boost/beast/http/impl/error.ipp>
#include <boost/beast/http/impl/field.ipp>
#include <boost/beast/http/impl/rfc7230.ipp>
#include <boost/beast/http/impl/status.ipp>
#include <boost/beast/http/impl/verb.ipp>
