#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/shell_words.hpp>

#include <algorithm>

namespace rollout::compose {

namespace {

class word_splitter {
  public:
    std::vector<std::string> run(std::string_view text) {
        for (const char c : text) {
            if (take(c)) continue;
            cut_ = true;
            break;
        }
        if (escaped_ || quoted()) throw invalid_value("invalid command line string");
        end_word();
        return std::move(words_);
    }

    /// Of the text that was split: whether there was more of it.
    [[nodiscard]] bool cut() const { return cut_; }

  private:
    [[nodiscard]] bool quoted() const { return single_ || double_ || backquote_ || dollar_; }

    void end_word() {
        if (in_word_) words_.push_back(std::move(word_));
        word_.clear();
        in_word_ = false;
    }

    void append(char c) {
        word_ += c;
        in_word_ = true;
    }

    /// False where the command ends.
    bool take(char c) {
        if (escaped_) {
            append(c);
            escaped_ = false;
            return true;
        }
        switch (c) {
            case '\\':
                if (single_) {
                    word_ += c;
                } else {
                    escaped_ = true;
                }
                return true;
            case ' ':
            case '\t':
            case '\r':
            case '\n':
                if (quoted()) {
                    word_ += c;
                } else {
                    end_word();
                }
                return true;
            case '"': return take_quote(c, double_, single_ || dollar_);
            case '\'': return take_quote(c, single_, double_ || dollar_);
            case '`':
                if (!single_ && !double_ && !dollar_) backquote_ = !backquote_;
                break;
            case '(': open_parenthesis(); break;
            case ')':
                if (!single_ && !double_ && !backquote_) dollar_ = !dollar_;
                break;
            case '>':
            case '<':
            case ';':
            case '&':
            case '|':
                if (!quoted()) {
                    drop_descriptor(c);
                    return false;
                }
                break;
            default: break;
        }
        append(c);
        return true;
    }

    bool take_quote(char c, bool& mine, bool inside_other) {
        if (inside_other) {
            append(c);
            return true;
        }
        if (mine) in_word_ = true;  // '' is a word
        mine = !mine;
        return true;
    }

    void open_parenthesis() {
        if (single_ || double_ || backquote_) return;
        if (dollar_ || word_.empty() || word_.back() != '$') {
            throw invalid_value("invalid command line string");
        }
        dollar_ = true;
    }

    /// The 2 of `2>` is no word.
    void drop_descriptor(char c) {
        if (c == '>' && !word_.empty() && is_digit(word_.front())) {
            in_word_ = false;
        }
    }

    std::vector<std::string> words_;
    std::string word_;
    bool in_word_ = false;
    bool escaped_ = false;
    bool single_ = false;
    bool double_ = false;
    bool backquote_ = false;
    bool dollar_ = false;
    bool cut_ = false;
};

bool is_plain(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || is_digit(c) || std::string_view("_-+=./:,@%^").find(c) != std::string::npos;
}

std::string quoted(const std::string& word) {
    if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return word;
    std::string text = "'";
    for (const char c : word) {
        if (c == '\'')
            text += "'\\''";
        else
            text += c;
    }
    return text + '\'';
}

}  // namespace

std::vector<std::string> split_shell_words(std::string_view text) {
    return word_splitter().run(text);
}

bool needs_shell(std::string_view text) {
    word_splitter splitter;
    splitter.run(text);
    return splitter.cut();
}

std::string quoted_words(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + quoted(word);
    return text;
}

}  // namespace rollout::compose
