#pragma once

#include <boost/system/error_code.hpp>

namespace engine_api::http {

/// OpenSSL's own codes, and the few that are ours.
[[nodiscard]] const boost::system::error_category& tls_category();

/// The code of the oldest error in OpenSSL's queue, which is emptied.
[[nodiscard]] boost::system::error_code take_tls_error();

/// The peer's certificate did not pass; `why` is OpenSSL's X509_V_ERR_ number.
[[nodiscard]] boost::system::error_code tls_unverified(long why);

/// The peer ended the connection without saying goodbye in TLS.
[[nodiscard]] boost::system::error_code tls_truncated();

/// The server could not be verified, / because its certificate is for another name, / because it
/// is out of date. / The server wants a client certificate, or another one.
[[nodiscard]] bool is_unverified(const boost::system::error_code& ec);
[[nodiscard]] bool is_of_another_name(const boost::system::error_code& ec);
[[nodiscard]] bool is_out_of_date(const boost::system::error_code& ec);
[[nodiscard]] bool wants_certificate(const boost::system::error_code& ec);

}  // namespace engine_api::http
