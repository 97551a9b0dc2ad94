#include "lock_labels.hpp"

#include <rollout/base/joined.hpp>
#include <rollout/base/time_text.hpp>
#include <rollout/engine_work/list.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <sstream>

namespace rollout::engine_work {

namespace {

constexpr const char* label_project = "rollout.lock.project";
constexpr const char* label_about = "rollout.lock.about";
constexpr const char* label_unfinished = "rollout.lock.unfinished";
constexpr const char* label_owner = "rollout.lock.owner";
constexpr const char* label_boot = "rollout.lock.boot";
constexpr const char* label_pid = "rollout.lock.pid";
constexpr const char* label_start = "rollout.lock.process-start";
constexpr const char* label_purpose = "rollout.lock.purpose";
constexpr const char* label_since = "rollout.lock.since";
constexpr const char* label_expires = "rollout.lock.expires";

template <typename Number>
Number number_of(const lock_labels& labels, const char* key) {
    const auto text = label_of(labels, key);
    Number value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// No project has a comma in its name.
std::set<std::string> taken_apart(const std::string& text) {
    std::set<std::string> names;
    std::istringstream in(text);
    for (std::string name; std::getline(in, name, ',');)
        if (!name.empty()) names.insert(name);
    return names;
}

lock_owner owner_of(const lock_labels& labels) {
    lock_owner owner;
    owner.name = label_of(labels, label_owner);
    owner.boot = label_of(labels, label_boot);
    owner.pid = number_of<int>(labels, label_pid);
    owner.process_start = label_of(labels, label_start);
    return owner;
}

}  // namespace

std::int64_t unix_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

lock_labels labels_of_lock(const std::string& project, const lock_options& options,
                           const std::set<std::string>& unfinished, const lock_owner& owner,
                           std::int64_t now) {
    lock_labels labels = {{label_project, project},
                          {label_about, options.about.empty() ? project : options.about},
                          {label_owner, owner.name},
                          {label_boot, owner.boot},
                          {label_pid, std::to_string(owner.pid)},
                          {label_start, owner.process_start},
                          {label_purpose, options.purpose},
                          {label_since, std::to_string(now)},
                          {label_expires, std::to_string(now + lease_seconds)}};
    if (!unfinished.empty()) labels.emplace(label_unfinished, base::joined(unfinished, ","));
    labels.insert(options.labels.begin(), options.labels.end());
    return labels;
}

lock_view view_of_labels(const lock_labels& labels) {
    const auto owner = owner_of(labels);
    lock_view lock;
    lock.owner = owner.name;
    lock.pid = owner.pid;
    lock.purpose = label_of(labels, label_purpose);
    lock.about = label_of(labels, label_about);
    if (lock.about.empty()) lock.about = label_of(labels, label_project);
    lock.unfinished = taken_apart(label_of(labels, label_unfinished));
    lock.since = number_of<std::int64_t>(labels, label_since);
    lock.expires = number_of<std::int64_t>(labels, label_expires);
    lock.dead = is_gone(owner);
    lock.labels = labels;
    return lock;
}

bool has_expired(std::int64_t expires, std::int64_t now) {
    return now - clock_tolerance_seconds > expires;
}

std::string who_began(const lock_view& lock, std::int64_t now) {
    return lock.owner + " (pid " + std::to_string(lock.pid) + ") began '" + lock.purpose + "' " +
           base::age_text(now - lock.since) + " ago";
}

}  // namespace rollout::engine_work
