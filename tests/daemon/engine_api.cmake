# Against a real engine: its socket comes from ROLLOUT_TEST_SOCKET, and without one they fail.
add_executable(engine_api_probe engine_api_probe.cpp)
# Alone in an image FROM scratch, so static; and then without sanitizers, which cannot be.
target_compile_options(engine_api_probe PRIVATE -fno-sanitize=all)
target_link_options(engine_api_probe PRIVATE -static -fno-sanitize=all)
target_link_libraries(engine_api_probe PRIVATE rollout_warnings)

add_rollout_test(engine_api_daemon_tests
    SOURCES
        engine_api_containers.cpp
        engine_api_exec.cpp
        engine_api_fixture.cpp
        engine_api_images.cpp
        engine_api_networks.cpp
        engine_api_system.cpp
        engine_api_volumes.cpp
    LIBS engine_api rollout_test_support
    LABEL daemon
    UNITY
    TIMEOUT 120)
add_dependencies(engine_api_daemon_tests engine_api_probe)

# Needs an engine behind TLS with certificates of its own: scripts/engines has both.
add_executable(engine_api_tls_tests engine_api_tls.cpp)
target_link_libraries(engine_api_tls_tests PRIVATE
    engine_api rollout_test_support GTest::gtest_main rollout_warnings)
