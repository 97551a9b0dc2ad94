#pragma once

#include "extends.hpp"

#include <rollout/compose/read/load.hpp>
#include <rollout/compose/rules/directives.hpp>
#include <rollout/compose/text/budget.hpp>
#include <rollout/compose/text/dotenv.hpp>
#include <rollout/compose/text/warnings.hpp>
#include <rollout/compose/tree/node.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::compose {

/// Where a set of files stands.
struct place {
    std::string base;    ///< what their relative paths are put behind; relative for an include
    std::string folder;  ///< the same, absolute
    std::vector<std::string> including;  ///< the files that led here by `include`
};

/// Reads Compose files into one canonical tree: parses, interpolates, extends, includes, merges,
/// checks. Remembers the text of what it reads.
class tree_reader {
  public:
    /// Keeps references to both.
    tree_reader(const load_options& options, warnings& notes);

    /// The merged tree of `files` (absolute, or `-`), with defaults and resolved paths.
    node read(const std::vector<std::string>& files, const place& at, const variables& environment);

    /// The documents of a file, as they are written.
    const std::vector<node>& documents(const std::string& file);

    /// The text of a file that was read, by the name that positions have; empty when there is none.
    [[nodiscard]] std::string text_of(std::string_view shown_name) const;

    /// As `project::relative_host_paths`, of what was read.
    [[nodiscard]] const std::set<std::string>& relative_host_paths() const {
        return relative_host_paths_;
    }

  private:
    struct source {
        std::string text;
        std::vector<node> documents;
    };

    void add_file(node& model, const std::string& file, const place& at,
                  const variables& environment);
    void add_document(node& model, node document, const std::string& file, const place& at,
                      const variables& environment);
    void interpolate(node& document, const variables& environment);
    void extend(node& document, const directives& marks, const std::string& file, const place& at,
                const variables& environment);
    base_file& find_base(const std::string& path, const std::string& service, const position& where,
                         const place& at, const variables& environment);
    base_file read_base(const std::string& local, const std::string& service, const position& where,
                        const place& at, const variables& environment);
    void include(node& document, const std::string& file, const place& at,
                 const variables& environment);
    void include_one(node& document, const node& item, const place& at,
                     const variables& environment);
    void spend(const node& copied, const position& where);
    void pass_over(const node& model, const position& where);
    const source& load(const std::string& file, const position& where = {});

    const load_options& options_;
    warnings& notes_;
    std::map<std::string, source> sources_;           ///< by absolute path
    std::map<std::string, std::string> shown_names_;  ///< to absolute path
    /// What services of the files at hand extend, by absolute path.
    std::map<std::string, base_file> bases_;
    std::set<std::string> relative_host_paths_;
    budget budget_;
    std::size_t passed_ = 0;
    int depth_ = 0;
};

}  // namespace rollout::compose
