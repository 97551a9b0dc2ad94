// The stack of the repository's docker-compose.yml inside a fake engine, as `rollout up` leaves it.
#pragma once

#include <support/fake_engine.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace support {

// Container names are compose's: <project>-app-1, <project>-proxy-1; the network is <project>_edge.
struct sample_stack {
    std::string project;
    std::string blue;   // container id
    std::string proxy;  // container id
    std::filesystem::path compose_file;
    std::filesystem::path snippet;     // nginx/conf.d/upstream.conf
    std::filesystem::path state_file;  // state/active-color, not written
};

// Copies docker-compose.yml and nginx/ of the repository below `dir`, with a build context app/
// whose binary is a few bytes, and adds nginx:1.27-alpine; nothing runs yet.
sample_stack write_sample_files(fake_engine& engine, const std::filesystem::path& dir,
                                const std::string& project = "rollout");

// The same, and then network, blue (healthy) and proxy (serving blue). The containers carry
// compose's labels; `hashes` gives their config-hash by service, a service that is not in it has
// none.
sample_stack seed_sample_stack(fake_engine& engine, const std::filesystem::path& dir,
                               const std::string& project = "rollout",
                               const std::map<std::string, std::string>& hashes = {});

}  // namespace support
