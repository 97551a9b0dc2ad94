#include "http/system_trust.hpp"

#include <openssl/err.h>

#include <array>
#include <cstdlib>
#include <unistd.h>

namespace engine_api::http {

std::string system_bundle(const std::string& root) {
    static constexpr std::array places{
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Alpine, Arch
        "/etc/pki/tls/certs/ca-bundle.crt",    // Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",              // SUSE
        "/etc/ssl/cert.pem",                   // Alpine, BSD
    };
    for (const char* const place : places)
        if (const auto path = root + place; ::access(path.c_str(), R_OK) == 0) return path;
    return {};
}

// OpenSSL looks where the machine that built it keeps them: of no use to a program that is linked
// statically and runs on another distribution.
void trust_system(SSL_CTX* context) {
    SSL_CTX_set_default_verify_paths(context);
    if (!std::getenv("SSL_CERT_FILE") && !std::getenv("SSL_CERT_DIR")) {
        const auto bundle = system_bundle();
        if (!bundle.empty()) SSL_CTX_load_verify_locations(context, bundle.c_str(), nullptr);
    }
    ERR_clear_error();  // without any authority no certificate is trusted, which says enough
}

}  // namespace engine_api::http
