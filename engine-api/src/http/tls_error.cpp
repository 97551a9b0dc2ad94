#include "http/tls_error.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <string>

namespace engine_api::http {

namespace {

constexpr int truncated = -1;

class category final : public boost::system::error_category {
  public:
    const char* name() const noexcept override { return "tls"; }
    std::string message(int value) const override {
        if (value == truncated) return "the TLS connection was cut";
        const char* const reason = ERR_reason_error_string(static_cast<unsigned long>(value));
        return reason ? std::string("TLS: ") + reason : "TLS failed";
    }
};

int reason_of(const boost::system::error_code& ec) {
    if (ec.category() != tls_category() || ec.value() == truncated) return 0;
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

boost::system::error_code tls_unverified() {
    return {static_cast<int>(ERR_PACK(ERR_LIB_SSL, 0, SSL_R_CERTIFICATE_VERIFY_FAILED)),
            tls_category()};
}

boost::system::error_code tls_truncated() {
    return {truncated, tls_category()};
}

bool is_unverified(const boost::system::error_code& ec) {
    return reason_of(ec) == SSL_R_CERTIFICATE_VERIFY_FAILED;
}

bool wants_certificate(const boost::system::error_code& ec) {
    switch (reason_of(ec)) {
        case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
        case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
        case SSL_R_TLSV1_ALERT_UNKNOWN_CA: return true;
        default: return false;
    }
}

}  // namespace engine_api::http
