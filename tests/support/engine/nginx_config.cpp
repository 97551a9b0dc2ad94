#include <support/engine/container_files.hpp>
#include <support/engine/nginx_config.hpp>
#include <support/engine/nginx_words.hpp>
#include <support/engine/text.hpp>
#include <support/message.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string_view>

namespace support::engine {
namespace {

// What stands between "http://" and the path.
std::string host_of_url(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    return std::string(url.substr(0, url.find('/')));
}

// Whether an entry fits into a map_hash_bucket_size of 64 bytes: two pointers, a length of two
// bytes and the key, all of it in steps of 8.
bool fits_into_a_bucket(const std::string& key) {
    return key.size() + 2 <= 48;
}

class reader {
  public:
    reader(const container& from, const resolver& resolve, std::string main_folder)
        : from_(from), resolve_(resolve), main_folder_(std::move(main_folder)) {}

    // Reads a file inside the block `inside`; "" is the outermost one.
    void read(const std::string& path, const std::string& inside) {
        const auto text = read_text(from_, path);
        if (!text) {
            throw config_error{"open() \"" + path + "\" failed (2: No such file or directory)" +
                               at_};
        }
        found_.dump += "# configuration file " + path + ":\n" + *text + "\n";
        nginx_words tokens(*text);
        read_block(tokens, path, inside, false);
    }

    // Of what is read from here on, when no main configuration says it.
    void assume_upstream() {
        found_.upstreams.emplace_back();
        traits_.push_back({"", true, true, false});
    }

    // What nginx sees once everything is read.
    nginx_config finish() {
        for (std::size_t at = 0; at < traits_.size(); ++at)
            check_upstream(found_.upstreams[at].name, traits_[at]);
        check_pass();
        return std::move(found_);
    }

  private:
    using words = std::vector<std::string>;

    struct upstream_traits {
        std::string where;  // file and line
        bool zone;
        bool resolver;  // of its own
        bool resolve;   // for a server
    };

    [[noreturn]] static void fail(const std::string& what, const std::string& path, int line) {
        throw config_error{what + " in " + path + ":" + std::to_string(line)};
    }

    void read_block(nginx_words& tokens, const std::string& path, const std::string& inside,
                    bool nested) {
        words directive;
        nginx_word next;
        while (tokens.next(next)) {
            if (!next.sign) {
                directive.push_back(next.text);
            } else if (next.text == ";") {
                if (directive.empty()) fail("unexpected \";\"", path, next.line);
                run(directive, path, next.line, inside);
                directive.clear();
            } else if (next.text == "{") {
                if (directive.empty()) fail("unexpected \"{\"", path, next.line);
                open_block(directive, path, next.line);
                read_block(tokens, path, directive.front(), true);
                directive.clear();
            } else {
                if (!directive.empty() || !nested) fail("unexpected \"}\"", path, next.line);
                if (inside == "upstream" && found_.upstreams.back().servers.empty()) {
                    fail("no servers are inside upstream", path, next.line);
                }
                return;
            }
        }
        if (!directive.empty())
            fail("unexpected end of file, expecting \";\" or \"}\"", path, next.line);
        if (nested) fail("unexpected end of file, expecting \"}\"", path, next.line);
    }

    void open_block(const words& directive, const std::string& path, int line) {
        const auto& name = directive.front();
        if (name == "upstream") {
            if (directive.size() != 2)
                fail("invalid number of arguments in \"upstream\" directive", path, line);
            found_.upstreams.push_back({directive[1], {}});
            traits_.push_back({path + ":" + std::to_string(line), false, false, false});
        }
        if (name == "map") open_map(directive, path, line);
    }

    void run(const words& directive, const std::string& path, int line, const std::string& inside) {
        const auto& name = directive.front();
        if (name == "include") return include(directive, path, line, inside);
        if (inside == "map") return add_entry(directive, path, line);
        if (inside == "upstream") return run_in_upstream(directive, path, line);
        if (name == "server" && inside == "http") {
            fail("directive \"server\" has no opening \"{\"", path, line);
        }
        if (name == "server") fail("\"server\" directive is not allowed here", path, line);
        if (name == "resolver") found_.resolver = true;
        if (name == "proxy_pass" && directive.size() > 1 && found_.pass.empty())
            found_.pass = host_of_url(directive[1]);
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

    void open_map(const words& directive, const std::string& path, int line) {
        if (directive.size() != 3)
            fail("invalid number of arguments in \"map\" directive", path, line);
        const auto& source = directive[1];
        const auto& variable = directive[2];
        if (!variable.starts_with('$'))
            fail("invalid variable name \"" + variable + "\"", path, line);
        map_ = &found_.maps[variable];
        constexpr std::string_view header = "$http_";
        if (!source.starts_with(header)) return;
        map_->header = source.substr(header.size());
        std::replace(map_->header.begin(), map_->header.end(), '_', '-');
    }

    void add_entry(const words& entry, const std::string& path, int line) {
        if (entry.size() == 1 && (entry[0] == "hostnames" || entry[0] == "volatile")) return;
        if (entry.size() != 2) fail("invalid number of the map parameters", path, line);
        const auto& key = entry[0];
        const auto& value = entry[1];
        if (key == "default") {
            if (!map_->fallback.empty()) fail("duplicate default map parameter", path, line);
            map_->fallback = value;
            return;
        }
        if (key.starts_with('~')) fail("no regular expressions are played: " + key, path, line);
        if (!fits_into_a_bucket(key)) {
            throw config_error{
                "could not build map_hash, you should increase map_hash_bucket_size: 64"};
        }
        if (!map_->values.emplace(text::lower(key), value).second)
            fail("conflicting parameter \"" + text::lower(key) + "\"", path, line);
    }

    void run_in_upstream(const words& directive, const std::string& path, int line) {
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
        const auto& name = directive.front();
        if (name == "server") return add_server(directive, path, line);
        if (!known.contains(name)) fail("unknown directive \"" + name + "\"", path, line);
        if (name == "zone") traits_.back().zone = true;
        if (name == "resolver") traits_.back().resolver = true;
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
        const auto has = [&](const char* parameter) {
            return std::find(directive.begin() + 2, directive.end(), parameter) != directive.end();
        };
        upstream_server made{address, "", has("resolve"), has("backup")};
        if (made.resolve)
            traits_.back().resolve = true;
        else
            made.container_id = look_up(made, " in " + path + ":" + std::to_string(line));
        found_.upstreams.back().servers.push_back(std::move(made));
    }

    std::string look_up(const upstream_server& server, const std::string& where) const {
        auto target = resolve_(server.host());
        if (target.empty())
            throw config_error{"host not found in upstream \"" + server.address + "\"" + where};
        return target;
    }

    void check_upstream(const std::string& name, const upstream_traits& its) const {
        if (!its.resolve) return;
        const auto it = "upstream \"" + name + "\" in " + its.where;
        if (!its.zone) {
            throw config_error{"resolving names at run time requires " + it +
                               " to be in shared memory"};
        }
        if (!its.resolver && !found_.resolver) {
            throw config_error{"no resolver defined to resolve names at run time in " + it};
        }
    }

    void check_pass() {
        const auto& pass = found_.pass;
        if (pass.starts_with('$')) {
            if (found_.maps.contains(pass)) return;
            throw config_error{"unknown \"" + pass.substr(1) + "\" variable"};
        }
        const bool known =
            std::any_of(found_.upstreams.begin(), found_.upstreams.end(),
                        [&](const upstream_block& block) { return block.name == pass; });
        if (pass.empty() || known) return;
        upstream_server only{pass, "", false, false};
        only.container_id = look_up(only, "");
        found_.upstreams.push_back({pass, {std::move(only)}});
    }

    const container& from_;
    const resolver& resolve_;
    std::string main_folder_;
    std::string at_;  // of the include that is being opened, for its error
    nginx_config found_;
    std::vector<upstream_traits> traits_;  // of each upstream
    header_map* map_ = nullptr;            // the one that is being read
};

}  // namespace

nginx_config read_nginx_config(const container& from, const std::string& path,
                               const resolver& resolve) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    reader read(from, resolve, folder);
    if (read_text(from, path)) {
        read.read(path, "");
        return read.finish();
    }
    read.assume_upstream();
    for (const auto& at : from.mounts) {
        const bool inside = at.destination == folder || at.destination.starts_with(folder + "/");
        if (!inside) continue;
        for (const auto& entry : read_tree(from, at.destination)) {
            if (!entry.folder && entry.name.ends_with(".conf")) {
                read.read(at.destination + "/" + entry.name, "upstream");
            }
        }
    }
    return read.finish();
}

}  // namespace support::engine
