#pragma once

#include <support/engine/core.hpp>

#include <string>

namespace support::engine {

// "0.0.0.0:8080" when another container that is up publishes a port that this one wants; else
// empty.
std::string taken_port(const core& engine, const container& one);
// NetworkSettings.Ports for a container that starts now; a host port that was left open gets a
// number.
json published_ports(const core& engine, const container& one);

}  // namespace support::engine
