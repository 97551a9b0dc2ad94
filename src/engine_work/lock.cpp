#include <engine_api/client.hpp>
#include <rollout/engine_work/lock.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using labels_type = std::map<std::string, std::string>;

constexpr const char* label_owner = "rollout.lock.owner";
constexpr const char* label_boot = "rollout.lock.boot";
constexpr const char* label_pid = "rollout.lock.pid";
constexpr const char* label_start = "rollout.lock.process-start";
constexpr const char* label_purpose = "rollout.lock.purpose";
constexpr const char* label_since = "rollout.lock.since";
constexpr const char* label_expires = "rollout.lock.expires";

std::int64_t unix_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::string lock_body(const std::string& project, const std::string& image,
                      const std::string& purpose, std::chrono::seconds lifetime) {
    const auto me = this_process();
    const auto now = unix_now();
    const labels_type labels = {{"rollout.lock.project", project},
                                {label_owner, me.name},
                                {label_boot, me.boot},
                                {label_pid, std::to_string(me.pid)},
                                {label_start, me.process_start},
                                {label_purpose, purpose},
                                {label_since, std::to_string(now)},
                                {label_expires, std::to_string(now + lifetime.count())}};
    const nlohmann::json body = {{"Image", image}, {"Cmd", {"never-started"}}, {"Labels", labels}};
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string text_of(const labels_type& labels, const char* key) {
    const auto found = labels.find(key);
    return found == labels.end() ? std::string() : found->second;
}

std::int64_t number_of(const labels_type& labels, const char* key) {
    const auto text = text_of(labels, key);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

lock_owner owner_of(const labels_type& labels) {
    lock_owner owner;
    owner.name = text_of(labels, label_owner);
    owner.boot = text_of(labels, label_boot);
    owner.pid = static_cast<int>(number_of(labels, label_pid));
    owner.process_start = text_of(labels, label_start);
    return owner;
}

std::string age_text(std::int64_t seconds) {
    if (seconds < 120) return std::to_string(std::max<std::int64_t>(seconds, 0)) + " s";
    return std::to_string(seconds / 60) + " min";
}

[[noreturn]] void refuse(const std::string& name, const labels_type& labels) {
    const auto now = unix_now();
    const auto since = number_of(labels, label_since);
    const auto expires = number_of(labels, label_expires);
    throw failure(exit_code::lock_held,
                  "another deploy is under way: " + text_of(labels, label_owner) + " (pid " +
                      text_of(labels, label_pid) + ") began '" + text_of(labels, label_purpose) +
                      "' " + age_text(now - since) + " ago; its lock, the container " + name +
                      ", expires in " + age_text(expires - now));
}

/// The id; empty when the name is taken, also by a container that cannot be seen yet.
net::awaitable<std::string> create_if_free(engine_api::client& engine, std::string name,
                                           std::string body) {
    try {
        const auto created = co_await engine.containers().create_unless_taken(name, body);
        co_return created ? created->id : std::string();
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::conflict) throw;
    }
    co_return std::string();
}

/// By id: of two that find the same dead lock only one removes it.
net::awaitable<void> remove_unless_gone(engine_api::client& engine, std::string id) {
    try {
        co_await engine.containers().remove(id);
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found &&
            e.kind() != engine_api::error_kind::conflict)
            throw;
    }
}

}  // namespace

std::string lock_name(const std::string& project) {
    return project + "-rollout-lock";
}

net::awaitable<deploy_lock> deploy_lock::acquire(engine_api::client& engine, std::string project,
                                                 std::string image, std::string purpose,
                                                 std::chrono::seconds lifetime) {
    const auto name = lock_name(project);
    const auto body = lock_body(project, image, purpose, lifetime);
    auto containers = engine.containers();
    deploy_lock lock;
    // The holder may let go, or someone else clear a dead lock, between two of our calls; and the
    // engine knows a name for a moment before it shows the container.
    constexpr int attempts = 40;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (attempt > 0) co_await sleep_for(50ms);
        lock.id_ = co_await create_if_free(engine, name, body);
        if (!lock.id_.empty()) co_return lock;
        const auto held = co_await containers.find(name);
        if (!held) continue;
        const bool expired = number_of(held->labels, label_expires) < unix_now();
        if (!expired && !is_gone(owner_of(held->labels))) refuse(name, held->labels);
        lock.took_over_from_ = text_of(held->labels, label_owner) + ", '" +
                               text_of(held->labels, label_purpose) + '\'';
        co_await remove_unless_gone(engine, held->id);
    }
    throw failure(exit_code::lock_held,
                  "another deploy is just beginning or ending: the lock, the container " + name +
                      ", is neither free nor does the engine show who holds it; try again");
}

net::awaitable<bool> deploy_lock::still_held(engine_api::client& engine) const {
    const auto found = co_await engine.containers().find(id_);
    co_return found.has_value();
}

net::awaitable<void> deploy_lock::release(engine_api::client& engine) {
    constexpr int attempts = 3;
    bool gone = id_.empty();
    for (int i = 0; i < attempts && !gone; ++i) {
        try {
            co_await engine.containers().remove(id_);
            gone = true;
        } catch (const engine_api::error& e) {
            gone = e.kind() == engine_api::error_kind::not_found;
        }
        if (!gone) co_await sleep_for(100ms);
    }
    id_.clear();
}

}  // namespace rollout::engine_work
