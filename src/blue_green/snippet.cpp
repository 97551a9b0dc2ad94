#include "snippet.hpp"

#include "path_below.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace rollout::blue_green {

namespace {

std::string without_comments(std::string_view text) {
    std::string kept;
    bool comment = false;
    for (const char c : text) {
        if (c == '#') comment = true;
        if (c == '\n') comment = false;
        if (!comment) kept += c;
    }
    return kept;
}

std::string_view next_word(std::string_view& text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return text = {};
    text.remove_prefix(first);
    const auto word = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(word.size());
    return word;
}

/// All directives of a text are as wanted, and nothing stands behind the last `;`.
template <class Wanted>
bool all_directives(std::string_view text, const Wanted& wanted) {
    for (auto end = text.find(';'); end != std::string_view::npos; end = text.find(';')) {
        if (!wanted(text.substr(0, end))) return false;
        text.remove_prefix(end + 1);
    }
    return next_word(text).empty();
}

/// The words of the only directive of a text; none when it holds more than that, or less.
std::vector<std::string_view> only_directive(std::string_view text) {
    const auto end = std::min(text.find(';'), text.size());
    auto behind = text.substr(std::min(end + 1, text.size()));
    std::vector<std::string_view> words;
    if (end == text.size() || !next_word(behind).empty()) return words;
    auto rest = text.substr(0, end);
    for (auto word = next_word(rest); !word.empty(); word = next_word(rest))
        words.push_back(word);
    return words;
}

std::optional<color> color_of_directive(const upstream& u, std::string_view directive) {
    if (next_word(directive) != "server") return std::nullopt;
    auto host = next_word(directive);
    host = host.substr(0, host.find(':'));
    if (host == u.blue) return color::blue;
    if (host == u.green) return color::green;
    return std::nullopt;
}

std::string address_of(const upstream& u, color c) {
    return u.service(c) + ':' + std::to_string(u.port);
}

}  // namespace

std::string snippet_text(const upstream& u, color c) {
    const auto parameters = u.server_parameters.empty() ? "" : ' ' + u.server_parameters;
    return "server " + address_of(u, c) + parameters + ";\n";
}

std::string landing_text(std::string_view snippet) {
    const auto plain = without_comments(snippet);
    auto words = only_directive(plain);
    const bool resolves = std::erase(words, "resolve") > 0;
    if (!resolves || words.empty() || words.front() != "server") return std::string(snippet);
    std::string server;
    for (const auto word : words)
        server.append(word) += ' ';
    // Of several servers nginx leaves one out for 10 s when it failed, which it does not of one.
    return server + "max_fails=0 resolve; " + server + "max_fails=0 backup;\n";
}

std::string preview_text(const upstream& u, color c, std::string_view secret) {
    return '"' + std::string(secret) + "\" " + address_of(u, c) + ";\n";
}

std::string closed_preview_text() {
    return "# no preview\n";
}

bool opens_preview(std::string_view text) {
    const auto plain = without_comments(text);
    std::string_view rest = plain;
    return !next_word(rest).empty();
}

std::optional<color> snippet_color(const upstream& u, std::string_view text) {
    const auto plain = without_comments(text);
    std::optional<color> found;
    const auto agrees = [&](std::string_view directive) {
        const auto c = color_of_directive(u, directive);
        const bool first_or_same = c && (!found || *found == *c);
        found = c;
        return first_or_same;
    };
    return all_directives(plain, agrees) ? found : std::nullopt;
}

bool has_only_secrets(std::string_view text) {
    const auto plain = without_comments(text);
    return all_directives(plain, [](std::string_view entry) {
        const bool is_quoted = next_word(entry).starts_with('"');
        return is_quoted && !next_word(entry).empty() && next_word(entry).empty();
    });
}

bool has_only_servers(std::string_view text) {
    const auto plain = without_comments(text);
    return all_directives(plain, [](std::string_view directive) {
        const bool opens_a_block = directive.find_first_of("{}") != std::string_view::npos;
        return !opens_a_block && next_word(directive) == "server";
    });
}

std::string path_in_proxy(const std::string& file, const compose::service& proxy) {
    namespace fs = std::filesystem;
    const auto wanted = fs::path(file).lexically_normal();
    std::string best;
    std::size_t best_depth = 0;
    for (const auto& mount : proxy.volumes) {
        if (mount.type != compose::volume_mount::kind::bind) continue;
        const auto source = fs::path(mount.source).lexically_normal();
        if (source == wanted)
            throw std::invalid_argument(
                "service '" + proxy.name + "' mounts the file " + file +
                " by itself; mount its directory: a single-file mount keeps the old file when a "
                "new one takes its place");
        const auto inside = path_below(source, wanted);
        if (!inside) continue;
        const auto depth = source.native().size();
        if (best.empty() || depth > best_depth) {
            best = (fs::path(mount.target) / *inside).lexically_normal().string();
            best_depth = depth;
        }
    }
    if (best.empty())
        throw std::invalid_argument("service '" + proxy.name + "' mounts no directory that holds " +
                                    file +
                                    "; mount it, or say where the snippet is "
                                    "(x-rollout.snippet or ROLLOUT_UPSTREAM_CONF)");
    return best;
}

std::string first_snippet(const settings& s) {
    return s.upstreams().front().snippet;
}

void check_sees_snippets(const settings& s, const compose::service& proxy) {
    for (const auto& u : s.upstreams())
        (void)path_in_proxy(u.snippet, proxy);
}

}  // namespace rollout::blue_green
