#pragma once

#include "http/transport.hpp"
#include "wire/gates.hpp"
#include "wire/json.hpp"
#include "wire/query.hpp"

#include <engine_api/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace engine_api {

/// The public face of each resource. They live beside the session, so that a call which has not
/// been awaited yet never refers to something that is gone.
struct resource_views {
    explicit resource_views(session& s)
        : system(s), containers(s), exec(s), images(s), networks(s), volumes(s), swarm(s) {}
    engine_api::system system;
    engine_api::containers containers;
    engine_api::exec exec;
    engine_api::images images;
    engine_api::networks networks;
    engine_api::volumes volumes;
    engine_api::swarm swarm;
};

/// What all endpoints share: the versioned path, the status table, JSON in and out.
class session {
  public:
    session(boost::asio::any_io_executor executor, endpoint where, const client_options& options);
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    boost::asio::awaitable<void> negotiate(deadline until);
    boost::asio::awaitable<ping_result> ping(deadline until);

    /// `/containers/json` -> `/v1.41/containers/json`.
    [[nodiscard]] std::string path(const std::string& unversioned) const;
    [[nodiscard]] http::request get(const std::string& path, const wire::query& q = {}) const;
    /// `json_body` may be empty.
    [[nodiscard]] http::request post(const std::string& path, const wire::query& q = {},
                                     std::string json_body = {}) const;
    [[nodiscard]] http::request remove(const std::string& path, const wire::query& q = {}) const;

    /// Throws for every status from 300 up.
    boost::asio::awaitable<http::response> call(http::request r, deadline until);
    /// The same where 304 is an answer like others: false = nothing changed.
    boost::asio::awaitable<bool> call_changing(http::request r, deadline until);
    /// `call`, then the body as JSON.
    boost::asio::awaitable<wire::json> call_json(http::request r, deadline until);
    /// `call_json`, then `decoded`.
    template <typename Decode>
    auto call_as(http::request r, deadline until, Decode decode)
        -> boost::asio::awaitable<std::invoke_result_t<Decode, const wire::json&>> {
        const auto document = co_await call_json(r, until);
        co_return decoded(r, document, decode);
    }
    /// As `call` for an answer that is read as a stream; 101 is fine too.
    boost::asio::awaitable<std::unique_ptr<byte_reader>> open(http::request r, deadline until);
    /// As `open`, and asks for the connection itself: what is attached reads and writes on it.
    boost::asio::awaitable<std::unique_ptr<byte_reader>> open_bare(http::request r, deadline until);
    /// The rest of a stream, which is one JSON document.
    static boost::asio::awaitable<wire::json> rest_as_json(byte_reader& reader, deadline until);

    /// Runs `decode` on a document; a shape the API does not promise is `error_kind::protocol`.
    template <typename Decode>
    static auto decoded(const http::request& r, const wire::json& document, Decode decode) {
        try {
            if (!document.is_structured())
                throw http::broken_answer("the answer is neither a JSON object nor a list", r);
            return decode(document);
        } catch (const wire::json::exception& e) {
            throw http::broken_answer(std::string("unexpected JSON in the answer: ") + e.what(), r);
        }
    }

    [[nodiscard]] resource_views& views() { return views_; }
    [[nodiscard]] const endpoint& where() const { return transport_.where(); }
    [[nodiscard]] const timeouts& limits() const { return transport_.limits(); }
    [[nodiscard]] const std::string& api_version() const { return version_; }
    /// Throws `unsupported` when the negotiated version lacks it.
    void check(const wire::feature& f) const { wire::check(f, version_); }

  private:
    void watch(const http::request& r, int status) const;

    http::transport transport_;
    std::string version_ = oldest_api_version;
    std::string pinned_;
    std::function<void(const request_record&)> on_request_;
    resource_views views_{*this};
};

/// What `work` gives; nullopt when the engine refuses it with `expected`, which is an answer like
/// others to the caller.
template <typename T>
boost::asio::awaitable<std::optional<T>> unless(error_kind expected,
                                                boost::asio::awaitable<T> work) {
    try {
        co_return co_await std::move(work);
    } catch (const error& e) {
        if (e.kind() != expected) throw;
    }
    co_return std::nullopt;
}

/// Throws bad_request when `value` (an id, a name, a reference) is empty.
void require(const std::string& value, const char* what);

}  // namespace engine_api
