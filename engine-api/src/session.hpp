#pragma once

#include "http/transport.hpp"
#include "wire/json.hpp"
#include "wire/query.hpp"

#include <engine_api/client.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace engine_api {

/// What all endpoints share: the versioned path, the status table, JSON in and out.
class session {
  public:
    session(boost::asio::any_io_executor executor, endpoint where, const client_options& options);

    boost::asio::awaitable<void> negotiate(deadline until);

    /// `/containers/json` -> `/v1.41/containers/json`.
    [[nodiscard]] std::string path(const std::string& unversioned) const;
    [[nodiscard]] http::request get(const std::string& path, const wire::query& q = {}) const;
    /// `json_body` may be empty.
    [[nodiscard]] http::request post(const std::string& path, const wire::query& q = {},
                                     std::string json_body = {}) const;
    [[nodiscard]] http::request remove(const std::string& path, const wire::query& q = {}) const;

    /// Throws for every status from 300 up except 304.
    boost::asio::awaitable<http::response> call(http::request r, deadline until);
    /// `call`, then the body as JSON.
    boost::asio::awaitable<wire::json> call_json(http::request r, deadline until);
    /// The same for an answer that is read as a stream; 101 is fine too.
    boost::asio::awaitable<std::unique_ptr<byte_reader>> open(http::request r, deadline until);

    /// Runs `decode` on a document; a shape the API does not promise is `error_kind::protocol`.
    template <typename Decode>
    static auto decoded(const http::request& r, const wire::json& document, Decode decode) {
        try {
            return decode(document);
        } catch (const wire::json::exception& e) {
            throw http::broken_answer(std::string("unexpected JSON in the answer: ") + e.what(), r);
        }
    }

    [[nodiscard]] const endpoint& where() const { return transport_.where(); }
    [[nodiscard]] const std::string& api_version() const { return version_; }

  private:
    http::transport transport_;
    std::string version_ = oldest_api_version;
};

/// Throws bad_request when `value` (an id, a name, a reference) is empty.
void require(const std::string& value, const char* what);

}  // namespace engine_api
