#include <rollout/compose/model/hash.hpp>
#include <rollout/compose/model/normal_form.hpp>

#include <openssl/evp.h>

#include <array>
#include <stdexcept>
#include <string_view>

namespace rollout::compose {

std::string service_hash(const service& s) {
    auto hashed = s;
    hashed.build.reset();
    hashed.pull_policy.clear();
    hashed.scale.reset();
    if (hashed.deploy) hashed.deploy->replicas.reset();
    hashed.depends_on.clear();
    hashed.profiles.clear();
    return sha256_hex(compact_json(normal_form(hashed, format::json)));
}

std::string network_hash(const network& n) {
    return sha256_hex(compact_json(normal_form(n, format::json)));
}

std::string volume_hash(const volume& v) {
    auto hashed = v;
    if (hashed.driver.empty()) hashed.driver = "local";
    return sha256_hex(compact_json(normal_form(hashed, format::json)));
}

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        text += hex[digest[i] >> 4U];
        text += hex[digest[i] & 15U];
    }
    return text;
}

}  // namespace rollout::compose
