// Small files with what docker compose 2.40.3 makes of them, by rule: tests/data/compose.

#include "golden.hpp"

#include "project_folder.hpp"

#include <rollout/compose/model/check_project.hpp>
#include <rollout/compose/model/normal_form.hpp>
#include <rollout/compose/model/select.hpp>
#include <rollout/compose/text/dotenv.hpp>
#include <rollout/compose/text/interpolate.hpp>
#include <rollout/compose/text/invalid_value.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <sstream>

namespace rollout::compose {
namespace {

using nlohmann::json;
using test::expectation;
using test::golden_case;
using test::project_folder;
using test::replaced;

/// Shows a path of the test's folder as the expectations do.
std::string neutral(const std::string& text, const project_folder& folder) {
    const auto above = std::filesystem::path(folder.path()).parent_path().string();
    return replaced(replaced(text, folder.path(), "/project"), above, "/above");
}

load_options options_for(const project_folder& folder) {
    auto options = folder.options;
    options.environment = {
        {"PATH", "/usr/bin:/bin"}, {"HOME", "/root"}, {"DOCKER_HOST", "unix:///nonexistent"}};
    options.all_services = false;
    options.project_name = "proj";
    options.files_are = files_use::to_print;
    return options;
}

project printed_project(const load_options& options, bool all_resources = false) {
    auto p = load(options).project;
    if (!all_resources) drop_unused_resources(p);
    check_container_names(p);
    return p;
}

/// Compares what `act` gives, or why it refuses, with an expectation.
void expect(
    const expectation& wanted, const std::string& what, const std::function<std::string()>& act,
    const std::function<std::string(std::string)>& shown = [](std::string t) { return t; }) {
    try {
        const auto got = act();
        EXPECT_FALSE(wanted.refused) << what << "\nis accepted";
        if (!wanted.refused) {
            EXPECT_EQ(got, wanted.text) << what;
        }
    } catch (const std::runtime_error& e) {
        EXPECT_TRUE(wanted.refused) << what << "\nis refused: " << e.what();
        if (!wanted.refused) return;
        const auto got = test::one_line(shown(e.what()));
        EXPECT_NE(got.find(test::one_line(wanted.text)), std::string::npos)
            << what << "\nis refused: " << got << "\ninstead of: " << wanted.text;
    }
}

std::string all_lines(const golden_case& c) {
    std::string text = "line " + std::to_string(c.line);
    for (const auto& line : c.lines)
        text += "\n  " + line;
    return text;
}

/// A service's normal form without what every service has.
std::string service_json(const load_options& options, const project_folder& folder) {
    const auto p = printed_project(options);
    const auto text = text_of(normal_form(p.services.at("a"), format::json), format::json);
    auto form = json::parse(escape_dollars(text));
    for (const auto* key : {"command", "entrypoint"}) {
        if (form.value(key, json("there")).is_null()) form.erase(key);
    }
    if (form.value("image", "") == "x") form.erase("image");
    if (form.value("networks", json()) == json({{"default", nullptr}})) form.erase("networks");
    return neutral(form.dump(), folder);
}

expectation sorted_json(expectation wanted) {
    if (!wanted.refused) wanted.text = json::parse(wanted.text).dump();
    return wanted;
}

TEST(Golden, KeysOfAService) {
    const project_folder folder;
    for (const auto& c : test::read_cases("keys.txt")) {
        std::string text = "services:\n  a:\n    image: x\n";
        for (std::size_t i = 0; i + 1 < c.lines.size(); ++i)
            text += "    " + c.lines[i] + '\n';
        folder.write("compose.yaml", text);
        expect(
            sorted_json(test::expected_by(c.lines.back())), all_lines(c),
            [&] { return service_json(options_for(folder), folder); },
            [&folder](const std::string& said) { return neutral(said, folder); });
    }
}

TEST(Golden, AKeyOverAnother) {
    const project_folder folder;
    for (const auto& c : test::read_cases("merges.txt")) {
        std::string first = "services:\n  a:\n    image: x\n";
        std::string second = "services:\n  a:\n";
        std::string rest;
        for (const auto& line : c.lines) {
            if (line.rfind("1 ", 0) == 0) first += "    " + line.substr(2) + '\n';
            if (line.rfind("2 ", 0) == 0) second += "    " + line.substr(2) + '\n';
            if (line.rfind("also ", 0) == 0) rest += line.substr(5) + '\n';
        }
        folder.write("f0.yaml", first + rest);
        folder.write("f1.yaml", second);
        auto options = options_for(folder);
        options.files = {"f0.yaml", "f1.yaml"};
        expect(
            sorted_json(test::expected_by(c.lines.back())), all_lines(c),
            [&] { return service_json(options, folder); },
            [&folder](const std::string& said) { return neutral(said, folder); });
    }
}

TEST(Golden, Interpolation) {
    const variables known = {
        {"SET", "value"}, {"EMPTY", ""},  {"DOL", "a$b"}, {"BR", "${SET}"},  {"Q", "\"q\""},
        {"SP", " x "},    {"UPPER", "U"}, {"lower", "l"}, {"HOME", "/root"}, {"PWD", "/project"}};
    for (const auto& c : test::read_cases("interpolation.txt")) {
        auto wanted = test::expected_by(c.lines.back());
        wanted.text = wanted.refused ? replaced(wanted.text, "services.a.hostname", "P")
                                     : json::parse(wanted.text).get<std::string>();
        expect(wanted, all_lines(c), [&] {
            warnings notes;
            interpolator expand(
                [&known](std::string_view name) -> std::optional<std::string> {
                    const auto it = known.find(name);
                    return it == known.end() ? std::nullopt : std::optional(it->second);
                },
                notes);
            const auto text = json::parse(c.lines.front()).get<std::string>();
            try {
                return expand(text);
            } catch (const invalid_template& e) {
                throw invalid_value(
                    "invalid interpolation format for P. You may need to escape "
                    "any $ with another $. " +
                    e.text());
            } catch (const invalid_value& e) {
                throw invalid_value(std::string("error while interpolating P: ") + e.what());
            }
        });
    }
}

TEST(Golden, Dotenv) {
    const auto outer = [](std::string_view name) -> std::optional<std::string> {
        if (name == "SET") return "fromos";
        return name == "Z" ? std::optional<std::string>("own") : std::nullopt;
    };
    for (const auto& c : test::read_cases("dotenv.txt")) {
        const bool raw = c.lines.front().rfind("raw ", 0) == 0;
        const auto text = json::parse(c.lines.front().substr(raw ? 4 : 0)).get<std::string>();
        expect(sorted_json(test::expected_by(c.lines.back())), all_lines(c), [&] {
            variables found;
            warnings notes;
            if (raw) {
                parse_raw_env(text, outer, found);
            } else {
                parse_dotenv(text, outer, found, notes);
            }
            return json(found).dump();
        });
    }
}

/// A project with its files, and how the command line would load it.
class archived_project {
  public:
    explicit archived_project(const test::golden_archive& archive)
        : options_(options_for(folder_)) {
        options_.project_name.reset();
        std::filesystem::create_directory(folder_.path("proj"));
        options_.working_dir = folder_.path("proj");
        for (const auto& part : archive.parts) {
            if (part.title.rfind("file ", 0) == 0) {
                folder_.write("proj/" + part.title.substr(5), part.text);
            } else if (part.title == "flags") {
                apply_flags(part.text);
            } else {
                wanted_ = {part.title == "refused", part.text};
            }
        }
    }

    void check(const std::string& name) {
        auto wanted = wanted_;
        if (!wanted.refused) wanted.text.pop_back();  // the empty line between projects
        expect(
            wanted, name,
            [this] {
                const auto form =
                    normal_form(printed_project(options_, all_resources_), format::yaml);
                return neutral(escape_dollars(text_of(form, format::yaml)));
            },
            [this](const std::string& text) { return neutral(text); });
    }

  private:
    void apply_flags(const std::string& text) {
        std::istringstream in(text);
        for (std::string flag; std::getline(in, flag);) {
            const auto space = flag.find(' ');
            const auto value = space == std::string::npos ? "" : flag.substr(space + 1);
            flag.erase(std::min(space, flag.size()));
            if (flag == "-f") options_.files.push_back(value);
            if (flag == "-p") options_.project_name = value;
            if (flag == "--profile") options_.profiles.push_back(value);
            if (flag == "--env-file") options_.env_files.push_back(value);
            if (flag == "--project-directory") options_.project_directory = value;
            if (flag == "--all-resources") all_resources_ = true;
            if (flag == "cwd") options_.working_dir = folder_.path("proj/" + value);
            if (flag == "env") {
                const auto equals = value.find('=');
                options_.environment[value.substr(0, equals)] = value.substr(equals + 1);
            }
        }
    }

    [[nodiscard]] std::string neutral(const std::string& text) const {
        return replaced(replaced(text, folder_.path("proj"), "/project"), folder_.path(), "/above");
    }

    project_folder folder_;
    load_options options_;
    bool all_resources_ = false;
    expectation wanted_;
};

void check_archives(const std::string& file) {
    for (const auto& archive : test::read_archives(file)) {
        archived_project project(archive);
        project.check(file + ": " + archive.name);
    }
}

TEST(Golden, ExtendsAndInclude) {
    check_archives("extends_include.txt");
}

TEST(Golden, OverrideFilesResetAndOverride) {
    check_archives("overrides.txt");
}

TEST(Golden, FilesNamesProfilesAndYaml) {
    check_archives("projects.txt");
}

TEST(Golden, ResourcesBuildsAndMounts) {
    check_archives("resources.txt");
}

}  // namespace
}  // namespace rollout::compose
