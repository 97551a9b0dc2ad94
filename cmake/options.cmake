# One place for what a builder may choose and for what every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release or RelWithDebInfo" FORCE)
endif()

option(ROLLOUT_BUILD_TESTS "Build the tests" ON)
option(ROLLOUT_WERROR "Treat warnings as errors" OFF)
option(ROLLOUT_UNITY "Compile the files of a target in batches, see cmake/unity.cmake" ON)
option(ROLLOUT_PRECOMPILE "Parse the heavy headers once, see cmake/precompiled.cmake" ON)
option(ROLLOUT_FUZZ "Build the fuzzers; needs clang and -fsanitize=fuzzer-no-link" OFF)
set(ROLLOUT_SANITIZE "" CACHE STRING "Sanitizers for every target, for example address,undefined")

# A fully static program runs on any host and in an empty image; a sanitizer run time cannot.
if(ROLLOUT_SANITIZE)
    set(ROLLOUT_STATIC_DEFAULT OFF)
else()
    set(ROLLOUT_STATIC_DEFAULT ON)
endif()
option(ROLLOUT_STATIC "Link rollout and the sample app fully static" ${ROLLOUT_STATIC_DEFAULT})

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # Precompiled headers are no reason for a miss as long as the text that they stand for is the same,
    # nor is the folder of the checkout.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
        CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()


# At -O3 the program is a tenth larger, and no deploy is faster. What no one calls is left out of it.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG -ffunction-sections -fdata-sections")
