#include <rollout/base/files.hpp>
#include <rollout/engine_work/lock.hpp>

#include <array>
#include <cerrno>
#include <filesystem>
#include <pwd.h>
#include <signal.h>
#include <sstream>
#include <unistd.h>

namespace rollout::engine_work {

namespace {

std::string first_line(const char* path) {
    auto text = base::host_files().find(path).value_or("");
    return text.substr(0, text.find('\n'));
}

/// What /proc/PID/stat says; empty texts where it cannot be read.
struct process_stat {
    std::string state;  ///< `R`, `S`, `Z`, ...
    std::string start;  ///< clock ticks after boot
};

/// The name in field 2 may hold blanks and parentheses, so counting starts behind the last one.
process_stat stat_of(int pid) {
    process_stat found;
    const auto text =
        base::host_files().find("/proc/" + std::to_string(pid) + "/stat").value_or("");
    const auto behind_name = text.rfind(')');
    if (behind_name == std::string::npos) return found;
    std::istringstream fields(text.substr(behind_name + 1));
    fields >> found.state;
    for (int i = 4; i <= 22; ++i)
        fields >> found.start;
    return found;
}

/// It has ended, and nobody has asked how.
bool is_zombie(const process_stat& process) {
    return process.state == "Z" || process.state == "X";
}

std::string this_kernel() {
    std::error_code ec;
    const auto pid_namespace = std::filesystem::read_symlink("/proc/self/ns/pid", ec);
    const auto boot = first_line("/proc/sys/kernel/random/boot_id");
    if (ec || boot.empty()) return {};
    return boot + ' ' + pid_namespace.string();
}

}  // namespace

lock_owner this_process() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host.front() = '\0';
    const auto* user = ::getpwuid(::geteuid());
    lock_owner owner;
    owner.name =
        (user ? user->pw_name : std::to_string(::geteuid())) + std::string("@") + host.data();
    owner.boot = this_kernel();
    owner.pid = ::getpid();
    owner.process_start = stat_of(owner.pid).start;
    return owner;
}

bool is_gone(const lock_owner& owner) {
    const auto here = this_kernel();
    if (owner.pid <= 0 || here.empty() || owner.boot != here) return false;
    if (::kill(owner.pid, 0) != 0 && errno == ESRCH) return true;
    const auto there = stat_of(owner.pid);
    if (is_zombie(there)) return true;
    return !there.start.empty() && there.start != owner.process_start;
}

}  // namespace rollout::engine_work
