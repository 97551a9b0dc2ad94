// Connections that take their time: an answer that is late, a body that comes in pieces, a
// websocket that stays open. Each does one after the other, on a connection of its own, until the
// ledger gives no more. All arguments outlive the coroutines.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <traffic/client.hpp>

namespace traffic {

boost::asio::awaitable<void> run_slow_client(const target& where, const options& settings,
                                             ledger& results);
boost::asio::awaitable<void> run_upload_client(const target& where, const options& settings,
                                               ledger& results);
boost::asio::awaitable<void> run_websocket_client(const target& where, const options& settings,
                                                  ledger& results);

}  // namespace traffic
