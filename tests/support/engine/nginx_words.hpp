#pragma once

#include <cstddef>
#include <string>
#include <utility>

namespace support::engine {

struct nginx_word {
    std::string text;
    int line = 1;
    bool sign = false;  // one of ; { }
};

// Words, quoted words and signs of one file of nginx's.
class nginx_words {
  public:
    explicit nginx_words(std::string text) : text_(std::move(text)) {}

    // False at the end of the file; `line` is then the last one.
    bool next(nginx_word& into);

  private:
    void skip_space();
    void read_quoted(nginx_word& into, char quote);
    void read_word(nginx_word& into);

    std::string text_;
    std::size_t at_ = 0;
    int line_ = 1;
};

}  // namespace support::engine
