#pragma once

#include <openssl/ssl.h>

#include <string>

namespace engine_api::http {

/// Makes a context trust the authorities that this machine trusts: those of SSL_CERT_FILE and
/// SSL_CERT_DIR when one of the two is set, else the distribution's and OpenSSL's own.
void trust_system(SSL_CTX* context);

/// The distribution's file of authorities; empty when there is none in any of the usual places.
/// `root` is what stands before their paths.
[[nodiscard]] std::string system_bundle(const std::string& root = "");

}  // namespace engine_api::http
