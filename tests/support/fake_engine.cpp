#include <support/engine/container_files.hpp>
#include <support/engine/core.hpp>
#include <support/engine/dispatcher.hpp>
#include <support/engine/lifecycle.hpp>
#include <support/engine/nginx_process.hpp>
#include <support/engine/public_port.hpp>
#include <support/fake_engine.hpp>
#include <support/temp_dir.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace support {

using engine::container_ptr;

class fake_engine::impl {
  public:
    impl() {
        loop_.run([this] {
            public_.emplace(core_);
            server_.emplace(loop_, socket_path(),
                            [this](request& asked) { return dispatcher_.answer_recorded(asked); });
        });
    }

    // The sockets and timers go with the loop; nothing may run on it when the rest goes.
    ~impl() { loop_.stop(); }

    std::string socket_path() const { return (dir_ / "docker.sock").string(); }

    container_ptr need(std::string_view reference) const {
        auto found = core_.find_container(reference);
        if (!found) throw std::out_of_range("no such container: " + std::string(reference));
        return found;
    }

    template <typename Work>
    auto ask(Work work) {
        return loop_.ask(std::move(work));
    }

    temp_dir dir_;
    engine::loop loop_;
    engine::core core_{loop_, dir_.path()};
    engine::dispatcher dispatcher_{core_};
    std::optional<engine::public_port> public_;
    std::optional<engine::http_server> server_;
};

namespace {

container_view view_of(const engine::container& one) {
    container_view made;
    made.id = one.id;
    made.name = one.name;
    made.image = one.image;
    made.image_id = one.image_id;
    made.status = one.status;
    made.health = one.verdict ? one.verdict->status : "none";
    made.exit_code = one.exit_code;
    made.restarts = one.restarts;
    made.started_at = one.started ? engine::rfc3339(*one.started) : engine::never;
    made.labels = one.labels();
    made.json = engine::encoded(engine::inspect_container(one));
    return made;
}

engine::json config_of(const image_options& options) {
    return engine::image_config(options.env, options.cmd, options.labels, options.healthcheck);
}

}  // namespace

fake_engine::fake_engine() : impl_(std::make_unique<impl>()) {}
fake_engine::~fake_engine() = default;

std::string fake_engine::socket_path() const {
    return impl_->socket_path();
}

std::string fake_engine::url() const {
    return "unix://" + socket_path();
}

std::vector<request> fake_engine::requests() const {
    return impl_->dispatcher_.log().all();
}

std::vector<request> fake_engine::mutating_requests() const {
    auto all = requests();
    std::erase_if(all, [](const request& one) { return !one.mutating(); });
    return all;
}

std::vector<request> fake_engine::mutating_requests(std::string_view container) const {
    auto all = mutating_requests();
    std::erase_if(all, [&](const request& one) {
        return one.container_name != container && one.container_id != container;
    });
    return all;
}

std::size_t fake_engine::count(std::string_view method, std::string_view pattern) const {
    const auto all = requests();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const request& one) {
        return engine::request_matches(one, method, pattern);
    }));
}

bool fake_engine::wait_for(const std::function<bool(const std::vector<request>&)>& predicate,
                           milliseconds timeout) const {
    return impl_->dispatcher_.log().wait_for(predicate, timeout);
}

bool fake_engine::wait_for_request(std::string_view method, std::string_view pattern,
                                   milliseconds timeout) const {
    return wait_for(
        [&](const std::vector<request>& all) {
            return std::any_of(all.begin(), all.end(), [&](const request& one) {
                return engine::request_matches(one, method, pattern);
            });
        },
        timeout);
}

std::vector<std::string> fake_engine::unexpected() const {
    return impl_->dispatcher_.log().unexpected();
}

void fake_engine::forget_requests() {
    impl_->dispatcher_.log().clear();
}

std::size_t fake_engine::connections() const {
    return impl_->ask([&] { return impl_->server_->accepted(); });
}

std::size_t fake_engine::open_connections() const {
    return impl_->ask([&] { return impl_->server_->open(); });
}

void fake_engine::on(std::string method, std::string pattern, handler answer) {
    impl_->loop_.run(
        [&] { impl_->dispatcher_.on(std::move(method), std::move(pattern), std::move(answer)); });
}

void fake_engine::inject(std::string method, std::string pattern, fault what, occurrence when) {
    impl_->loop_.run([&] {
        impl_->dispatcher_.faults().add(std::move(method), std::move(pattern), std::move(what),
                                        when);
    });
}

void fake_engine::clear_faults() {
    impl_->loop_.run([&] { impl_->dispatcher_.faults().clear(); });
}

void fake_engine::go_down() {
    impl_->loop_.run([&] { impl_->server_->go_down(); });
}

void fake_engine::come_back() {
    impl_->loop_.run([&] { impl_->server_->come_back(); });
}

void fake_engine::set_api_version(std::string newest, std::string oldest) {
    impl_->loop_.run([&] {
        impl_->core_.newest_api = std::move(newest);
        impl_->core_.oldest_api = std::move(oldest);
    });
}

reply fake_engine::call(std::string_view method, std::string_view target, std::string body) {
    return impl_->ask([&] { return impl_->dispatcher_.call(method, target, std::move(body)); });
}

std::string fake_engine::add_image(const std::string& tag, const image_options& options) {
    return impl_->ask([&] {
        const auto id = engine::add_image(impl_->core_, tag, config_of(options), options.platform);
        impl_->core_.find_image(id)->tagged = engine::now() - options.age;
        return id;
    });
}

void fake_engine::add_pullable_image(const std::string& tag, const image_options& options) {
    impl_->loop_.run([&] {
        impl_->core_.pullable[engine::with_tag(tag)] = {config_of(options), options.platform};
    });
}

void fake_engine::fail_pulls(std::string message) {
    impl_->loop_.run([&] { impl_->core_.pull_failure = std::move(message); });
}

void fake_engine::fail_builds(std::string message) {
    impl_->loop_.run([&] { impl_->core_.build_failure = std::move(message); });
}

void fake_engine::keep_host_folder(const std::string& folder, const std::string& on_disk) {
    impl_->loop_.run([&] {
        auto& core = impl_->core_;
        core.host_folders[folder] = on_disk;
        for (const auto& one : core.containers)
            for (auto& at : one->mounts)
                at.on_disk = core.on_disk(at.source);
    });
}

void fake_engine::behave(const selector& who, behaviour how) {
    impl_->loop_.run([&] { impl_->core_.behaviours.emplace_back(who, std::move(how)); });
}

void fake_engine::change(std::string_view container, const std::function<void(behaviour&)>& edit) {
    impl_->loop_.run([&] { edit(impl_->need(container)->how); });
}

std::vector<container_view> fake_engine::containers() const {
    return impl_->ask([&] {
        std::vector<container_view> made;
        for (const auto& one : impl_->core_.containers)
            made.push_back(view_of(*one));
        return made;
    });
}

container_view fake_engine::container(std::string_view name_or_id) const {
    return impl_->ask([&] { return view_of(*impl_->need(name_or_id)); });
}

bool fake_engine::has_container(std::string_view name_or_id) const {
    return impl_->ask([&] { return impl_->core_.find_container(name_or_id) != nullptr; });
}

bool fake_engine::has_image(std::string_view reference) const {
    return impl_->ask([&] { return impl_->core_.find_image(reference) != nullptr; });
}

void fake_engine::set_health(std::string_view container, std::string status, std::string output) {
    impl_->loop_.run([&] {
        const auto one = impl_->need(container);
        if (!one->verdict) throw std::out_of_range("nobody probes " + one->name);
        one->verdict->by_hand = true;
        engine::judge(impl_->core_, one, status, output);
    });
}

void fake_engine::crash(std::string_view container, int exit_code, bool oom_killed) {
    impl_->loop_.run(
        [&] { engine::end(impl_->core_, impl_->need(container), exit_code, oom_killed); });
}

void fake_engine::write_log(std::string_view container, const log_line& line) {
    impl_->loop_.run([&] { engine::write_log(*impl_->need(container), line); });
}

std::string fake_engine::file_in(std::string_view container, std::string_view path) const {
    return impl_->ask(
        [&] { return engine::read_text(*impl_->need(container), std::string(path)).value_or(""); });
}

void fake_engine::play_nginx(const selector& who) {
    impl_->loop_.run([&] { impl_->core_.nginx_players.push_back(who); });
}

void fake_engine::set_nginx(nginx_options options) {
    impl_->loop_.run([&] { impl_->core_.nginx = std::move(options); });
}

nginx_options fake_engine::nginx() const {
    return impl_->ask([&] { return impl_->core_.nginx; });
}

nginx_view fake_engine::nginx_of(std::string_view container) const {
    return impl_->ask([&] {
        const auto one = impl_->need(container);
        if (!one->nginx) throw std::out_of_range("no nginx runs in " + one->name);
        return one->nginx->view();
    });
}

std::string fake_engine::public_url() const {
    return "http://127.0.0.1:" + std::to_string(public_port());
}

unsigned short fake_engine::public_port() const {
    return impl_->public_->number();
}

std::vector<public_answer> fake_engine::public_answers() const {
    return impl_->ask([&] { return impl_->public_->answers(); });
}

std::size_t fake_engine::answered_by(std::string_view service) const {
    const auto all = public_answers();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const public_answer& one) { return one.service == service; }));
}

}  // namespace support
