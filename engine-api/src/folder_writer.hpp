#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <time.h>
#include <utility>
#include <vector>

namespace engine_api {

/// Owns a file descriptor.
class descriptor {
  public:
    explicit descriptor(int number = -1) : number_(number) {}
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept;
    ~descriptor();

    [[nodiscard]] int number() const { return number_; }

  private:
    int number_;
};

struct file_facts {
    mode_t permissions = 0;
    timespec modified{};
};

/// Writes below one folder and nowhere else: it walks to each place from the folder itself and
/// through no link. Places are relative; that none of their parts is `..` is for the caller to see
/// to. A file takes the place of another one or of a link, never that of a folder; nor a folder
/// that of one of these. All throw `error` (bad_request).
class folder_writer {
  public:
    explicit folder_writer(std::string folder);

    /// Permissions and time come with `finish`: the folder is still to be filled.
    void make_folder(const std::string& place, const file_facts& facts);
    void make_link(const std::string& place, const std::string& target, const file_facts& facts);
    /// A second name of the file at `first`.
    void make_second_name(const std::string& place, const std::string& first);
    /// Followed by its bytes, and `end_file`.
    void begin_file(const std::string& place, const file_facts& facts);
    void write(const void* bytes, std::size_t size, std::int64_t at);
    void end_file(std::int64_t size);
    void finish();

  private:
    struct way {
        descriptor parent;
        std::string name;
    };

    way walk_to(const std::string& place) const;
    way make_room(const std::string& place) const;
    [[noreturn]] void refuse(const std::string& place, const std::string& why) const;
    [[noreturn]] void refuse(const std::string& place) const;  // errno says why

    std::string folder_;
    descriptor root_;
    std::vector<std::pair<std::string, file_facts>> folders_;  // as they were made
    std::string open_place_;
    file_facts open_facts_;
    descriptor open_file_;
};

}  // namespace engine_api
