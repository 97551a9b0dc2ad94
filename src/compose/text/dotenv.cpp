#include "blank.hpp"
#include "dotenv_escape.hpp"

#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/dotenv.hpp>
#include <rollout/compose/text/go_format.hpp>
#include <rollout/compose/text/invalid_value.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace rollout::compose {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_key_char(char c) {
    return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 || c == '_' ||
           c == '.' || c == '-' || c == '[' || c == ']';
}

class dotenv_parser {
  public:
    dotenv_parser(std::string_view text, const variable_lookup& outer, variables& into,
                  warnings& notes)
        : text_(text),
          outer_(outer),
          into_(into),
          expand_([this](std::string_view name) { return look_up(name); }, notes) {}

    void run() {
        while (skip_to_statement()) {
            const auto [key, bare] = read_key();
            if (bare) {
                if (auto value = outer_(key)) into_[key] = *std::move(value);
            } else {
                into_[key] = read_value();
            }
        }
    }

  private:
    [[nodiscard]] std::optional<std::string> look_up(std::string_view name) const {
        if (auto value = outer_(name)) return value;
        const auto it = into_.find(name);
        return it == into_.end() ? std::nullopt : std::optional(it->second);
    }

    [[nodiscard]] int line_at(std::size_t at) const {
        const auto lines = std::count(text_.begin(), text_.begin() + static_cast<long>(at), '\n');
        return static_cast<int>(lines) + 1;
    }

    [[noreturn]] void fail(std::size_t at, const std::string& message) const {
        throw dotenv_error(line_at(at), "line " + std::to_string(line_at(at)) + ": " + message);
    }

    /// False at the end of the text.
    bool skip_to_statement() {
        while (true) {
            at_ += leading_white(text_.substr(at_));
            if (at_ == text_.size()) return false;
            if (text_[at_] != '#') return true;
            at_ = std::min(text_.find('\n', at_), text_.size());
        }
    }

    void skip_blanks() { at_ += leading_blanks(text_.substr(at_)); }

    void skip_export() {
        static constexpr std::string_view keyword = "export";
        const auto rest = text_.substr(at_);
        const auto after = rest.substr(std::min(keyword.size(), rest.size()));
        if (rest.substr(0, keyword.size()) != keyword || after.empty()) return;
        if (std::string_view(" \t\n\f\r").find(after.front()) == std::string_view::npos) return;
        at_ += keyword.size();
        skip_blanks();
    }

    /// The key, and whether it stands alone on its line. What ends with the text and has no
    /// separator is a value without a key, as in docker compose.
    std::pair<std::string, bool> read_key() {
        skip_export();
        const auto begin = at_;
        while (at_ < text_.size() && text_[at_] != '=' && text_[at_] != ':' && text_[at_] != '\n') {
            if (const auto blank = leading_blanks(text_.substr(at_))) {
                at_ += blank;
            } else if (is_key_char(text_[at_])) {
                ++at_;
            } else {
                fail(at_, "unexpected character " + go_quoted(text_.substr(at_, 1)) +
                              " in variable name " + go_quoted(line_from(begin)));
            }
        }
        if (at_ == text_.size()) {
            at_ = begin;
            skip_blanks();
            return {"", false};
        }
        auto key = text_.substr(begin, at_ - begin);
        trim_right(key);
        if (key.find(' ') != std::string_view::npos) fail(begin, "key cannot contain a space");
        const bool bare = text_[at_] == '\n';
        ++at_;
        if (!bare) skip_blanks();
        return {std::string(key), bare};
    }

    [[nodiscard]] std::string line_from(std::size_t begin) const {
        return std::string(text_.substr(begin, text_.find('\n', begin) - begin));
    }

    std::string read_value() {
        const auto begin = at_;
        if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) {
            const char quote = text_[at_];
            auto value = read_quoted(quote);
            return quote == '"' ? expand_at(begin, unescape(value)) : value;
        }
        const auto end = std::min(text_.find('\n', at_), text_.size());
        auto value = text_.substr(at_, end - at_);
        at_ = end;
        value = value.substr(0, value.find(" #"));
        trim_right(value);
        return expand_at(begin, value);
    }

    /// Everything up to the closing quote; only an escaped quote loses its backslash.
    std::string read_quoted(char quote) {
        const auto begin = at_;
        std::string value;
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == quote) {
                ++at_;
                return value;
            }
            value += c;
            if (c == '\\' && at_ + 1 < text_.size()) {
                const char escaped = text_[++at_];
                if (escaped == quote) value.pop_back();
                value += escaped;
            }
        }
        fail(text_.size(), "unterminated quoted value " + line_from(begin));
    }

    std::string expand_at(std::size_t begin, std::string_view value) {
        try {
            return expand_(value);
        } catch (const invalid_value& e) {
            throw dotenv_error(line_at(begin), e.what());
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    const variable_lookup& outer_;
    variables& into_;
    interpolator expand_;
};

void drop_byte_order_mark(std::string_view& text) {
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
        text.remove_prefix(byte_order_mark.size());
    }
}

}  // namespace

void parse_dotenv(std::string_view text, const variable_lookup& outer, variables& into,
                  warnings& notes) {
    drop_byte_order_mark(text);
    dotenv_parser(text, outer, into, notes).run();
}

void parse_raw_env(std::string_view text, const variable_lookup& outer, variables& into) {
    static constexpr std::string_view blanks = " \t\v\f\r";
    drop_byte_order_mark(text);
    int line_number = 0;
    while (!text.empty()) {
        ++line_number;
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        line.remove_prefix(leading_white(line));
        if (line.empty() || line.front() == '#') continue;
        const auto equals = line.find('=');
        const std::string key(line.substr(0, equals));
        if (key.empty()) {
            throw dotenv_error(line_number,
                               "no variable name on line '" + std::string(line) + '\'');
        }
        if (key.find_first_of(blanks) != std::string::npos) {
            throw dotenv_error(line_number, "variable '" + key + "' contains whitespaces");
        }
        if (equals != std::string_view::npos) {
            into[key] = line.substr(equals + 1);
        } else if (auto value = outer(key)) {
            into[key] = *std::move(value);
        }
    }
}

}  // namespace rollout::compose
