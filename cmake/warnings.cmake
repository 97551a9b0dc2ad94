# Flags of our own targets only: link `rollout_warnings` privately.
add_library(rollout_warnings INTERFACE)
target_compile_options(rollout_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Werror=switch -Werror=unused-result -Werror=return-type
    $<$<BOOL:${ROLLOUT_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # False alarms on std::string in optimised builds (GCC bug 105651).
    target_compile_options(rollout_warnings INTERFACE -Wno-restrict)
endif()
