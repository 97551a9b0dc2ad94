// An engine's door with TLS: certificates made on the spot, and a server that answers one script.
#pragma once

#include "tcp_server.hpp"

#include <support/temp_dir.hpp>

#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <string>

namespace engine_api {

/// A certificate authority, a server's certificate for 127.0.0.1 and a client's, as PEM files.
class test_certificates {
  public:
    /// `server_address` is what the server's certificate is for; `seconds_left` until it and the
    /// client's end.
    explicit test_certificates(const std::string& server_address = "127.0.0.1",
                               long seconds_left = 3600);

    [[nodiscard]] std::string file(const std::string& name) const { return (dir_ / name).string(); }
    [[nodiscard]] std::string ca() const { return file("ca.pem"); }

  private:
    support::temp_dir dir_;
};

/// One TLS connection, as the server sees it. Blocking.
class tls_peer {
  public:
    explicit tls_peer(SSL* ssl) : ssl_(ssl) {}
    /// Reads until the bytes end with `end`.
    std::string read_until(const std::string& end);
    /// Reads until the client ends its direction.
    std::string read_to_end();
    void write(const std::string& bytes);
    /// Ends in TLS's own way.
    void say_goodbye();
    /// Whom the client asked for (SNI); empty = nobody in particular.
    [[nodiscard]] std::string asked_for() const;

  private:
    SSL* ssl_;
};

class tls_server {
  public:
    /// Each connection whose handshake succeeds is given to `serve`, on a thread of its own.
    tls_server(const test_certificates& certificates, bool wants_client_certificate,
               std::function<void(tls_peer&)> serve);
    ~tls_server();
    tls_server(const tls_server&) = delete;
    tls_server& operator=(const tls_server&) = delete;

    [[nodiscard]] std::string url() const { return "tcp://" + tcp_.address(); }
    /// `127.0.0.1:PORT`.
    [[nodiscard]] std::string address() const { return tcp_.address(); }
    [[nodiscard]] unsigned short port() const { return tcp_.port(); }

  private:
    void serve(int fd);

    SSL_CTX* context_;
    std::function<void(tls_peer&)> serve_;
    tcp_server tcp_;  // last: its threads use the others
};

}  // namespace engine_api
