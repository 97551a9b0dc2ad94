#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/interpolate.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/limits.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace rollout::compose {

namespace {

bool starts_name(char c) {
    return c == '_' || is_letter(c);
}

/// Length of the name at the front of `text`; 0 = none.
std::size_t name_length(std::string_view text) {
    if (text.empty() || !starts_name(text.front())) return 0;
    std::size_t n = 1;
    while (n < text.size() && (starts_name(text[n]) || is_digit(text[n])))
        ++n;
    return n;
}

std::size_t operator_length(std::string_view text) {
    const std::size_t colon = !text.empty() && text.front() == ':' ? 1 : 0;
    if (text.size() == colon) return 0;
    const char c = text[colon];
    return c == '-' || c == '+' || c == '?' ? colon + 1 : 0;
}

/// Index of the brace that closes the first one; npos when they do not balance. As in compose the
/// character behind an opening brace is not looked at.
std::size_t closing_brace(std::string_view text) {
    int open = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '}' && --open == 0) return i;
        if (text[i] == '{') {
            ++open;
            ++i;
        }
    }
    return std::string_view::npos;
}

/// `${NAME}` or `${NAME op operand}` at the front of a text.
struct braced_form {
    std::string_view name;
    std::string_view op;  ///< empty = none
    std::string_view operand;
    std::size_t length = 0;  ///< of the whole form
};

/// Finds the last closing brace of the line that a form stands in. Looks at each line once however
/// many forms it has.
class last_brace_finder {
  public:
    explicit last_brace_finder(std::string_view text) : text_(text) {}

    /// Index in the text, for ever larger `at`; npos when the line has none at or behind `at`.
    std::size_t find(std::size_t at) {
        if (!started_ || at >= line_end_) {
            started_ = true;
            line_end_ = std::min(text_.find('\n', at), text_.size());
            last_ = text_.substr(0, line_end_).rfind('}');
        }
        return last_ == std::string_view::npos || last_ < at ? std::string_view::npos : last_;
    }

  private:
    std::string_view text_;
    bool started_ = false;
    std::size_t line_end_ = 0;
    std::size_t last_ = 0;
};

/// `text` starts with `${`, and `last` is the last brace of its line. The operand ends at the brace
/// that balances the first one, or at `last` when none does.
std::optional<braced_form> parse_braced(std::string_view text, std::size_t last) {
    const auto name_size = name_length(text.substr(2));
    if (name_size == 0) return {};
    braced_form form;
    form.name = text.substr(2, name_size);
    const auto after_name = 2 + name_size;
    const auto op_size = operator_length(text.substr(after_name));
    if (op_size == 0) {
        if (after_name >= text.size() || text[after_name] != '}') return {};
        form.length = after_name + 1;
        return form;
    }
    if (last == std::string_view::npos || last < after_name + op_size) return {};
    const auto whole = text.substr(0, last + 1);
    const auto balanced = closing_brace(whole);
    form.length = (balanced == std::string_view::npos ? last : balanced) + 1;
    form.op = text.substr(after_name, op_size);
    const auto operand_at = after_name + op_size;
    form.operand = text.substr(operand_at, form.length - 1 - operand_at);
    return form;
}

}  // namespace

std::vector<variable_form> variable_forms(std::string_view text) {
    std::vector<variable_form> forms;
    last_brace_finder last_brace(text);
    auto at = text.find('$');
    while (at != std::string_view::npos) {
        const auto rest = text.substr(at);
        std::size_t length = 1;
        if (rest.size() > 1 && rest[1] == '{') {
            const auto last = last_brace.find(at);
            const auto form = parse_braced(rest, last == std::string_view::npos ? last : last - at);
            if (!form) break;
            forms.push_back({form->name, form->op, form->operand});
            length = form->length;
        } else if (const auto name_size = name_length(rest.substr(1)); name_size > 0) {
            forms.push_back({rest.substr(1, name_size), {}, {}});
            length += name_size;
        } else if (rest.size() > 1 && rest[1] == '$') {
            length = 2;
        }
        at = text.find('$', at + length);
    }
    return forms;
}

std::string interpolator::operator()(std::string_view text) {
    return expand(text, 0);
}

std::string interpolator::expand(std::string_view text, int depth) {
    if (depth > max_nested_operators) throw invalid_value("variables are nested too deeply");
    std::string out;
    last_brace_finder last_brace(text);
    std::size_t at = 0;
    while (true) {
        const auto dollar = text.find('$', at);
        const auto literal =
            text.substr(at, dollar == std::string_view::npos ? dollar : dollar - at);
        out += literal;
        if (dollar == std::string_view::npos) break;
        const auto rest = text.substr(dollar);
        const char next = rest.size() > 1 ? rest[1] : '\0';
        if (next == '{') {
            const auto last = last_brace.find(dollar);
            const auto form =
                parse_braced(rest, last == std::string_view::npos ? last : last - dollar);
            if (!form) {
                throw invalid_template(std::string(text));
            }
            out += form->op.empty() ? plain(form->name)
                                    : apply(form->name, form->op, form->operand, depth);
            at = dollar + form->length;
        } else if (const auto name_size = name_length(rest.substr(1)); name_size > 0) {
            out += plain(rest.substr(1, name_size));
            at = dollar + 1 + name_size;
        } else {
            out += '$';
            at = dollar + (next == '$' ? 2 : 1);
        }
    }
    spend(out.size());
    return out;
}

std::string interpolator::plain(std::string_view name) {
    auto value = variables_(name);
    if (!value) {
        notes_->add("The \"" + std::string(name) +
                    "\" variable is not set. Defaulting to a blank string.");
        return {};
    }
    spend(value->size());
    return *std::move(value);
}

std::string interpolator::apply(std::string_view name, std::string_view op,
                                std::string_view operand, int depth) {
    auto text = expand(operand, depth + 1);
    auto value = variables_(name);
    const bool counts = value && (op.front() != ':' || !value->empty());
    if (op.back() == '+') return counts ? text : value.value_or("");
    if (counts) {
        spend(value->size());
        return *std::move(value);
    }
    if (op.back() == '-') return text;
    throw invalid_value("required variable " + std::string(name) + " is missing a value" +
                        (text.empty() ? "" : ": " + text));
}

void interpolator::spend(std::size_t bytes) {
    spent_ += bytes;
    if (spent_ > max_interpolated_bytes)
        throw invalid_value("the variables expand to too much data");
}

std::string escape_dollars(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text)
        out.append(c == '$' ? 2 : 1, c);
    return out;
}

}  // namespace rollout::compose
