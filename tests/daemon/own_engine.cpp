#include "own_engine.hpp"

#include "engine_view.hpp"

#include <support/folders.hpp>
#include <support/temp_dir.hpp>
#include <support/waiting.hpp>

#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <net/if.h>
#include <sched.h>
#include <sstream>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace daemon_tests {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds engine_limit = 60s;

void check_call(int result, const char* what) {
    if (result != 0)
        throw std::system_error(errno, std::generic_category(),
                                std::string(what) + " (a dockerd of one's own needs root)");
}

void bring_loopback_up() {
    const int any = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    request.ifr_name[0] = 'l';
    request.ifr_name[1] = 'o';
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    const int result = ::ioctl(any, SIOCSIFFLAGS, &request);
    ::close(any);
    check_call(result, "lo");
}

void enter_own_namespaces() {
    static bool entered = false;
    if (std::exchange(entered, true)) return;
    check_call(::unshare(CLONE_NEWNET | CLONE_NEWNS), "unshare");
    check_call(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "mount");
    bring_loopback_up();
}

std::string all_of_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool is_number(const std::string& text) {
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0;
}

// Containers, and the containerd of an engine that was killed.
std::vector<pid_t> processes_of(const std::string& name, const fs::path& run) {
    std::vector<pid_t> found;
    for (const auto& one : fs::directory_iterator("/proc")) {
        const auto pid = one.path().filename().string();
        if (!is_number(pid)) continue;
        const bool contained =
            all_of_file(one.path() / "cgroup").find('/' + name + '/') != std::string::npos;
        const bool serves =
            all_of_file(one.path() / "cmdline").find(run.string() + '/') != std::string::npos;
        if (contained || serves) found.push_back(std::stoi(pid));
    }
    return found;
}

void end_processes(const std::string& name, const fs::path& run) {
    support::poll_until([&] {
        const auto left = processes_of(name, run);
        for (const auto pid : left)
            ::kill(pid, SIGKILL);
        return left.empty();
    });
}

void unmount_below(const fs::path& folder) {
    std::vector<std::string> mounted;
    std::istringstream lines(all_of_file("/proc/self/mounts"));
    for (std::string device, path, rest; lines >> device >> path && std::getline(lines, rest);)
        if (path.starts_with(folder.string() + '/')) mounted.push_back(path);
    for (auto path = mounted.rbegin(); path != mounted.rend(); ++path)
        ::umount2(path->c_str(), MNT_DETACH);
}

void remove_groups(const std::string& name) {
    std::vector<fs::path> groups;
    std::error_code error;
    const fs::recursive_directory_iterator end;
    for (fs::recursive_directory_iterator i("/sys/fs/cgroup", error); !error && i != end;
         i.increment(error))
        if (i->is_directory() && i->path().string().find('/' + name) != std::string::npos)
            groups.push_back(i->path());
    for (auto group = groups.rbegin(); group != groups.rend(); ++group)
        ::rmdir(group->c_str());
}

std::string last_lines_of(const fs::path& log) {
    constexpr std::size_t enough = 3'000;
    const auto text = all_of_file(log);
    return text.size() > enough ? text.substr(text.size() - enough) : text;
}

// The engine finds its own helpers there.
variables environment_of_engine() {
    const char* const path = std::getenv("PATH");
    return {{"PATH", path ? path : "/usr/sbin:/usr/bin:/sbin:/bin"}};
}

}  // namespace

// It ends with this process. What it starts keeps its output open, so that is a file.
std::unique_ptr<process> own_engine::run_program(const std::string& command) const {
    const std::vector<std::string> through_shell{
        "/bin/sh", "-c",
        "exec setpriv --pdeathsig KILL " + command + " >>" + log_.string() + " 2>&1"};
    return std::make_unique<process>(through_shell, environment_of_engine(), run_);
}

own_engine::own_engine() {
    std::ostringstream name;
    name << "rollout-end-" << std::hex
         << (std::hash<std::string>()(support::build_dir()) & 0xffffff);
    name_ = name.str();
    data_ = fs::path(support::build_dir()) / "engine-end";
    run_ = "/tmp/" + name_;  // a socket's path holds at most 107 bytes
    log_ = fs::path(support::build_dir()) / "engine-end.log";
    enter_own_namespaces();
    end_processes(name_, run_);
    unmount_below(run_);
    unmount_below(data_);
    fs::remove_all(run_);
    fs::remove_all(data_);
    fs::create_directories(run_);
    support::write_file(log_, "");
    support::write_file(run_ / "containerd.toml",
                        "version = 2\nroot = '" + (data_ / "containerd").string() + "'\nstate = '" +
                            (run_ / "containerd").string() +
                            "'\ndisabled_plugins = ['io.containerd.grpc.v1.cri']\n[grpc]\n"
                            "address = '" +
                            (run_ / "containerd.sock").string() + "'\n");
    containerd_ = run_program("containerd --config " + (run_ / "containerd.toml").string());
}

own_engine::~own_engine() {
    try {
        if (daemon_) end(SIGTERM);
        containerd_.reset();
        end_processes(name_, run_);
        unmount_below(run_);
        unmount_below(data_);
        remove_groups(name_);
        fs::remove_all(run_);
        fs::remove_all(data_);
    } catch (const std::exception& e) {
        std::cerr << "cannot clear an engine of one's own away: " << e.what() << '\n';
    }
}

void own_engine::start(bool live_restore) {
    // Else a daemon.json of the machine would be read.
    support::write_file(run_ / "daemon.json", live_restore ? R"({"live-restore": true})" : "{}");
    fs::remove(socket());
    fs::remove(run_ / "dockerd.pid");
    const auto file = [this](const char* name) { return (run_ / name).string(); };
    daemon_ =
        run_program("dockerd --config-file " + file("daemon.json") + " --data-root " +
                    (data_ / "docker").string() + " --exec-root " + file("exec") + " --pidfile " +
                    file("dockerd.pid") + " --host unix://" + socket().string() + " --containerd " +
                    file("containerd.sock") + " --containerd-namespace " + name_ +
                    " --containerd-plugins-namespace " + name_ +
                    "-plugins --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent /" + name_ +
                    " --iptables=false --ip6tables=false --ip-masq=false");
    const auto answers = [this] {
        try {
            const engine_view engine(socket());
            return true;
        } catch (const std::exception&) {
            return false;
        }
    };
    if (!support::poll_until([&] { return answers() || daemon_->wait(0ms) >= 0; }, engine_limit) ||
        !answers())
        throw std::runtime_error("dockerd does not answer: " + last_lines_of(log_));
}

void own_engine::end(int signal) {
    daemon_->send_signal(signal);
    if (daemon_->wait(engine_limit) < 0)
        throw std::runtime_error("dockerd does not end: " + last_lines_of(log_));
    daemon_.reset();
}

}  // namespace daemon_tests
