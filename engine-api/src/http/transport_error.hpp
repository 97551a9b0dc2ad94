#pragma once

#include <engine_api/endpoint.hpp>
#include <engine_api/error.hpp>

#include <boost/system/error_code.hpp>

#include <string>

namespace engine_api::http {

struct request;

/// What the transport was doing when it failed; part of the sentence.
enum class phase { connect, send, head, body, stream };

/// The one place that tells a caller's cancellation, our own timer and a broken peer apart.
[[nodiscard]] error map_error(const boost::system::error_code& ec, phase when,
                              const endpoint& where, const request& r);

/// For a peer that answered, but not as HTTP or the API demands.
[[nodiscard]] error broken_answer(const std::string& reason, const request& r, int status = 0);

}  // namespace engine_api::http
