#include "http/transport_error.hpp"

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

const char* remedy_for_distrust(const error_code& ec) {
    if (is_of_another_name(ec)) return "name the engine as its certificate does";
    if (is_out_of_date(ec))
        return "the engine needs a new certificate; is this machine's clock right?";
    return "is the engine's certificate signed by this ca.pem? (DOCKER_CERT_PATH names its folder)";
}

/// In TLS 1.3 only the first answer tells that the engine did not take what we showed.
void explain_refused_certificate(error::details& d, const error_code& ec, const endpoint& where) {
    const bool shown = where.tls && !where.tls->certificate.empty();
    d.kind = error_kind::permission;
    d.reason = "the engine at " + where.url() +
               (shown ? " refuses our certificate: " + ec.message()
                      : " wants a client certificate, and there is none");
    d.remedy = "DOCKER_CERT_PATH names the folder of ca.pem, cert.pem and key.pem";
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
        d.remedy = remedy_for_distrust(ec);
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
        explain_refused_certificate(d, ec, where);
    } else if (when == phase::connect) {
        explain_no_connection(d, ec, where);
    } else {
        d.kind = error_kind::protocol;
        d.reason = ec == net::error::eof
                       ? "the engine closed the connection while " + doing(when)
                       : "the connection broke while " + doing(when) + ": " + ec.message();
        if (where.tls && when != phase::stream)
            d.remedy = "an engine that does not accept this client's certificate ends it so, too";
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
