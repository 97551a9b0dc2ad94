#include <cli/terminal/detach_keys.hpp>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace rollout::cli {

namespace {

/// The code of a control character is that of its capital letter without the bit 64.
char control(char letter) {
    constexpr int control_bits = 0x1f;
    return static_cast<char>(letter & control_bits);
}

char byte_of(const std::string& key, const std::string& text) {
    constexpr std::string_view prefix = "ctrl-";
    constexpr std::string_view controls = "abcdefghijklmnopqrstuvwxyz@[\\]^_";
    if (key.size() == 1) return key.front();
    const bool is_control = key.size() == prefix.size() + 1 && key.starts_with(prefix) &&
                            controls.find(key.back()) != std::string_view::npos;
    if (!is_control)
        throw std::invalid_argument("--detach-keys: '" + key + "' of '" + text +
                                    "' is no key: write a character, or ctrl- and a letter");
    return control(key.back());
}

}  // namespace

detach_keys::detach_keys(const std::string& text) {
    const auto all = text.empty() ? std::string(default_detach_keys) : text;
    std::istringstream keys(all);
    for (std::string key; std::getline(keys, key, ',');)
        keys_ += byte_of(key, all);
}

std::string_view detach_keys::typed(std::string_view bytes) {
    const auto before = last_.size();
    last_.append(bytes);
    const auto at = last_.find(keys_);
    if (at != std::string::npos) {
        seen_ = true;
        return bytes.substr(0, at - std::min(at, before));
    }
    last_.erase(0, last_.size() - std::min(last_.size(), keys_.size() - 1));
    return bytes;
}

}  // namespace rollout::cli
