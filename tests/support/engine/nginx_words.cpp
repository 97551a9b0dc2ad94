#include <support/engine/nginx_words.hpp>

#include <algorithm>
#include <cctype>

namespace support::engine {
namespace {

bool is_sign(char c) {
    return c == ';' || c == '{' || c == '}';
}

bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

bool nginx_words::next(nginx_word& into) {
    skip_space();
    into = {"", line_, false};
    if (at_ == text_.size()) return false;
    const char c = text_[at_];
    if (is_sign(c)) {
        ++at_;
        into.text = c;
        into.sign = true;
    } else if (c == '"' || c == '\'') {
        read_quoted(into, c);
    } else {
        read_word(into);
    }
    return true;
}

void nginx_words::skip_space() {
    while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '#')) {
        if (text_[at_] == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else if (text_[at_++] == '\n') {
            ++line_;
        }
    }
}

void nginx_words::read_quoted(nginx_word& into, char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
        if (text_[at_] == '\n') ++line_;
        into.text += text_[at_];
    }
    if (at_ < text_.size()) ++at_;
}

void nginx_words::read_word(nginx_word& into) {
    while (at_ < text_.size() && !is_space(text_[at_]) && !is_sign(text_[at_])) {
        // "${name}" is one word.
        const bool variable = text_.compare(at_, 2, "${") == 0;
        const auto end = variable ? text_.find('}', at_) : at_;
        into.text += text_.substr(at_, end - at_ + 1);
        at_ = end == std::string::npos ? text_.size() : end + 1;
    }
}

}  // namespace support::engine
