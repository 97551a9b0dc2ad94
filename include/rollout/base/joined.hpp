#pragma once

#include <string>
#include <string_view>

namespace rollout::base {

/// All texts of a container one after the other, the separator between each two.
template <class Texts>
[[nodiscard]] std::string joined(const Texts& texts, std::string_view separator) {
    std::string all;
    bool first = true;
    for (const auto& text : texts) {
        if (!first) all += separator;
        first = false;
        all += text;
    }
    return all;
}

}  // namespace rollout::base
