#include "http/tls_error.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <string>
#include <system_error>

namespace engine_api::http {

namespace {

// OpenSSL's own codes are positive, and those of the system that it passes on are below -2^30.
constexpr int truncated = -1;
constexpr int unverified = -1000;  // less the reason, which has at most three digits

bool says_unverified(int value) {
    return value <= unverified && value > unverified - 1000;
}

class category final : public boost::system::error_category {
  public:
    const char* name() const noexcept override { return "tls"; }
    std::string message(int value) const override {
        if (value == truncated) return "the TLS connection was cut";
        const auto code = static_cast<unsigned int>(value);
        if (says_unverified(value))
            return std::string("its certificate is not trusted: ") +
                   X509_verify_cert_error_string(unverified - value);
        if (ERR_SYSTEM_ERROR(code)) return std::generic_category().message(ERR_GET_REASON(code));
        const char* const reason = ERR_reason_error_string(code);
        return reason ? std::string("TLS: ") + reason : "TLS failed";
    }
};

/// Why a certificate is not trusted; X509_V_OK when that is not what this code says.
int distrust_of(const boost::system::error_code& ec) {
    const bool is_ours = ec.category() == tls_category() && says_unverified(ec.value());
    return is_ours ? unverified - ec.value() : X509_V_OK;
}

int reason_of(const boost::system::error_code& ec) {
    if (ec.category() != tls_category() || ec.value() < 0) return 0;
    return ERR_GET_REASON(static_cast<unsigned long>(ec.value()));
}

}  // namespace

const boost::system::error_category& tls_category() {
    static const category instance;
    return instance;
}

boost::system::error_code take_tls_error() {
    const auto code = ERR_get_error();
    ERR_clear_error();
    if (code == 0) return tls_truncated();
    return {static_cast<int>(code), tls_category()};
}

boost::system::error_code tls_unverified(long why) {
    return {unverified - static_cast<int>(why), tls_category()};
}

boost::system::error_code tls_truncated() {
    return {truncated, tls_category()};
}

bool is_unverified(const boost::system::error_code& ec) {
    return distrust_of(ec) != X509_V_OK;
}

bool is_of_another_name(const boost::system::error_code& ec) {
    const int why = distrust_of(ec);
    return why == X509_V_ERR_HOSTNAME_MISMATCH || why == X509_V_ERR_IP_ADDRESS_MISMATCH;
}

bool is_out_of_date(const boost::system::error_code& ec) {
    const int why = distrust_of(ec);
    return why == X509_V_ERR_CERT_HAS_EXPIRED || why == X509_V_ERR_CERT_NOT_YET_VALID;
}

bool wants_certificate(const boost::system::error_code& ec) {
    switch (reason_of(ec)) {
        case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
        case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
        case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
        case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
        case SSL_R_TLSV1_ALERT_DECRYPT_ERROR:  // signed by an authority that only has the name
        case SSL_R_TLSV1_ALERT_UNKNOWN_CA: return true;
        default: return false;
    }
}

}  // namespace engine_api::http
