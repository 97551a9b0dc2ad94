#pragma once

#include <support/message.hpp>

namespace support::engine {

// Hands the connection over: raw bytes both ways until it ends, with a 101 where the client asks
// for it.
reply raw_reply(const request& asked);

}  // namespace support::engine
