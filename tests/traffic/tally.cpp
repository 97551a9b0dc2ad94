#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

#include <traffic/tally.hpp>

namespace traffic {
namespace {

constexpr std::size_t kept_failures = 10;

std::string text_field(const nlohmann::json& object, const char* name) {
    const auto field = object.find(name);
    return field != object.end() && field->is_string() ? field->get<std::string>() : std::string();
}

answerer read_answerer(std::string_view body) {
    const auto object = nlohmann::json::parse(body, nullptr, false);
    if (!object.is_object()) return {};
    return {text_field(object, "replica"), text_field(object, "version")};
}

}  // namespace

void tally::answered(time_point now, std::string_view body) {
    ++counts_.sent;
    ++counts_.answered_by[read_answerer(body)];
    longest_gap_ = std::max(longest_gap_, now - last_answer_);
    last_answer_ = now;
}

// Such an answer takes seconds: it says nothing of a gap.
void tally::finished(const std::string& kind) {
    ++counts_.sent;
    ++counts_.answered_of_kind[kind];
}

void tally::failed(time_point now, std::string reason) {
    ++counts_.sent;
    ++counts_.failed;
    ++counts_.failed_because[reason];
    if (counts_.first_failures.size() == kept_failures) return;
    auto& kept = counts_.first_failures.emplace_back();
    kept.at = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_);
    kept.reason = std::move(reason);
}

report tally::at(time_point now) const {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    report result = counts_;
    result.longest_gap = duration_cast<milliseconds>(std::max(longest_gap_, now - last_answer_));
    result.duration = duration_cast<milliseconds>(now - start_);
    return result;
}

}  // namespace traffic
