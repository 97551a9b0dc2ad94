#include "folder_writer.hpp"

#include "local_error.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace engine_api {

namespace {

constexpr int as_a_folder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr mode_t own_folder = 0700;
constexpr mode_t own_file = 0600;
constexpr mode_t usual_folder = 0755;

std::array<timespec, 2> times_of(const file_facts& facts) {
    return {timespec{0, UTIME_NOW}, facts.modified};
}

/// Without the bits that would let others act as us.
mode_t permissions_of(const file_facts& facts) {
    constexpr mode_t kept = 01777;
    return facts.permissions & kept;
}

}  // namespace

descriptor& descriptor::operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

descriptor::~descriptor() {
    if (number_ >= 0) ::close(number_);
}

folder_writer::folder_writer(std::string folder)
    : folder_(std::move(folder)),
      root_(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (root_.number() < 0) throw refused_argument(folder_ + ": " + std::strerror(errno));
}

void folder_writer::refuse(const std::string& place, const std::string& why) const {
    throw refused_argument(folder_ + '/' + place + ' ' + why);
}

void folder_writer::refuse(const std::string& place) const {
    refuse(place, std::string("cannot be written: ") + std::strerror(errno));
}

folder_writer::way folder_writer::walk_to(const std::string& place) const {
    way found;
    found.parent = descriptor(::openat(root_.number(), ".", as_a_folder));
    std::size_t begin = 0;
    for (auto end = place.find('/'); end != std::string::npos; end = place.find('/', begin)) {
        const auto part = place.substr(begin, end - begin);
        begin = end + 1;
        const int at = found.parent.number();
        if (::mkdirat(at, part.c_str(), usual_folder) != 0 && errno != EEXIST) refuse(place);
        found.parent = descriptor(::openat(at, part.c_str(), as_a_folder));
        if (found.parent.number() < 0)
            refuse(place, "would lead through " + part + ", which is no folder");
    }
    found.name = place.substr(begin);
    return found;
}

/// For what is no folder.
folder_writer::way folder_writer::make_room(const std::string& place) const {
    auto to = walk_to(place);
    struct stat there {};
    const bool taken =
        ::fstatat(to.parent.number(), to.name.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0;
    if (taken && S_ISDIR(there.st_mode))
        refuse(place, "is a folder, and would be replaced by a file");
    if (taken && ::unlinkat(to.parent.number(), to.name.c_str(), 0) != 0) refuse(place);
    return to;
}

void folder_writer::make_folder(const std::string& place, const file_facts& facts) {
    const auto to = walk_to(place);
    if (::mkdirat(to.parent.number(), to.name.c_str(), own_folder) != 0 && errno != EEXIST)
        refuse(place);
    const descriptor made(::openat(to.parent.number(), to.name.c_str(), as_a_folder));
    if (made.number() < 0) refuse(place, "is no folder, and would be replaced by one");
    folders_.emplace_back(place, facts);
}

void folder_writer::make_link(const std::string& place, const std::string& target,
                              const file_facts& facts) {
    const auto to = make_room(place);
    const auto times = times_of(facts);
    if (::symlinkat(target.c_str(), to.parent.number(), to.name.c_str()) != 0) refuse(place);
    ::utimensat(to.parent.number(), to.name.c_str(), times.data(), AT_SYMLINK_NOFOLLOW);
}

void folder_writer::make_second_name(const std::string& place, const std::string& first) {
    const auto from = walk_to(first);
    const auto to = make_room(place);
    constexpr int not_through_a_link = 0;
    if (::linkat(from.parent.number(), from.name.c_str(), to.parent.number(), to.name.c_str(),
                 not_through_a_link) != 0)
        refuse(place);
}

void folder_writer::begin_file(const std::string& place, const file_facts& facts) {
    const auto to = make_room(place);
    open_file_ =
        descriptor(::openat(to.parent.number(), to.name.c_str(),
                            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, own_file));
    if (open_file_.number() < 0) refuse(place);
    open_place_ = place;
    open_facts_ = facts;
}

void folder_writer::write(const void* bytes, std::size_t size, std::int64_t at) {
    const auto* from = static_cast<const char*>(bytes);
    while (size > 0) {
        const auto n = ::pwrite(open_file_.number(), from, size, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) refuse(open_place_);
        from += n;
        at += n;
        size -= static_cast<std::size_t>(n);
    }
}

void folder_writer::end_file(std::int64_t size) {
    const auto times = times_of(open_facts_);
    const int file = open_file_.number();
    if (::ftruncate(file, size) != 0 || ::fchmod(file, permissions_of(open_facts_)) != 0 ||
        ::futimens(file, times.data()) != 0)
        refuse(open_place_);
    open_file_ = descriptor();
}

// The innermost first: what is done inside changes the time of a folder.
void folder_writer::finish() {
    for (auto made = folders_.rbegin(); made != folders_.rend(); ++made) {
        const auto& [place, facts] = *made;
        const auto to = walk_to(place);
        const descriptor folder(::openat(to.parent.number(), to.name.c_str(), as_a_folder));
        const auto times = times_of(facts);
        if (folder.number() < 0 || ::fchmod(folder.number(), permissions_of(facts)) != 0 ||
            ::futimens(folder.number(), times.data()) != 0)
            refuse(place);
    }
    folders_.clear();
}

}  // namespace engine_api
