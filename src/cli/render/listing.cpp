#include <rollout/base/joined.hpp>

#include <boost/algorithm/string/trim.hpp>
#include <cli/render/json_text.hpp>
#include <cli/render/listing.hpp>
#include <cli/render/printable.hpp>
#include <cli/render/text_table.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace rollout::cli {

namespace {

constexpr std::size_t docker_gap = 3;
constexpr std::size_t docker_least = 10;

/// A piece of a template.
struct template_piece {
    enum class kind { text, field, field_json, row_json };
    kind what = kind::text;
    std::string text;  ///< or the field's name
};

std::string unescaped(const std::string& text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 't' || next == 'n') {
            plain += next == 't' ? '\t' : '\n';
            ++i;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

[[noreturn]] void refuse_action(const std::string& action) {
    throw std::invalid_argument("--format: '{{" + action +
                                "}}' is not understood; {{.Field}}, {{json .Field}} and {{json .}} "
                                "are");
}

template_piece piece_of(const std::string& action) {
    using kind = template_piece::kind;
    auto words = boost::algorithm::trim_copy(action);
    const bool as_json = words.starts_with("json ");
    if (as_json) words = boost::algorithm::trim_copy(words.substr(4));
    if (as_json && words == ".") return {kind::row_json, ""};
    const bool is_name = words.size() > 1 && words.front() == '.' &&
                         std::all_of(words.begin() + 1, words.end(), [](unsigned char c) {
                             return std::isalnum(c) != 0 || c == '_';
                         });
    if (!is_name) refuse_action(action);
    return {as_json ? kind::field_json : kind::field, words.substr(1)};
}

std::vector<template_piece> parse_template(const std::string& text) {
    std::vector<template_piece> pieces;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = std::min(text.find("{{", at), text.size());
        if (open > at)
            pieces.push_back({template_piece::kind::text, unescaped(text.substr(at, open - at))});
        if (open == text.size()) break;
        const auto close = text.find("}}", open);
        if (close == std::string::npos) throw std::invalid_argument("--format: a '{{' has no '}}'");
        pieces.push_back(piece_of(text.substr(open + 2, close - open - 2)));
        at = close + 2;
    }
    return pieces;
}

const listed_field& field_of(const listed_row& row, const std::string& name) {
    const auto found =
        std::find_if(row.begin(), row.end(), [&](const listed_field& f) { return f.name == name; });
    if (found != row.end()) return *found;
    std::vector<std::string> known;
    for (const auto& f : row)
        known.push_back(f.name);
    throw std::invalid_argument("--format: there is no field '" + name + "'; there are " +
                                base::joined(known, ", "));
}

/// In the order of its fields.
std::string row_json(const listed_row& row) {
    std::string text;
    for (const auto& f : row)
        text += (text.empty() ? "{" : ",") + nlohmann::json(f.name).dump() + ':' + f.json;
    return text.empty() ? "{}" : text + '}';
}

std::string text_of(const template_piece& piece, const listed_row& row) {
    switch (piece.what) {
        case template_piece::kind::text: return piece.text;
        case template_piece::kind::field: return printable(field_of(row, piece.text).text);
        case template_piece::kind::field_json: return field_of(row, piece.text).json;
        case template_piece::kind::row_json: return row_json(row);
    }
    return {};
}

std::string head_of(const listing& all, const std::string& field) {
    for (const auto& [name, head] : all.columns)
        if (name == field) return head;
    const auto further = all.further_heads.find(field);
    return further == all.further_heads.end() ? std::string() : further->second;
}

std::string text_of(const std::vector<template_piece>& pieces, const listed_row& row) {
    std::string line;
    for (const auto& piece : pieces)
        line += text_of(piece, row);
    return line;
}

table_row cells_of(const std::string& line) {
    table_row cells(1);
    for (const char c : line) {
        if (c == '\t')
            cells.emplace_back();
        else
            cells.back() += c;
    }
    return cells;
}

std::string table_of(const listing& all, const std::vector<template_piece>& pieces) {
    std::string heads;
    for (const auto& piece : pieces)
        heads += piece.what == template_piece::kind::text ? piece.text : head_of(all, piece.text);
    std::vector<table_row> rows{cells_of(heads)};
    for (const auto& row : all.rows)
        rows.push_back(cells_of(text_of(pieces, row)));
    return table_text(std::move(rows), docker_gap, docker_least);
}

std::string default_template(const listing& all) {
    std::string text;
    for (const auto& [field, head] : all.columns)
        text += (text.empty() ? "{{." : "\\t{{.") + field + "}}";
    return text;
}

}  // namespace

listed_field text_field(std::string name, std::string text) {
    auto json = json_text(nlohmann::json(text));
    return {std::move(name), std::move(text), std::move(json)};
}

std::string pairs_text(const std::map<std::string, std::string>& pairs, const char* between) {
    std::vector<std::string> texts;
    for (const auto& [key, value] : pairs)
        texts.push_back(key + '=' + value);
    return base::joined(texts, between);
}

std::string text_of(const listing& all, const std::string& format) {
    constexpr std::string_view table = "table";
    if (format.empty() || format == table)
        return table_of(all, parse_template(default_template(all)));
    if (format.starts_with("table "))
        return table_of(all, parse_template(format.substr(table.size() + 1)));
    const auto pieces = parse_template(format == "json" ? "{{json .}}" : format);
    std::string text;
    for (const auto& row : all.rows)
        text += text_of(pieces, row) + '\n';
    return text;
}

}  // namespace rollout::cli
