#include "yaml_date.hpp"

#include <rollout/compose/text/ascii.hpp>

#include <cstddef>

namespace rollout::compose {

namespace {

std::string padded(int number, std::size_t digits) {
    auto text = std::to_string(number);
    return text.insert(0, digits - std::min(digits, text.size()), '0');
}

/// Reads digits from the front of a text, as the parts of a date are written.
class date_reader {
  public:
    explicit date_reader(std::string_view text) : rest_(text) {}

    bool number(std::size_t min_digits, std::size_t max_digits, int low, int high) {
        std::size_t count = 0;
        last_ = 0;
        while (count < max_digits && count < rest_.size() && is_digit(rest_[count])) {
            last_ = last_ * 10 + (rest_[count++] - '0');
        }
        rest_.remove_prefix(count);
        return count >= min_digits && last_ >= low && last_ <= high;
    }
    bool literal(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// `.5` without trailing zeros.
    std::string fraction() {
        if (rest_.size() < 2 || (rest_[0] != '.' && rest_[0] != ',') || !is_digit(rest_[1])) {
            return {};
        }
        std::string text = ".";
        rest_.remove_prefix(1);
        while (!rest_.empty() && is_digit(rest_.front())) {
            if (text.size() < 10) text += rest_.front();
            rest_.remove_prefix(1);
        }
        text.erase(text.find_last_not_of('0') + 1);
        return text == "." ? "" : text;
    }
    [[nodiscard]] int last() const { return last_; }
    [[nodiscard]] bool done() const { return rest_.empty(); }

  private:
    std::string_view rest_;
    int last_ = 0;
};

int days_in_month(int year, int month) {
    if (month == 2) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        return leap ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// `Z` or `+02:00`.
std::optional<std::string> zone(date_reader& in) {
    if (in.literal('Z')) return "Z";
    const bool west = in.literal('-');
    if (!west && !in.literal('+')) return {};
    if (!in.number(2, 2, 0, 24)) return {};
    const auto hours = padded(in.last(), 2);
    if (!in.literal(':') || !in.number(2, 2, 0, 60)) return {};
    const auto text = hours + ':' + padded(in.last(), 2);
    return text == "00:00" ? "Z" : (west ? '-' : '+') + text;
}

/// The part behind the day, from the hour on.
std::optional<std::string> time_of_day(date_reader& in) {
    std::string text;
    for (const int high : {23, 59, 59}) {
        if (!text.empty() && !in.literal(':')) return {};
        if (!in.number(1, 2, 0, high)) return {};
        text += (text.empty() ? "" : ":") + padded(in.last(), 2);
    }
    return text + in.fraction();
}

}  // namespace

std::optional<std::string> rfc3339_of(std::string_view text) {
    date_reader in(text);
    if (!in.number(4, 4, 0, 9999)) return {};
    const int year = in.last();
    if (!in.literal('-') || !in.number(1, 2, 1, 12)) return {};
    const int month = in.last();
    if (!in.literal('-') || !in.number(1, 2, 1, days_in_month(year, month))) return {};
    const auto day = padded(year, 4) + '-' + padded(month, 2) + '-' + padded(in.last(), 2) + 'T';
    if (in.done()) return day + "00:00:00Z";
    const bool zoned = in.literal('T') || in.literal('t');
    if (!zoned && !in.literal(' ')) return {};
    const auto time = time_of_day(in);
    if (!time) return {};
    const auto offset = zoned ? zone(in) : std::optional<std::string>("Z");
    if (!offset || !in.done()) return {};
    return day + *time + *offset;
}

}  // namespace rollout::compose
