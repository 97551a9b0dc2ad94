#pragma once

#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace engine_api {

struct helper_result {
    int exit_code = 0;
    std::string output;  ///< stdout; at most 64 KiB are read
};

/// Starts `program`, found along PATH, with one argument and no shell; gives it `input` and the end
/// of it on stdin, and reads its stdout. Its stderr goes nowhere. A program that does not end in
/// time, or whose caller is cancelled, is killed.
/// Throws `error`: bad_request when it cannot be started, timeout, cancelled.
boost::asio::awaitable<helper_result> run_helper(std::string program, std::string argument,
                                                 std::string input, deadline until);

}  // namespace engine_api
