# Compiles the files of a target in batches: what the headers of Asio, nlohmann/json and GoogleTest
# cost is paid once for a batch, which halves a clean build. The names of its files share one scope
# then, the anonymous ones too. scripts/check compiles the product's files one by one, which shows
# includes that a file lacks.
function(rollout_unity target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ${ROLLOUT_UNITY} UNITY_BUILD_BATCH_SIZE 8)
    if(ROLLOUT_UNITY)
        # The warning is about headers whose types are in an anonymous namespace; g++ takes the files
        # of a batch, which it includes, for headers.
        target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    endif()
endfunction()
