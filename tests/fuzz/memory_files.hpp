#pragma once

#include <rollout/base/files.hpp>

#include <map>
#include <string>

namespace rollout::compose::fuzz {

/// Files in memory, by absolute path: a fuzzer reads nothing else.
class memory_files final : public base::files {
  public:
    explicit memory_files(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}

    std::variant<std::string, base::file_problem> read(const std::string& path,
                                                       std::size_t limit) const override;
    bool exists(const std::string& path) const override;
    bool is_regular(const std::string& path) const override;
    bool is_folder(const std::string& path) const override;
    bool is_link(const std::string&) const override { return false; }
    bool is_writable(const std::string&) const override { return true; }
    std::optional<std::chrono::system_clock::time_point> modified(
        const std::string&) const override {
        return std::nullopt;
    }
    std::vector<std::string> names_in(const std::string& folder) const override;
    std::optional<std::string> real_path(const std::string& path) const override;
    void replace(const std::string& path, const std::string& text) override;
    bool remove(const std::string& path) override;

  private:
    std::map<std::string, std::string> texts_;
};

}  // namespace rollout::compose::fuzz
