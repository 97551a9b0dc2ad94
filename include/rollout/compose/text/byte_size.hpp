#pragma once

#include <cstdint>
#include <string_view>

namespace rollout::compose {

/// `64m`, `1.5 GiB`, `1024`: a number with an optional unit b k m g t p (`kb`, `kib`), powers of
/// 1024, any case. In bytes. Throws `invalid_value`, also for a negative number.
std::int64_t parse_byte_size(std::string_view text);

}  // namespace rollout::compose
