#include "measure_tally.hpp"

#include "expectation.hpp"

#include <algorithm>

namespace rollout::blue_green {

namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::size_t most_names = 20;
constexpr std::size_t longest_name = 64;

/// What to count it as: an app may say another text in each answer.
std::string name_among(const std::map<std::string, std::int64_t>& names, const std::string& by) {
    const auto name = by.substr(0, longest_name);
    return names.contains(name) || names.size() < most_names ? name : "others";
}

}  // namespace

void measure_tally::add(const measured_request& r) {
    ++figures_.sent;
    if (r.answered) answered(r);
    if (r.good) {
        longest_gap_ = std::max(longest_gap_, r.ended - last_good_);
        last_good_ = std::max(last_good_, r.ended);
        return;
    }
    const auto after = duration_cast<milliseconds>(r.ended - start_);
    const auto saw = r.saw + ", after " + std::to_string(after.count()) + " ms";
    if (figures_.failed++ == 0) figures_.first_failure = saw;
    if (r.sent >= charged_from_ && figures_.charged++ == 0) figures_.first_charged = saw;
}

void measure_tally::answered(const measured_request& r) {
    ++figures_.answered;
    slowest_ = std::max(slowest_, r.ended - r.sent);
    if (!r.by.empty()) ++figures_.answered_by[name_among(figures_.answered_by, r.by)];
}

measure_figures measure_tally::at(measure_time end) const {
    auto result = figures_;
    result.longest_gap = duration_cast<milliseconds>(std::max(longest_gap_, end - last_good_));
    result.slowest = duration_cast<milliseconds>(slowest_);
    return result;
}

std::int64_t measure_pace::go_on(measure_time now) {
    const auto late = std::max<std::int64_t>(0, (now - due_) / interval_);
    due_ += (late + 1) * interval_;
    return late;
}

bool is_good_answer(int status, const expectation& expected) {
    return status < 500 || covers(expected.status, status);
}

}  // namespace rollout::blue_green
