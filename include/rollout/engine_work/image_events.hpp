#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// What happens to images while they are built, pulled and pushed; see events.hpp for what an event
/// is.
namespace rollout::engine_work {

/// The engine's builder begins an instruction of a Dockerfile.
struct build_step {
    static constexpr std::string_view name = "build_step";
    std::string service;
    int step = 0;   ///< from 1
    int steps = 0;  ///< how many there are
    std::string instruction;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("service", service);
        visit("step", step);
        visit("steps", steps);
        visit("instruction", instruction);
    }
};

/// One line of what the instructions of a build say, and the engine's builder about them.
struct build_output {
    static constexpr std::string_view name = "build_output";
    std::string service;
    std::string line;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("service", service);
        visit("line", line);
    }
};

/// What the engine says about a pull as a whole, not about a layer.
struct pull_output {
    static constexpr std::string_view name = "pull_output";
    std::string image;
    std::string line;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("image", image);
        visit("line", line);
    }
};

/// How far a layer of an image is.
struct pull_progress {
    static constexpr std::string_view name = "pull_progress";
    std::string image;
    std::string layer;         ///< its id
    std::string status;        ///< `Downloading`, `Extracting`, `Pull complete`, ...
    std::int64_t current = 0;  ///< bytes of what `status` says; 0 = it has no size
    std::int64_t total = 0;    ///< likewise
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("image", image);
        visit("layer", layer);
        visit("status", status);
        visit("current", current);
        visit("total", total);
    }
};

/// What the engine says about a push as a whole, not about a layer.
struct push_output {
    static constexpr std::string_view name = "push_output";
    std::string image;
    std::string line;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("image", image);
        visit("line", line);
    }
};

/// An image is neither pulled nor pushed, as there is no need.
struct image_skipped {
    static constexpr std::string_view name = "image_skipped";
    std::string purpose;  ///< `pull` or `push`
    std::string service;
    std::string image;  ///< empty = the service names none
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("purpose", purpose);
        visit("service", service);
        visit("image", image);
        visit("why", why);
    }
};

/// An image could not be pulled or pushed, and that is no failure, as the user said.
struct image_failed {
    static constexpr std::string_view name = "image_failed";
    std::string purpose;  ///< `pull` or `push`
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("purpose", purpose);
        visit("why", why);
    }
};

}  // namespace rollout::engine_work
