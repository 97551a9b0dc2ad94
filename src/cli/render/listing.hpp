#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rollout::cli {

/// A fact of a row: what `{{.Name}}` stands for, and its JSON, as docker's own formats have them.
struct listed_field {
    std::string name;
    std::string text;
    std::string json;  ///< a document
};

[[nodiscard]] listed_field text_field(std::string name, std::string text);

/// `KEY=VALUE` with `between` between them.
[[nodiscard]] std::string pairs_text(const std::map<std::string, std::string>& pairs,
                                     const char* between);

using listed_row = std::vector<listed_field>;

/// What a command lists, to be written in the format that the user wants.
struct listing {
    std::vector<listed_row> rows;
    /// The columns of the table: the field of each and its head.
    std::vector<std::pair<std::string, std::string>> columns;
    /// Heads of fields that are in no column, for `table TEMPLATE`.
    std::map<std::string, std::string> further_heads;
};

/// `format`: empty or `table`; `json`: an object a line; `table TEMPLATE`: with heads; or a
/// template of Go, of which `{{.Field}}`, `{{json .Field}}`, `{{json .}}` and, outside of them,
/// `\t` and `\n` are understood. Throws std::invalid_argument for any other, and for a field that
/// there is not.
[[nodiscard]] std::string text_of(const listing& all, const std::string& format);

}  // namespace rollout::cli
