#include <cli/render/printable.hpp>
#include <cli/render/text_table.hpp>

#include <algorithm>

namespace rollout::cli {

namespace {

bool begins_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_a_character));
}

std::string shortened(const std::string& text, std::size_t most) {
    if (width_of(text) <= most) return text;
    std::string kept;
    std::size_t count = 0;
    for (const char c : text) {
        if (begins_a_character(c) && ++count == most) break;
        kept += c;
    }
    return kept + "…";
}

std::string table_text(std::vector<table_row> rows, std::size_t gap, std::size_t least) {
    std::vector<std::size_t> widths;
    for (auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()), least);
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = printable(row[i]);
            widths[i] = std::max(widths[i], width_of(row[i]) + gap);
        }
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size()) text += std::string(widths[i] - width_of(row[i]), ' ');
        }
        text += '\n';
    }
    return text;
}

}  // namespace rollout::cli
