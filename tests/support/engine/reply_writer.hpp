#pragma once

#include <support/engine/connection.hpp>

namespace support::engine {

// Writes the answer of one exchange, or does what its fault asks for instead. True when the
// connection can carry another request.
boost::asio::awaitable<bool> write_exchange(std::shared_ptr<connection> to, const request& asked,
                                            exchange what, bool keep_alive);

}  // namespace support::engine
