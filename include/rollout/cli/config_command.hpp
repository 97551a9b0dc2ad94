#pragma once

#include <string>

namespace rollout::cli {

struct process;
struct invocation;

/// Flag for flag those of `docker compose config`.
struct config_options {
    config_options() = default;
    std::string format;  ///< `yaml`, `json`; empty = the default of what is printed
    std::string hash;    ///< `*` or names
    std::string output;
    bool services = false;
    bool volumes = false;
    bool networks = false;
    bool models = false;
    bool images = false;
    bool profiles = false;
    bool variables = false;
    bool environment = false;
    bool quiet = false;
    bool no_interpolate = false;
    bool no_normalize = false;
    bool no_path_resolution = false;
    bool no_consistency = false;
    bool no_env_resolution = false;
    bool resolve_image_digests = false;
    bool lock_image_digests = false;
};

/// Prints the model, or the part of it that a flag asks for, as docker compose prints it; warnings
/// go to `p.err`. Needs no engine. Throws `compose::error` and std::runtime_error.
void run_config(const process& p, const invocation& what);

}  // namespace rollout::cli
