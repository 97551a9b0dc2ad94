if(ROLLOUT_SANITIZE)
    add_compile_options(-fsanitize=${ROLLOUT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${ROLLOUT_SANITIZE})
endif()
