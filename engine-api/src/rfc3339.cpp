#include "engine_api/rfc3339.hpp"

#include <cctype>
#include <cstddef>

namespace engine_api {

namespace {

using namespace std::chrono;

/// Takes what it reads off the front; what does not fit makes it `bad`.
class scanner {
  public:
    explicit scanner(std::string_view text) : rest_(text) {}

    /// A number of so many digits that may not be above `most`.
    int digits(std::size_t count, int most) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value * 10 + digit();
        if (value > most) bad_ = true;
        return value;
    }
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(char c) {
        if (!take(c)) bad_ = true;
    }
    nanoseconds fraction() {
        nanoseconds value{0};
        nanoseconds unit = seconds(1);
        while (at_digit()) {
            unit /= 10;
            value += digit() * unit;
        }
        return value;
    }
    [[nodiscard]] bool read_all() const { return !bad_ && rest_.empty(); }

  private:
    [[nodiscard]] bool at_digit() const {
        return !rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0;
    }
    int digit() {
        if (!at_digit()) {
            bad_ = true;
            return 0;
        }
        const int value = rest_.front() - '0';
        rest_.remove_prefix(1);
        return value;
    }

    std::string_view rest_;
    bool bad_ = false;
};

minutes distance_from_utc(scanner& in) {
    if (in.take('Z')) return minutes(0);
    const bool behind = in.take('-');
    if (!behind) in.need('+');
    const auto h = in.digits(2, 23);
    in.need(':');
    const auto distance = hours(h) + minutes(in.digits(2, 59));
    return behind ? -distance : distance;
}

}  // namespace

std::optional<system_clock::time_point> parse_rfc3339(std::string_view text) {
    scanner in(text);
    const year y(in.digits(4, 9999));
    in.need('-');
    const month m(static_cast<unsigned>(in.digits(2, 12)));
    in.need('-');
    const year_month_day date(y, m, day(static_cast<unsigned>(in.digits(2, 31))));
    in.need('T');
    nanoseconds time = hours(in.digits(2, 23));
    in.need(':');
    time += minutes(in.digits(2, 59));
    in.need(':');
    time += seconds(in.digits(2, 60));  // a leap second
    if (in.take('.')) time += in.fraction();
    time -= distance_from_utc(in);
    // What nanoseconds can tell; the zero time of Go is not in it.
    const bool countable = y > year(1678) && y < year(2262);
    if (!in.read_all() || !date.ok() || !countable) return std::nullopt;
    return system_clock::time_point(sys_days(date)) + duration_cast<system_clock::duration>(time);
}

}  // namespace engine_api
