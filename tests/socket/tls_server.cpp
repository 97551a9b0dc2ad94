#include "tls_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace engine_api {

namespace {

using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using certificate_ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using file_ptr = std::unique_ptr<FILE, decltype(&std::fclose)>;

struct identity {
    key_ptr key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    certificate_ptr certificate{X509_new(), X509_free};
};

void extend(X509* certificate, int what, const std::string& value) {
    auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
    if (!extension) throw std::runtime_error("no such certificate extension: " + value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

identity make_identity(const char* name, long serial, const identity* issuer,
                       long seconds_left = 3600) {
    identity made;
    auto* const c = made.certificate.get();
    X509_set_version(c, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(c), serial);
    X509_gmtime_adj(X509_getm_notBefore(c), -3600);
    X509_gmtime_adj(X509_getm_notAfter(c), seconds_left);
    X509_set_pubkey(c, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    const auto& by = issuer ? *issuer : made;
    X509_set_issuer_name(c, X509_get_subject_name(by.certificate.get()));
    return made;
}

void sign(identity& made, const identity& issuer) {
    X509_sign(made.certificate.get(), issuer.key.get(), EVP_sha256());
}

void write(const identity& of, const std::string& certificate, const std::string& key) {
    const file_ptr c(std::fopen(certificate.c_str(), "w"), std::fclose);
    PEM_write_X509(c.get(), of.certificate.get());
    const file_ptr k(std::fopen(key.c_str(), "w"), std::fclose);
    PEM_write_PrivateKey(k.get(), of.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace

test_certificates::test_certificates(const std::string& server_address, long seconds_left) {
    auto ca = make_identity("test authority", 1, nullptr);
    extend(ca.certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    sign(ca, ca);
    auto server = make_identity("server", 2, &ca, seconds_left);
    const bool is_ip = server_address.find_first_not_of("0123456789.") == std::string::npos;
    extend(server.certificate.get(), NID_subject_alt_name,
           (is_ip ? "IP:" : "DNS:") + server_address);
    sign(server, ca);
    auto person = make_identity("client", 3, &ca, seconds_left);
    sign(person, ca);
    write(ca, file("ca.pem"), file("ca-key.pem"));
    write(server, file("server.pem"), file("server-key.pem"));
    write(person, file("cert.pem"), file("key.pem"));
}

std::string tls_peer::read_until(const std::string& end) {
    std::string all;
    std::array<char, 16 * 1024> buffer;
    while (!all.ends_with(end)) {
        const int n = SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()));
        if (n <= 0) break;
        all.append(buffer.data(), static_cast<std::size_t>(n));
    }
    return all;
}

std::string tls_peer::read_to_end() {
    std::string all;
    std::array<char, 16 * 1024> buffer;
    for (;;) {
        const int n = SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()));
        if (n <= 0) return all;
        all.append(buffer.data(), static_cast<std::size_t>(n));
    }
}

void tls_peer::write(const std::string& bytes) {
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
}

void tls_peer::say_goodbye() {
    SSL_shutdown(ssl_);
}

std::string tls_peer::asked_for() const {
    const char* const name = SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name);
    return name ? name : "";
}

namespace {

SSL_CTX* server_context(const test_certificates& certificates, bool wants_client_certificate) {
    SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate_file(context, certificates.file("server.pem").c_str(),
                                 SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context, certificates.file("server-key.pem").c_str(),
                                SSL_FILETYPE_PEM);
    SSL_CTX_load_verify_locations(context, certificates.ca().c_str(), nullptr);
    if (wants_client_certificate)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    return context;
}

}  // namespace

tls_server::tls_server(const test_certificates& certificates, bool wants_client_certificate,
                       std::function<void(tls_peer&)> serve)
    : context_(server_context(certificates, wants_client_certificate)),
      serve_(std::move(serve)),
      tcp_([this](int fd) { this->serve(fd); }) {}

tls_server::~tls_server() {
    tcp_.stop();
    SSL_CTX_free(context_);
}

void tls_server::serve(int fd) {
    SSL* const ssl = SSL_new(context_);
    SSL_set_fd(ssl, fd);
    tls_peer peer(ssl);
    if (SSL_accept(ssl) == 1) serve_(peer);
    SSL_free(ssl);
}

}  // namespace engine_api
