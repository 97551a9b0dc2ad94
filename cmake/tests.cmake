include(GoogleTest)

# add_rollout_test(name SOURCES a.cpp ... LIBS lib ... [LABEL l] [SERIAL] [UNITY])
# One test program; every TEST in it becomes a ctest case, found when ctest runs. One label only: of a
# list gtest_discover_tests takes the second for the name of the next property.
function(add_rollout_test name)
    cmake_parse_arguments(arg "SERIAL;UNITY" "TIMEOUT;LABEL" "SOURCES;LIBS" ${ARGN})
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "add_rollout_test(${name}) does not know ${arg_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 60)
    endif()
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LIBS} rollout_test_folders GTest::gtest_main
        rollout_warnings)
    if(arg_UNITY)
        rollout_unity(${name})
    endif()
    if(arg_SERIAL)
        set(serial RUN_SERIAL TRUE)
    endif()
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST
        PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} ${serial})
endfunction()
