// The README's tables are those of the code.
#include <rollout/blue_green/settings_table.hpp>
#include <support/folders.hpp>

#include <cli/command.hpp>
#include <cli/command_line.hpp>
#include <cli/global_options.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace {

using namespace rollout;
using testing::HasSubstr;

const std::string readme_file = support::source_dir() + "/README.md";

std::string text_of(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string code(const std::string& text) {
    return text.empty() ? "" : '`' + text + '`';
}

std::string row(std::initializer_list<std::string> cells) {
    std::string line = "|";
    for (const auto& cell : cells)
        line += cell.empty() ? " |" : ' ' + cell + " |";
    return line + '\n';
}

/// A bar ends a cell, in code as well.
std::string escaped(std::string text) {
    for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
        text.insert(at, "\\");
    return text;
}

std::string table_of_the_code() {
    auto table = row({"`x-rollout`", "variable", "flag", "default", "meaning"}) +
                 "| --- | --- | --- | --- | --- |\n";
    for (const auto& s : cli::global_settings())
        table += row({"", code(s.variable), s.flag, s.fallback, s.help});
    for (const auto& s : blue_green::setting_rows()) {
        const bool takes_value = !*s.flag_sets;
        const auto flag = std::string(s.flag) + (takes_value ? ' ' + escaped(s.value) : "");
        table +=
            row({code(s.name), code(s.variable), *s.flag ? code(flag) : "", s.fallback, s.help});
    }
    return table;
}

TEST(Readme, ItsSettingsTableIsTheOneOfTheCode) {
    auto readme = text_of(readme_file);
    const auto begin = readme.find("| `x-rollout` | variable |");
    ASSERT_NE(begin, std::string::npos);
    const auto end = readme.find("\n\n", begin) + 1;
    if (std::getenv("WRITE_SETTINGS_TABLE")) {
        readme.replace(begin, end - begin, table_of_the_code());
        std::ofstream(readme_file) << readme;
        return;
    }
    EXPECT_EQ(readme.substr(begin, end - begin), table_of_the_code())
        << "write it anew: WRITE_SETTINGS_TABLE=1 unit_cli_tests --gtest_filter='Readme.Its*'";
}

TEST(SettingsTable, NamesNothingTwice) {
    std::set<std::string> names;
    std::set<std::string> variables;
    std::set<std::string> flags;
    for (const auto& s : blue_green::setting_rows()) {
        EXPECT_TRUE(names.insert(s.name).second) << s.name;
        EXPECT_TRUE(variables.insert(s.variable).second) << s.variable;
        if (*s.flag) {
            EXPECT_TRUE(flags.insert(s.flag).second) << s.flag;
        }
    }
}

TEST(SettingsTable, EveryDefaultIsTheOneThatItSays) {
    for (const auto& s : blue_green::setting_rows()) {
        std::string text = s.fallback;
        std::erase(text, '`');
        const bool is_value = text.find(' ') == std::string::npos;
        if (!is_value) continue;  // said in words: derived from elsewhere
        blue_green::settings changed;
        EXPECT_NO_THROW(s.apply(changed, s.name, text)) << s.name;
        const blue_green::settings untouched;
        EXPECT_EQ(changed.port, untouched.port) << s.name;
        EXPECT_EQ(changed.reload_limit, untouched.reload_limit) << s.name;
        EXPECT_EQ(changed.drain_limit, untouched.drain_limit) << s.name;
        EXPECT_EQ(changed.blue, untouched.blue);
        EXPECT_EQ(changed.green, untouched.green);
        EXPECT_EQ(changed.proxy, untouched.proxy);
        EXPECT_EQ(changed.snippet + changed.record, untouched.snippet + untouched.record);
        EXPECT_EQ(changed.server_parameters, untouched.server_parameters);
        EXPECT_EQ(changed.smoke.expected.status, untouched.smoke.expected.status);
        EXPECT_EQ(changed.smoke.passes, untouched.smoke.passes);
        EXPECT_EQ(changed.soak, untouched.soak);
        EXPECT_EQ(changed.measure.rate, untouched.measure.rate);
        EXPECT_EQ(changed.pre_deploy, untouched.pre_deploy);
        EXPECT_EQ(changed.pre_deploy_limit, untouched.pre_deploy_limit);
        EXPECT_EQ(changed.smoke.attempts, untouched.smoke.attempts);
        EXPECT_EQ(changed.smoke.timeout, untouched.smoke.timeout);
        EXPECT_EQ(changed.smoke.delay, untouched.smoke.delay);
        EXPECT_EQ(changed.smoke.insecure, untouched.smoke.insecure);
        EXPECT_EQ(changed.retire, untouched.retire);
        EXPECT_EQ(changed.images.pull, untouched.images.pull);
        EXPECT_EQ(changed.images.build, untouched.images.build);
        EXPECT_EQ(changed.health.eager_probe, untouched.health.eager_probe);
        EXPECT_EQ(changed.lock_wait, untouched.lock_wait);
    }
}

TEST(Help, OfEachCommandNamesItsSettings) {
    for (const auto& command : cli::command_rows()) {
        const auto help = cli::parse_command_line({command.name, "--help"}, cli::command_rows());
        EXPECT_EQ(help.exit_code, 0) << command.name;
        EXPECT_THAT(help.text, HasSubstr(command.help));
        const auto made = command.make();
        for (const auto& name : made->settings()) {
            const auto rows = blue_green::setting_rows();
            const auto found = std::find_if(rows.begin(), rows.end(),
                                            [&](const auto& s) { return s.name == name; });
            ASSERT_NE(found, rows.end()) << command.name << " names the setting " << name;
            EXPECT_THAT(help.text, HasSubstr(found->flag));
        }
    }
}

TEST(Help, OfSomeCommandNamesEachFlagOfASetting) {
    std::set<std::string> taken;
    for (const auto& command : cli::command_rows()) {
        for (const auto& name : command.make()->settings())
            taken.insert(name);
    }
    for (const auto& s : blue_green::setting_rows()) {
        if (*s.flag) {
            EXPECT_TRUE(taken.contains(s.name)) << "no command takes " << s.flag;
        }
    }
}

TEST(Help, NamesEveryCommand) {
    const auto help = cli::parse_command_line({"--help"}, cli::command_rows());
    for (const auto& command : cli::command_rows())
        EXPECT_THAT(help.text, HasSubstr(command.help));
}

TEST(Readme, ItsExitCodesAreThoseThatThereAre) {
    using engine_work::exit_code;
    const auto readme = text_of(readme_file);
    for (const auto c :
         {exit_code::done, exit_code::failed, exit_code::rolled_back, exit_code::person_must_look,
          exit_code::usage, exit_code::no_engine, exit_code::lock_held})
        EXPECT_THAT(readme, HasSubstr("\n| " + std::to_string(static_cast<int>(c)) + " | "));
    EXPECT_THAT(readme, HasSubstr("\n| 130, 143 | "));
}

}  // namespace
