# What most files of the asynchronous and of the test code include, parsed once. Never needed to
# compile: every file includes what it uses.
function(rollout_precompile target)
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
