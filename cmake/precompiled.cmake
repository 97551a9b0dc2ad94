# What most files of the asynchronous and of the test code include, parsed once. Never needed to
# compile: scripts/check compiles the product's files without it.
function(rollout_precompile target)
    if(NOT ROLLOUT_PRECOMPILE)
        return()
    endif()
    target_precompile_headers(${target} PRIVATE
        <boost/asio/awaitable.hpp>
        <boost/asio/any_io_executor.hpp>
        <nlohmann/json.hpp>
        <chrono>
        <filesystem>
        <map>
        <memory>
        <optional>
        <string>
        <vector>)
endfunction()
