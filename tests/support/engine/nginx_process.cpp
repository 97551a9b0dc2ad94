#include <support/engine/lifecycle.hpp>
#include <support/engine/nginx_process.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

namespace support::engine {
namespace {

std::string logged_line(const std::string& level, int pid, const std::string& message) {
    const auto id = std::to_string(pid);
    return log_date(now()) + " [" + level + "] " + id + "#" + id + ": " + message + "\n";
}

bool is_address(const std::string& host) {
    return host == "localhost" || host.starts_with("unix") ||
           std::all_of(host.begin(), host.end(),
                       [](unsigned char c) { return std::isdigit(c) || c == '.'; });
}

std::string option(const std::vector<std::string>& argv, const std::string& name) {
    const auto at = std::find(argv.begin(), argv.end(), name);
    return at == argv.end() || at + 1 == argv.end() ? "" : *(at + 1);
}

bool has(const std::vector<std::string>& argv, const std::string& name) {
    return std::find(argv.begin(), argv.end(), name) != argv.end();
}

std::set<std::string> resolved_names(const nginx_config& loaded) {
    std::set<std::string> names;
    for (const auto& block : loaded.upstreams) {
        for (const auto& server : block.servers) {
            if (server.resolve) names.insert(server.address);
        }
    }
    return names;
}

}  // namespace

std::shared_ptr<nginx_process> nginx_process::launch(core& engine, const container_ptr& in) {
    auto made = std::make_shared<nginx_process>(engine, in);
    auto loaded = made->read_config(made->options_.config);
    if (!loaded.error.empty()) {
        for (const auto& line : text::split(text::trim(loaded.error), '\n')) {
            write_log(*in, {line, true});
        }
        end(engine, in, 1, false);
        return nullptr;
    }
    made->start_generation(std::move(loaded.config));
    return made;
}

nginx_process::nginx_process(core& engine, const container_ptr& in)
    : engine_(engine),
      in_(in),
      options_(engine.nginx),
      master_{in->pid, in->pid - 1, "nginx: master process nginx -g daemon off;", now()} {}

nginx_process::check nginx_process::read_config(const std::string& path) const {
    const auto in = in_.lock();
    const auto resolve = [&](const std::string& host) -> std::string {
        const auto target = engine_.resolve(*in, host);
        if (target) return target->id;
        return is_address(host) ? "-" : "";
    };
    try {
        return {read_nginx_config(*in, path, resolve), ""};
    } catch (const config_error& reason) {
        // Once into the error log, which leads to stderr in the image, and once by the program
        // itself.
        return {
            {},
            logged_line("emerg", 1, reason.message) + "nginx: [emerg] " + reason.message + "\n"};
    }
}

exec_result nginx_process::test(const std::string& path, bool dump) const {
    const auto read = read_config(path);
    if (!read.error.empty()) {
        return {1, "", read.error + "nginx: configuration file " + path + " test failed\n", {}};
    }
    return {0,
            dump ? read.config.dump : "",
            "nginx: the configuration file " + path + " syntax is ok\nnginx: configuration file " +
                path + " test is successful\n",
            {}};
}

exec_result nginx_process::signal(const std::string& name) {
    if (name == "reload") {
        // The sender reads the whole configuration first.
        const auto read = read_config(options_.config);
        if (!read.error.empty()) return {1, "", read.error, {}};
        reload();
    } else if (name == "quit" || name == "stop") {
        later(milliseconds{0},
              [&engine = engine_](nginx_process& self) { end(engine, self.in_.lock(), 0, false); });
    } else {
        return {1, "", "nginx: invalid option: \"-s " + name + "\"\n", {}};
    }
    return {0, "", logged_line("notice", engine_.fresh_pid(), "signal process started"), {}};
}

exec_result nginx_process::command(const std::vector<std::string>& argv) {
    const auto path = has(argv, "-c") ? option(argv, "-c") : engine_.nginx.config;
    if (has(argv, "-t") || has(argv, "-T")) return test(path, has(argv, "-T"));
    if (has(argv, "-s")) return signal(option(argv, "-s"));
    if (has(argv, "-v")) return {0, "", "nginx version: nginx/1.27.5\n", {}};
    return {1, "", "nginx: invalid option: \"" + text::join(argv, " ") + "\"\n", {}};
}

void nginx_process::later(milliseconds pause, std::function<void(nginx_process&)> work) {
    // Not when the container has ended or been restarted meanwhile: the process is gone then.
    engine_.where().after(pause, [self = weak_from_this(), work = std::move(work)] {
        const auto alive = self.lock();
        if (alive && alive->in_.lock()) work(*alive);
    });
}

void nginx_process::reload() {
    ++reloads_;
    options_ = engine_.nginx;
    if (options_.refuse_reload) return;
    if (reloading_)
        reload_wanted_ = true;
    else
        begin_reload();
}

void nginx_process::begin_reload() {
    reloading_ = true;
    later(options_.reload_delay, [](nginx_process& self) {
        auto loaded = self.read_config(self.options_.config);
        if (loaded.error.empty()) {
            self.later(self.options_.lookup,
                       [config = std::move(loaded.config)](nginx_process& later_self) {
                           later_self.hand_over_to(config);
                           later_self.end_reload();
                       });
            return;
        }
        // The master keeps its workers; only the log tells.
        const auto line = loaded.error.substr(0, loaded.error.find('\n'));
        write_log(*self.in_.lock(), {line, true});
        self.end_reload();
    });
}

void nginx_process::end_reload() {
    reloading_ = false;
    if (std::exchange(reload_wanted_, false)) begin_reload();
}

void nginx_process::hand_over_to(nginx_config loaded) {
    start_generation(std::move(loaded));
    later(options_.handover,
          [number = last_generation_](nginx_process& self) { self.retire_older_than(number); });
}

void nginx_process::start_generation(nginx_config loaded) {
    generation made;
    made.number = ++last_generation_;
    made.loaded = std::move(loaded);
    made.names_known = now() + options_.first_lookup;
    if (!generations_.empty()) made.known_before = resolved_names(generations_.back().loaded);
    for (int worker = 0; worker < options_.workers; ++worker) {
        made.workers.push_back({engine_.fresh_pid(), master_.pid, "nginx: worker process", now()});
    }
    generations_.push_back(std::move(made));
}

void nginx_process::retire_older_than(int number) {
    for (auto& each : generations_) {
        if (each.number >= number) continue;
        each.shutting_down = true;
        for (auto& worker : each.workers)
            worker.title = "nginx: worker process is shutting down";
    }
    later(options_.drain, [number](nginx_process& self) {
        std::erase_if(self.generations_,
                      [&](const generation& each) { return each.number < number; });
    });
}

std::vector<process_row> nginx_process::processes() const {
    std::vector<process_row> rows{master_};
    for (const auto& each : generations_) {
        rows.insert(rows.end(), each.workers.begin(), each.workers.end());
    }
    return rows;
}

nginx_view nginx_process::view() const {
    nginx_view made;
    made.master = master_.pid;
    made.generation = last_generation_;
    made.reloads = reloads_;
    for (const auto& each : generations_) {
        for (const auto& worker : each.workers) {
            made.workers.push_back({worker.pid, each.number, each.shutting_down});
        }
    }
    for (const auto& block : generations_.back().loaded.upstreams) {
        for (const auto& server : block.servers) {
            if (!server.backup) made.upstream.push_back(server.address);
        }
    }
    return made;
}

int nginx_process::accepting() const {
    for (const auto& each : generations_) {
        if (!each.shutting_down) return each.number;
    }
    return last_generation_;
}

generation* nginx_process::find(int number) {
    for (auto& each : generations_) {
        if (each.number == number) return &each;
    }
    return nullptr;
}

}  // namespace support::engine
