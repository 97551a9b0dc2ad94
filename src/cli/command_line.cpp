#include <rollout/blue_green/settings_table.hpp>

#include <CLI/CLI.hpp>
#include <cli/command_line.hpp>
#include <cli/global_options.hpp>
#include <cli/words.hpp>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace rollout::cli {

namespace {

constexpr char pattern_mark = '\x01';

/// CLI11 takes `[ab]` for a list. It is a pattern of service names, and is marked as one.
std::vector<std::string> with_marked_patterns(std::vector<std::string> args) {
    for (std::size_t i = 1; i < args.size(); ++i) {
        auto& arg = args[i];
        const bool value_of_flag = !args[i - 1].empty() && args[i - 1].front() == '-';
        if (arg.size() > 1 && arg.front() == '[' && arg.back() == ']' && !value_of_flag) {
            arg.insert(arg.begin(), pattern_mark);
        }
    }
    return args;
}

void remove_marks(std::vector<std::string>& services) {
    for (auto& service : services)
        if (!service.empty() && service.front() == pattern_mark) service.erase(0, 1);
}

/// What is said of a flag that docker compose has and we have not, as soon as it is met.
CLI::callback_t refusal_of(const option& o, const std::string& reason) {
    const auto name = o.names.substr(o.names.rfind(',') + 1);
    return [name, reason](const CLI::results_t&) -> bool {
        throw CLI::ValidationError(name + " is not supported: " + reason);
    };
}

struct adder {
    CLI::App& app;
    const option& o;

    CLI::Option* operator()(bool* to) const { return app.add_flag(o.names, *to, o.help); }
    CLI::Option* operator()(int* to) const {
        return app.add_option(o.names, *to, o.help)->check(CLI::NonNegativeNumber);
    }
    CLI::Option* operator()(std::optional<int>* to) const {
        return app.add_option(o.names, *to, o.help)->check(CLI::NonNegativeNumber);
    }
    CLI::Option* operator()(std::vector<std::string>* to) const {
        auto* added = app.add_option(o.names, *to, o.help);
        if (o.names.front() == '-') added->take_all()->allow_extra_args(false);
        return added;
    }
    CLI::Option* operator()(const refused& no) const {
        constexpr int with_a_value_or_without = 0;
        return app.add_option(o.names, refusal_of(o, no.reason))
            ->expected(with_a_value_or_without, 1)
            ->trigger_on_parse()
            ->group("");
    }
    CLI::Option* operator()(const rest_of_line& rest) const {
        return app.add_option(o.names, *rest.to, o.help);
    }
    template <class Text>
    CLI::Option* operator()(Text* to) const {
        return app.add_option(o.names, *to, o.help);
    }
};

void add(CLI::App& app, const option& o) {
    auto* added = std::visit(adder{app, o}, o.to);
    if (!o.choices.empty()) added->check(CLI::IsMember(o.choices));
    if (o.hidden) added->group("");
}

std::vector<std::string> words_of(const std::string& choices) {
    std::vector<std::string> words;
    std::istringstream in(choices);
    for (std::string word; std::getline(in, word, '|');)
        words.push_back(word);
    return words;
}

void add_setting(CLI::App& app, const blue_green::setting_row& row,
                 blue_green::setting_values& values) {
    auto help = std::string(row.flag_sets == std::string_view("false") ? "do not " : "") + row.help;
    std::erase(help, '`');
    help.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(help.front())));
    if (*row.flag_sets) {
        app.add_flag_callback(
            row.flag, [&values, &row] { values[row.name] = row.flag_sets; }, help);
        return;
    }
    std::string fallback = row.fallback;
    std::erase(fallback, '`');
    const auto take = [&values, &row](const std::string& value) {
        auto& taken = values[row.name];
        const bool adds = *row.joined_by && !taken.empty();
        taken = adds ? taken + row.joined_by + value : value;
    };
    if (!fallback.empty()) help += " (default: " + fallback + ')';
    auto* added = app.add_option_function<std::string>(row.flag, take, help);
    if (*row.joined_by) added->trigger_on_parse();  // each time that the flag is there
    const auto choices = words_of(row.value);
    if (choices.size() > 1)
        added->check(CLI::IsMember(choices));
    else
        added->type_name(row.value);
}

void add_settings(CLI::App& app, const std::vector<std::string>& names,
                  blue_green::setting_values& values) {
    for (const auto& row : blue_green::setting_rows()) {
        const bool wanted = std::find(names.begin(), names.end(), row.name) != names.end();
        if (wanted && *row.flag) add_setting(app, row, values);
    }
}

void add_command(CLI::App& app, const command_row& row, const std::shared_ptr<command>& made,
                 parse_result& to) {
    auto* sub = app.add_subcommand(row.name, row.help);
    sub->fallthrough();
    for (const auto& o : made->own_options())
        add(*sub, o);
    add_settings(*sub, made->settings(), to.invocation.settings);
    if (const auto help = made->services_help(); !help.empty())
        add(*sub, {"SERVICE", help, &to.invocation.services});
    sub->callback([&to, made, &row] {
        to.invocation.command = row.name;
        to.command = made;
    });
}

using made_commands = std::map<std::string, std::shared_ptr<command>>;

/// Takes what a command's `rest_of_line` takes off `args`. CLI11 would read its flags.
void take_rest(std::vector<std::string>& args, const option_list& global,
               const made_commands& commands) {
    const auto flags = flags_with_values(global);
    const auto at = first_word(args, 0, flags);
    const auto named = at < args.size() ? commands.find(args[at]) : commands.end();
    if (named == commands.end()) return;
    const auto own = named->second->own_options();
    for (const auto& o : own) {
        const auto* rest = std::get_if<rest_of_line>(&o.to);
        if (!rest) continue;
        const auto last = first_word(args, at + 1, flags_with_values(own, flags));
        if (last >= args.size()) return;
        const auto begin = args.begin() + static_cast<std::ptrdiff_t>(last) + 1;
        rest->to->assign(begin, args.end());
        args.erase(begin, args.end());
    }
}

/// Empty when docker compose has no such command, or we have it too.
std::string refused_command_text(const std::vector<std::string>& args, const option_list& global) {
    const auto at = first_word(args, 0, flags_with_values(global));
    for (const auto& row : refused_commands())
        if (at < args.size() && args[at] == row.name)
            return std::string("rollout has no command '") + row.name + "': " + row.reason + '\n';
    return {};
}

parse_result usage_error(std::string text) {
    parse_result result;
    result.text = std::move(text);
    result.exit_code = static_cast<int>(engine_work::exit_code::usage);
    return result;
}

}  // namespace

parse_result parse_command_line(const std::vector<std::string>& args,
                                std::span<const command_row> commands) {
    parse_result result;
    const auto global = global_options(result.invocation);
    if (auto text = refused_command_text(args, global); !text.empty())
        return usage_error(std::move(text));
    CLI::App app("rollout: zero-downtime deploys through the Docker Engine API", "rollout");
    app.require_subcommand(1);
    app.option_defaults()->take_last();  // subcommands inherit it
    app.set_version_flag("--version", ROLLOUT_VERSION);
    for (const auto& o : global)
        add(app, o);
    made_commands made;
    for (const auto& row : commands) {
        made[row.name] = row.make();
        add_command(app, row, made[row.name], result);
    }
    auto own = args;
    take_rest(own, global, made);
    auto reversed = with_marked_patterns(std::move(own));
    std::reverse(reversed.begin(), reversed.end());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& e) {
        std::ostringstream out;
        std::ostringstream err;
        const bool failed = app.exit(e, out, err) != 0;
        result.text = failed ? err.str() : out.str();
        result.exit_code = failed ? static_cast<int>(engine_work::exit_code::usage) : 0;
        result.command.reset();
    }
    remove_marks(result.invocation.services);
    return result;
}

}  // namespace rollout::cli
