# Builds and installs engine_api alone, then builds the examples against what was installed.
function(run what)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${what} failed:\n${text}")
    endif()
endfunction()

set(prefix ${WORK}/prefix)
file(REMOVE_RECURSE ${prefix} ${WORK}/examples)
run("configuring engine_api" ${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/library -G Ninja
    -D CMAKE_BUILD_TYPE=Debug -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER})
run("building engine_api" ${CMAKE_COMMAND} --build ${WORK}/library)
run("installing engine_api" ${CMAKE_COMMAND} --install ${WORK}/library --component engine_api
    --prefix ${prefix})
run("configuring the examples" ${CMAKE_COMMAND} -S ${SOURCE}/examples -B ${WORK}/examples -G Ninja
    -D CMAKE_BUILD_TYPE=Debug -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    -D CMAKE_PREFIX_PATH=${prefix})
run("building the examples" ${CMAKE_COMMAND} --build ${WORK}/examples)

# An engine that is not there is told apart from a program that does not work.
set(ENV{DOCKER_HOST} unix://${WORK}/absent.sock)
execute_process(COMMAND ${WORK}/examples/list_containers
    RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE error)
if(NOT result EQUAL 1 OR NOT error MATCHES "cannot reach the Docker engine at unix://.*absent.sock")
    message(FATAL_ERROR "list_containers ended with ${result}: ${text}${error}")
endif()
