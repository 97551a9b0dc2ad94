#pragma once

#include <engine_api/body_source.hpp>

#include <memory>
#include <string>

namespace engine_api {

/// A tar of what is at `path` on this host - a file, a link, or a folder with all that is in it -
/// made while it is sent. `path` itself is called `name` in it; `.` puts what a folder has into the
/// folder that the tar is unpacked in. Owners, modes, times and links are kept. For
/// `containers::put_archive`. Throws `error` (bad_request) for what is not there or cannot be read.
[[nodiscard]] std::unique_ptr<body_source> archive_of(const std::string& path,
                                                      const std::string& name);

/// A tar that is collected in a file without a name, in a folder that has the room for it.
class collected_archive {
  public:
    /// Throws std::system_error.
    explicit collected_archive(const std::string& folder);
    collected_archive(const collected_archive&) = delete;
    collected_archive& operator=(const collected_archive&) = delete;
    ~collected_archive();

    /// Throws std::system_error.
    void add(const std::string& piece);

    /// Unpacks a tar of one thing, as `containers::get_archive` gives it, into `folder`; there it
    /// is called `name`, or with `.` what it holds goes into the folder. Modes, times and links are
    /// kept, owners are not. Nothing is written outside of the folder, whatever the tar says: not
    /// by
    /// `..`, absolute names, or links that it or the folder holds. Throws `error` (bad_request) for
    /// that, for what cannot be written, and where a file would replace a folder or the other way
    /// round.
    void unpack(const std::string& folder, const std::string& name);

  private:
    int file_;
};

}  // namespace engine_api
