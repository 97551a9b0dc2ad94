#include "http/map_error.hpp"

#include "http/request.hpp"
#include "http/tls_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>

namespace engine_api::http {

namespace {

namespace net = boost::asio;
using boost::system::error_code;

std::string doing(phase when) {
    switch (when) {
        case phase::connect: return "connecting";
        case phase::send: return "sending the request";
        case phase::head: return "waiting for the answer";
        case phase::body: return "reading the answer";
        case phase::stream: return "reading the stream";
    }
    return {};
}

bool says_nothing_listens(const error_code& ec) {
    return ec == boost::system::errc::no_such_file_or_directory ||
           ec == net::error::connection_refused || ec == net::error::host_not_found ||
           ec == net::error::host_not_found_try_again || ec == net::error::network_unreachable ||
           ec == net::error::host_unreachable || ec == boost::system::errc::not_a_directory;
}

void explain_no_connection(error::details& d, const error_code& ec, const endpoint& where) {
    d.reason = "cannot reach the Docker engine at " + where.url() + ": " + ec.message();
    if (ec == net::error::access_denied) {
        d.kind = error_kind::permission;
        d.remedy = "run as root or as a member of the group that owns the socket (often `docker`)";
        return;
    }
    d.kind = error_kind::no_engine;
    if (is_unverified(ec))
        d.remedy = "is the engine's certificate for this name, and signed by this ca.pem?";
    else if (ec.category() == tls_category())
        d.remedy = "does the engine speak TLS at this port?";
    if (says_nothing_listens(ec))
        d.remedy =
            "is the engine running, and is this its address? "
            "(--socket, --host or DOCKER_HOST name another one)";
}

}  // namespace

error map_error(const error_code& ec, phase when, const endpoint& where, const request& r) {
    error::details d;
    d.method = r.method;
    d.path = r.path;
    if (ec == boost::beast::error::timeout) {
        d.kind = error_kind::timeout;
        d.reason = "no progress in time while " + doing(when) + " (" + where.url() + ")";
    } else if (ec == net::error::operation_aborted) {
        d.kind = error_kind::cancelled;
        d.reason = "cancelled while " + doing(when);
    } else if (wants_certificate(ec)) {
        d.kind = error_kind::permission;
        d.reason = "the engine at " + where.url() + " refuses our certificate: " + ec.message();
        d.remedy = "DOCKER_CERT_PATH names the folder of ca.pem, cert.pem and key.pem";
    } else if (when == phase::connect) {
        explain_no_connection(d, ec, where);
    } else {
        d.kind = error_kind::protocol;
        d.reason = ec == net::error::eof
                       ? "the engine closed the connection while " + doing(when)
                       : "the connection broke while " + doing(when) + ": " + ec.message();
    }
    return error(d);
}

error broken_answer(const std::string& reason, const request& r, int status) {
    error::details d;
    d.kind = error_kind::protocol;
    d.method = r.method;
    d.path = r.path;
    d.status = status;
    d.reason = reason;
    return error(d);
}

}  // namespace engine_api::http
