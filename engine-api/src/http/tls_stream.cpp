// TLS as a client, over OpenSSL's memory buffers: OpenSSL never sees the socket, so limits and
// cancellation are those of the socket, and one direction can be closed alone.
#include "http/cancellable.hpp"
#include "http/socket.hpp"
#include "http/system_trust.hpp"
#include "http/tls_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace engine_api::http {

namespace {

namespace net = boost::asio;
using boost::system::error_code;

struct free_openssl {
    void operator()(SSL_CTX* c) const { SSL_CTX_free(c); }
    void operator()(SSL* s) const { SSL_free(s); }
};
using context_ptr = std::unique_ptr<SSL_CTX, free_openssl>;
using ssl_ptr = std::unique_ptr<SSL, free_openssl>;

[[noreturn]] void refuse_file(const std::string& what, const std::string& file) {
    const auto why = take_tls_error().message();
    throw unusable_file("cannot use the " + what + ' ' + file + ": " + why);
}

context_ptr make_context(const tls_settings& tls) {
    context_ptr context(SSL_CTX_new(TLS_client_method()));
    auto* const c = context.get();
    SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);
    SSL_CTX_set_verify(c, tls.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    if (tls.ca_file.empty())
        trust_system(c);
    else if (SSL_CTX_load_verify_locations(c, tls.ca_file.c_str(), nullptr) != 1)
        refuse_file("certificate authority", tls.ca_file);
    if (tls.certificate.empty()) return context;
    if (SSL_CTX_use_certificate_chain_file(c, tls.certificate.c_str()) != 1)
        refuse_file("client certificate", tls.certificate);
    if (SSL_CTX_use_PrivateKey_file(c, tls.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(c) != 1)
        refuse_file("client key", tls.key);
    return context;
}

ssl_ptr make_session(SSL_CTX* context, const endpoint& where) {
    ssl_ptr ssl(SSL_new(context));
    SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    const auto& name = where.tls->server_name.empty() ? where.host : where.tls->server_name;
    error_code not_an_address;
    net::ip::make_address(name, not_an_address);
    if (not_an_address) {
        SSL_set_tlsext_host_name(ssl.get(), name.c_str());
        SSL_set1_host(ssl.get(), name.c_str());
    } else {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl.get()), name.c_str());
    }
    return ssl;
}

class tls_stream final : public byte_stream {
  public:
    tls_stream(socket_type socket, const endpoint& where)
        : socket_(std::move(socket)),
          context_(make_context(*where.tls)),
          ssl_(make_session(context_.get(), where)) {}

    net::awaitable<void> handshake(time_point expiry, error_code& ec) {
        socket_.expires_at(expiry);
        while (!ec) {
            ERR_clear_error();
            const int result = SSL_connect(ssl_.get());
            const int why = SSL_get_error(ssl_.get(), result);
            error_code failed;
            if (result != 1 && why != SSL_ERROR_WANT_READ) failed = why_it_failed();
            co_await flush(ec);  // an alert too: it tells the peer why
            if (failed) ec = failed;
            if (ec || result == 1) co_return;
            co_await fill(ec);
        }
    }

    net::awaitable<std::size_t> read_some(net::mutable_buffer into, time_point expiry,
                                          error_code& ec) override {
        socket_.expires_at(expiry);
        for (;;) {
            ERR_clear_error();
            std::size_t n = 0;
            const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &n);
            if (result == 1) co_return n;
            const int why = SSL_get_error(ssl_.get(), result);
            if (why == SSL_ERROR_ZERO_RETURN)
                ec = net::error::eof;
            else if (why != SSL_ERROR_WANT_READ)
                ec = take_tls_error();
            if (!ec) co_await fill(ec);
            if (ec) co_return 0;
        }
    }

    net::awaitable<void> write(std::string_view bytes, time_point expiry, error_code& ec) override {
        socket_.expires_at(expiry);
        while (!bytes.empty() && !ec) {
            const auto piece = bytes.substr(0, 64 * 1024);
            bytes.remove_prefix(piece.size());
            ERR_clear_error();
            std::size_t n = 0;
            if (SSL_write_ex(ssl_.get(), piece.data(), piece.size(), &n) != 1)
                ec = take_tls_error();
            else
                co_await flush(ec);
        }
    }

    net::awaitable<void> shutdown_send(time_point expiry, error_code& ec) override {
        socket_.expires_at(expiry);
        SSL_shutdown(ssl_.get());
        co_await flush(ec);
    }

    void close() override { socket_.close(); }
    bool is_idle() override {
        return nothing_waits(socket_) && BIO_pending(SSL_get_rbio(ssl_.get())) == 0 &&
               SSL_has_pending(ssl_.get()) == 0;
    }
    // What waits may be TLS's own talk, which nobody can tell without reading it.
    bool answer_waits() override { return false; }

  private:
    // An odd signature is at the bottom of OpenSSL's queue, not what it means.
    error_code why_it_failed() {
        const auto code = take_tls_error();
        const auto distrust = SSL_get_verify_result(ssl_.get());
        const bool asked = SSL_get_verify_mode(ssl_.get()) != SSL_VERIFY_NONE;
        return asked && distrust != X509_V_OK ? tls_unverified(distrust) : code;
    }

    /// Socket to OpenSSL.
    net::awaitable<void> fill(error_code& ec) {
        std::array<char, 16 * 1024> buffer;
        const auto read = [&](auto token) {
            return socket_.async_read_some(net::buffer(buffer), token);
        };
        const auto n = co_await cancellable(read, ec);
        if (ec == net::error::eof) ec = tls_truncated();
        if (!ec) BIO_write(SSL_get_rbio(ssl_.get()), buffer.data(), static_cast<int>(n));
    }

    /// OpenSSL to the socket.
    net::awaitable<void> flush(error_code& ec) {
        auto* const out = SSL_get_wbio(ssl_.get());
        std::string bytes(static_cast<std::size_t>(BIO_pending(out)), '\0');
        if (bytes.empty()) co_return;
        BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
        const net::const_buffer buffer(bytes.data(), bytes.size());
        const auto send = [&](auto token) { return net::async_write(socket_, buffer, token); };
        co_await cancellable(send, ec);
    }

    socket_type socket_;
    context_ptr context_;
    ssl_ptr ssl_;
};

}  // namespace

net::awaitable<std::unique_ptr<byte_stream>> start_tls(socket_type socket, const endpoint& where,
                                                       byte_stream::time_point expiry) {
    auto stream = std::make_unique<tls_stream>(std::move(socket), where);
    error_code ec;
    co_await stream->handshake(expiry, ec);
    if (ec) throw boost::system::system_error(ec);
    co_return stream;
}

}  // namespace engine_api::http
