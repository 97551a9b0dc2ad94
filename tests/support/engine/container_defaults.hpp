#pragma once

#include <support/engine/json.hpp>

namespace support::engine {

// What an engine fills in where a create request says nothing.
json default_config();
json default_host_config();

}  // namespace support::engine
