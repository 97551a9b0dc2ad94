// One probe and what became of it.
#pragma once

#include "http/probe.hpp"
#include "support.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <variant>

namespace engine_api {

inline probe_result probed(const std::string& url, probe_options options = {},
                           std::chrono::milliseconds limit = never_expires,
                           http::lookup look_up = http::system_lookup) {
    return run_coro([&]() -> net::awaitable<probe_result> {
        return http::probe(parse_http_target(url), std::move(options), deadline::after(limit),
                           std::move(look_up));
    });
}

/// Fails the test when there was none.
inline http_answer answer_of(const probe_result& result) {
    if (const auto* const failed = std::get_if<probe_failure>(&result)) {
        ADD_FAILURE() << failed->text;
        return {};
    }
    return std::get<http_answer>(result);
}

/// Fails the test unless there was no answer, for this reason; the sentence.
inline std::string sentence_of(const probe_result& result, probe_problem expected) {
    const auto* const failed = std::get_if<probe_failure>(&result);
    if (!failed) {
        ADD_FAILURE() << "status " << std::get<http_answer>(result).status;
        return {};
    }
    EXPECT_EQ(failed->problem, expected) << failed->text;
    return failed->text;
}

}  // namespace engine_api
