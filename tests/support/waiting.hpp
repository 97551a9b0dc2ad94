// Limits and waiting for tests.
#pragma once

#include <chrono>
#include <functional>

namespace support {

// A test that gets there has failed.
inline constexpr std::chrono::milliseconds never_expires{30'000};
// A limit that is meant to be hit.
inline constexpr std::chrono::milliseconds must_expire{50};

// Asks every few milliseconds until it holds; false when it did not within the timeout.
bool poll_until(const std::function<bool()>& predicate,
                std::chrono::milliseconds timeout = never_expires);

}  // namespace support
