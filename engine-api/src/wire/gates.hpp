#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What exists only from some API version on. One table for all of it: README.md shows the same.
namespace engine_api::wire {

/// A parameter or an endpoint that is refused when the engine is too old for it.
struct feature {
    const char* what;
    const char* since;
};

inline constexpr feature stop_signal{"a signal of one's own for a stop or restart", "1.42"};
inline constexpr feature exec_console_size{"the terminal's size at the start of an exec", "1.42"};
inline constexpr feature prune_anonymous_volumes{"pruning anonymous volumes alone", "1.42"};
inline constexpr feature image_platform{"choosing the platform of an image to save or load",
                                        "1.48"};

/// The JSON documents that callers build.
enum class document { container, network, network_connection, volume };

/// A field of a document that came with an API version.
struct field_gate {
    enum class below { leave_out, refuse };  ///< what an older engine means for it

    document kind;
    std::string_view path;  ///< `/` between the keys; `*` = each element of a list or object
    const char* since;
    below action;
    std::string_view neutral;  ///< JSON: as good as absent, beside null
};

[[nodiscard]] std::span<const field_gate> field_gates();

struct fitted_document {
    std::string body;                   ///< unchanged unless something was left out
    std::vector<std::string> left_out;  ///< a sentence for each field that an older engine lacks
};

/// Fits a document to an engine that speaks `version`. A field that only tunes is left out; one
/// that the result depends on is refused: throws `error` (unsupported) that names the version.
/// What is no JSON object passes: the engine has its own words for it.
[[nodiscard]] fitted_document fit(document kind, std::string body, std::string_view version);

/// Throws `error` (unsupported) when `version` is older than the feature.
void check(const feature& f, std::string_view version);
/// True when `version` has it.
[[nodiscard]] bool has(const feature& f, std::string_view version);

}  // namespace engine_api::wire
