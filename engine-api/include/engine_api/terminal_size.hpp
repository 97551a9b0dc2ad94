#pragma once

namespace engine_api {

/// Of the terminal of an exec or a container, in characters.
struct terminal_size {
    terminal_size() = default;
    terminal_size(int r, int c) : rows(r), columns(c) {}
    int rows = 24;
    int columns = 80;
};

}  // namespace engine_api
