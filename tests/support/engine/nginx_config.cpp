#include <support/engine/container_files.hpp>
#include <support/engine/nginx_config.hpp>
#include <support/engine/text.hpp>
#include <support/message.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

namespace support::engine {
namespace {

struct token {
    std::string text;
    int line = 1;
    bool sign = false;  // one of ; { }
};

// Words, quoted words and signs of one file.
class tokenizer {
  public:
    explicit tokenizer(std::string text) : text_(std::move(text)) {}

    // False at the end of the file; `line` is then the last one.
    bool next(token& into) {
        skip_space();
        into = {"", line_, false};
        if (at_ == text_.size()) return false;
        const char c = text_[at_];
        if (is_sign(c)) {
            ++at_;
            into.text = c;
            into.sign = true;
        } else if (c == '"' || c == '\'') {
            read_quoted(into, c);
        } else {
            read_word(into);
        }
        return true;
    }

  private:
    static bool is_sign(char c) { return c == ';' || c == '{' || c == '}'; }
    static bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

    void skip_space() {
        while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '#')) {
            if (text_[at_] == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (text_[at_++] == '\n') {
                ++line_;
            }
        }
    }

    void read_quoted(token& into, char quote) {
        for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
            if (text_[at_] == '\n') ++line_;
            into.text += text_[at_];
        }
        if (at_ < text_.size()) ++at_;
    }

    void read_word(token& into) {
        while (at_ < text_.size() && !is_space(text_[at_]) && !is_sign(text_[at_])) {
            // "${name}" is one word.
            const bool variable = text_.compare(at_, 2, "${") == 0;
            const auto end = variable ? text_.find('}', at_) : at_;
            into.text += text_.substr(at_, end - at_ + 1);
            at_ = end == std::string::npos ? text_.size() : end + 1;
        }
    }

    std::string text_;
    std::size_t at_ = 0;
    int line_ = 1;
};

class reader {
  public:
    reader(const container& from, const resolver& resolve) : from_(from), resolve_(resolve) {}

    // Reads a file inside the block `inside`; "" is the outermost one.
    void read(const std::string& path, const std::string& inside) {
        const auto text = read_text(from_, path);
        if (!text) {
            throw config_error{"open() \"" + path + "\" failed (2: No such file or directory)" +
                               at_};
        }
        dump += "# configuration file " + path + ":\n" + *text + "\n";
        tokenizer tokens(*text);
        read_block(tokens, path, inside, false);
    }

    std::vector<upstream_server> found;
    std::string dump;

  private:
    using words = std::vector<std::string>;

    [[noreturn]] static void fail(const std::string& what, const std::string& path, int line) {
        throw config_error{what + " in " + path + ":" + std::to_string(line)};
    }

    void read_block(tokenizer& tokens, const std::string& path, const std::string& inside,
                    bool nested) {
        const auto servers_before = found.size();
        words directive;
        token next;
        while (tokens.next(next)) {
            if (!next.sign) {
                directive.push_back(next.text);
            } else if (next.text == ";") {
                if (directive.empty()) fail("unexpected \";\"", path, next.line);
                run(directive, path, next.line, inside);
                directive.clear();
            } else if (next.text == "{") {
                if (directive.empty()) fail("unexpected \"{\"", path, next.line);
                read_block(tokens, path, directive.front(), true);
                directive.clear();
            } else {
                if (!directive.empty() || !nested) fail("unexpected \"}\"", path, next.line);
                if (inside == "upstream" && found.size() == servers_before) {
                    fail("no servers are inside upstream", path, next.line);
                }
                return;
            }
        }
        if (!directive.empty())
            fail("unexpected end of file, expecting \";\" or \"}\"", path, next.line);
        if (nested) fail("unexpected end of file, expecting \"}\"", path, next.line);
    }

    void run(const words& directive, const std::string& path, int line, const std::string& inside) {
        const auto& name = directive.front();
        if (name == "include") return include(directive, path, line, inside);
        if (name == "server" && inside == "http") {
            fail("directive \"server\" has no opening \"{\"", path, line);
        }
        if (name == "server" && inside != "upstream") {
            fail("\"server\" directive is not allowed here", path, line);
        }
        if (inside != "upstream") return;
        if (name == "server") return add_server(directive, path, line);
        static const std::set<std::string> known{"zone",
                                                 "keepalive",
                                                 "keepalive_requests",
                                                 "keepalive_time",
                                                 "keepalive_timeout",
                                                 "least_conn",
                                                 "ip_hash",
                                                 "hash",
                                                 "random",
                                                 "resolver",
                                                 "resolver_timeout",
                                                 "state"};
        if (!known.contains(name)) fail("unknown directive \"" + name + "\"", path, line);
    }

    void include(const words& directive, const std::string& path, int line,
                 const std::string& inside) {
        if (directive.size() != 2)
            fail("invalid number of arguments in \"include\" directive", path, line);
        namespace fs = std::filesystem;
        auto wanted = fs::path(directive[1]);
        if (wanted.is_relative()) wanted = fs::path(main_folder_) / wanted;
        at_ = " in " + path + ":" + std::to_string(line);
        if (wanted.filename().string().find('*') == std::string::npos) return read(wanted, inside);
        for (const auto& name : list_folder(from_, wanted.parent_path())) {
            if (path_matches(wanted.filename().string(), name))
                read(wanted.parent_path() / name, inside);
        }
    }

    void add_server(const words& directive, const std::string& path, int line) {
        if (directive.size() < 2)
            fail("invalid number of arguments in \"server\" directive", path, line);
        const auto& address = directive[1];
        for (std::size_t at = 2; at < directive.size(); ++at) {
            static const std::set<std::string> known{
                "weight", "max_conns", "max_fails", "fail_timeout", "backup", "down", "resolve"};
            if (!known.contains(directive[at].substr(0, directive[at].find('=')))) {
                fail("invalid parameter \"" + directive[at] + "\"", path, line);
            }
        }
        const auto colon = address.find(':');
        const auto port = colon == std::string::npos ? "80" : address.substr(colon + 1);
        if (port.empty() || !std::all_of(port.begin(), port.end(),
                                         [](unsigned char c) { return std::isdigit(c); })) {
            fail("invalid port in upstream \"" + address + "\"", path, line);
        }
        auto target = resolve_(address.substr(0, colon));
        if (target.empty()) fail("host not found in upstream \"" + address + "\"", path, line);
        found.push_back({address, std::move(target)});
    }

  public:
    std::string main_folder_;

  private:
    const container& from_;
    const resolver& resolve_;
    std::string at_;  // of the include that is being opened, for its error
};

}  // namespace

nginx_config read_nginx_config(const container& from, const std::string& path,
                               const resolver& resolve) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    reader read(from, resolve);
    read.main_folder_ = folder;
    if (read_text(from, path)) {
        read.read(path, "");
        return {std::move(read.found), std::move(read.dump)};
    }
    for (const auto& at : from.mounts) {
        const bool inside = at.destination == folder || at.destination.starts_with(folder + "/");
        if (!inside) continue;
        for (const auto& entry : read_tree(from, at.destination)) {
            if (!entry.folder && entry.name.ends_with(".conf")) {
                read.read(at.destination + "/" + entry.name, "upstream");
            }
        }
    }
    return {std::move(read.found), std::move(read.dump)};
}

}  // namespace support::engine
