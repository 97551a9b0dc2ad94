#include "blank.hpp"

#include <algorithm>

namespace rollout::compose {

namespace {

constexpr std::string_view blanks[] = {" ", "\t", "\v", "\f", "\r", "\xC2\x85", "\xC2\xA0"};

constexpr std::string_view other_white[] = {
    "\n",           "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
    "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89",
    "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};

template <class Set>
std::size_t first_of(const Set& set, std::string_view text) {
    for (const auto one : set) {
        if (text.substr(0, one.size()) == one) return one.size();
    }
    return 0;
}

template <class Set>
std::size_t last_of(const Set& set, std::string_view text) {
    for (const auto one : set) {
        if (text.size() >= one.size() && text.substr(text.size() - one.size()) == one) {
            return one.size();
        }
    }
    return 0;
}

}  // namespace

std::size_t leading_blanks(std::string_view text) {
    std::size_t count = 0;
    while (const auto size = first_of(blanks, text.substr(count)))
        count += size;
    return count;
}

std::size_t leading_white(std::string_view text) {
    std::size_t count = 0;
    while (const auto size = std::max(first_of(blanks, text.substr(count)),
                                      first_of(other_white, text.substr(count)))) {
        count += size;
    }
    return count;
}

void trim_right(std::string_view& text) {
    while (const auto size = std::max(last_of(blanks, text), last_of(other_white, text)))
        text.remove_suffix(size);
}

}  // namespace rollout::compose
