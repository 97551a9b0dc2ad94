#include "wire/sha256.hpp"

#include <openssl/sha.h>

#include <array>

namespace engine_api::wire {

std::string sha256_hex(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    std::string text;
    for (const auto byte : digest)
        (text += digits[byte >> 4]) += digits[byte & 15];
    return text;
}

}  // namespace engine_api::wire
