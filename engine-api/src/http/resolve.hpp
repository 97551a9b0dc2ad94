#pragma once

#include <engine_api/endpoint.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace engine_api::http {

using peer_list = std::vector<boost::asio::ip::tcp::endpoint>;

/// Blocks. The system's resolver asks name servers for as long as its own settings say.
using lookup = std::function<peer_list(const std::string& host, std::uint16_t port,
                                       boost::system::error_code& ec)>;
[[nodiscard]] peer_list system_lookup(const std::string& host, std::uint16_t port,
                                      boost::system::error_code& ec);

/// The addresses of a host. An address is its own; a name is looked up on a thread of its own,
/// which is left alone when `expiry` passes or the caller is cancelled: nothing can end it.
/// Throws boost::system::system_error.
boost::asio::awaitable<peer_list> resolve(boost::asio::any_io_executor executor,
                                          const endpoint& where, deadline::clock::time_point expiry,
                                          lookup look_up = system_lookup);

}  // namespace engine_api::http
