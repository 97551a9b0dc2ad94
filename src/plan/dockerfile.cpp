#include "dockerfile.hpp"

#include <rollout/compose/text/ascii.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace rollout::plan {

namespace {

constexpr std::string_view blanks = " \t\v\f\r";
constexpr auto none = std::string_view::npos;

std::string_view without_blanks_before(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    return first == none ? std::string_view() : text.substr(first);
}

std::string_view without_blanks_behind(std::string_view text) {
    const auto last = text.find_last_not_of(blanks);
    return text.substr(0, last == none ? 0 : last + 1);
}

std::string_view without_tabs_before(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of('\t'), text.size()));
}

std::vector<std::string_view> lines_of_dockerfile(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// The first word of `text`, its quotes and escapes as they are; blanks inside of quotes are its.
std::string_view first_shell_word(std::string_view text, char escape) {
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == escape && quote != '\'') {
            ++i;
        } else if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (blanks.find(c) != none) {
            return text.substr(0, i);
        }
    }
    return text;
}

/// `# NAME = VALUE` at the top of a Dockerfile; an empty name = none.
dockerfile_flag directive_of(std::string_view line) {
    line = without_blanks_before(line);
    const auto equals = line.find('=');
    if (!line.starts_with('#') || equals == none) return {};
    const auto name = without_blanks_behind(without_blanks_before(line.substr(1, equals - 1)));
    const auto value = without_blanks_behind(without_blanks_before(line.substr(equals + 1)));
    return {compose::upper_case(name), std::string(value)};
}

struct heredoc_mark {
    std::string delimiter;  ///< empty = none
    bool strips_tabs = false;
};

/// `<<EOF`, `3<<-"EOF"` of a command.
heredoc_mark heredoc_of(std::string_view word) {
    word.remove_prefix(std::min(word.find_first_not_of("0123456789"), word.size()));
    if (!word.starts_with("<<")) return {};
    word.remove_prefix(2);
    heredoc_mark mark;
    mark.strips_tabs = word.starts_with('-');
    if (mark.strips_tabs) word.remove_prefix(1);
    if (word.find('<') != none) return {};
    std::copy_if(word.begin(), word.end(), std::back_inserter(mark.delimiter),
                 [](char c) { return c != '"' && c != '\''; });
    return mark;
}

class dockerfile_reader {
  public:
    explicit dockerfile_reader(std::string_view text) : lines_(lines_of_dockerfile(text)) {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            last_[lines_[i]] = i;
            last_without_tabs_[without_tabs_before(lines_[i])] = i;
        }
    }

    std::vector<dockerfile_instruction> run() {
        read_directives();
        while (next_ < lines_.size()) {
            const auto begin = next_;
            if (is_passed_over(lines_[next_])) {
                ++next_;
                continue;
            }
            const auto text = logical_line();
            auto& one = found_.emplace_back();
            one.line = static_cast<int>(begin) + 1;
            one.column = static_cast<int>(lines_[begin].find_first_not_of(blanks)) + 1;
            take_apart(text, one);
        }
        return std::move(found_);
    }

  private:
    static bool is_passed_over(std::string_view line) {
        const auto text = without_blanks_before(line);
        return text.empty() || text.starts_with('#');
    }

    void read_directives() {
        for (const auto& line : lines_) {
            const auto [name, value] = directive_of(line);
            if (name != "SYNTAX" && name != "ESCAPE" && name != "CHECK") return;
            if (name == "ESCAPE" && value == "`") escape_ = '`';
        }
    }

    /// Without its escape at the end, if it has one there.
    bool cut_continuation(std::string_view& line) const {
        const auto text = without_blanks_behind(line);
        if (!text.ends_with(escape_)) return false;
        const auto before = text.substr(0, text.size() - 1);
        if (before.ends_with(escape_)) return false;  // it escapes itself
        line = before;
        return true;
    }

    /// The line at `next_` and those that continue it.
    std::string logical_line() {
        std::string text;
        const auto begin = next_;
        for (bool goes_on = true; goes_on && next_ < lines_.size(); ++next_) {
            auto line = lines_[next_];
            if (next_ != begin && is_passed_over(line)) continue;
            goes_on = cut_continuation(line);
            text += line;
        }
        return text;
    }

    void take_apart(std::string_view text, dockerfile_instruction& to) {
        text = without_blanks_before(text);
        const auto name = text.substr(0, std::min(text.find_first_of(blanks), text.size()));
        text = without_blanks_before(text.substr(name.size()));
        to.name = compose::upper_case(name);
        if (to.name == "ONBUILD" && !to.triggered) {
            to.triggered = true;
            take_apart(text, to);
            return;
        }
        while (text.starts_with("--")) {
            const auto word = first_shell_word(text, escape_);
            text = without_blanks_before(text.substr(word.size()));
            const auto equals = std::min(word.find('='), word.size());
            to.flags.push_back({std::string(word.substr(2, equals - 2)),
                                std::string(word.substr(std::min(equals + 1, word.size())))});
            if (word == "--") break;
        }
        to.rest = without_blanks_behind(text);
        if (to.name == "RUN" || to.name == "COPY" || to.name == "ADD") take_heredocs(to);
    }

    void take_heredocs(dockerfile_instruction& of) {
        std::string_view text = of.rest;
        while (!text.empty()) {
            const auto word = first_shell_word(text, escape_);
            const auto mark = heredoc_of(word);
            if (!mark.delimiter.empty() && skip_body(mark)) of.heredoc = true;
            text = without_blanks_before(text.substr(word.size()));
        }
    }

    /// False, and nothing is skipped, when the delimiter does not come.
    bool skip_body(const heredoc_mark& mark) {
        const auto& last = mark.strips_tabs ? last_without_tabs_ : last_;
        const auto there = last.find(mark.delimiter);
        if (there == last.end() || there->second < next_) return false;
        const auto is_end = [&](std::string_view line) {
            return (mark.strips_tabs ? without_tabs_before(line) : line) == mark.delimiter;
        };
        while (!is_end(lines_[next_]))
            ++next_;
        ++next_;
        return true;
    }

    std::vector<std::string_view> lines_;
    // Where a line stands for the last time: no heredoc is looked for in vain.
    std::unordered_map<std::string_view, std::size_t> last_;
    std::unordered_map<std::string_view, std::size_t> last_without_tabs_;
    std::size_t next_ = 0;
    char escape_ = '\\';
    std::vector<dockerfile_instruction> found_;
};

}  // namespace

std::vector<dockerfile_instruction> parse_dockerfile(std::string_view text) {
    return dockerfile_reader(text).run();
}

}  // namespace rollout::plan
