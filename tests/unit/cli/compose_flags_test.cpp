#include <rollout/blue_green/settings_table.hpp>

#include <cli/command_line.hpp>
#include <cli/global_options.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace {

using namespace rollout;
using testing::HasSubstr;
using testing::IsEmpty;

/// The flags of docker compose 2.40, command by command.
const std::map<std::string, std::string> flags_of_compose = {
    {"",
     "--all-resources --ansi --compatibility --dry-run --env-file -f --file --no-ansi "
     "--parallel --profile --progress --project-directory -p --project-name --verbose "
     "--version --workdir"},
    {"attach", "--detach-keys --index --no-stdin --sig-proxy"},
    {"build",
     "--build-arg --builder --check --compress --force-rm -m --memory --no-cache --no-rm "
     "--parallel --print --progress --provenance --pull --push -q --quiet --sbom --ssh "
     "--with-dependencies"},
    {"config",
     "--environment --format --hash --images --lock-image-digests --models --networks "
     "--no-consistency --no-env-resolution --no-interpolate --no-normalize "
     "--no-path-resolution -o --output --profiles -q --quiet --resolve-image-digests "
     "--services --variables --volumes"},
    {"cp", "--all -a --archive -L --follow-link --index"},
    {"create",
     "--build --force-recreate --no-build --no-recreate --pull --quiet-pull "
     "--remove-orphans --scale -y --yes"},
    {"down", "--remove-orphans --rmi -t --timeout -v --volumes"},
    {"events", "--json --since --until"},
    {"exec",
     "-d --detach -e --env --index -i --interactive -T --no-tty --privileged -t --tty -u "
     "--user -w --workdir"},
    {"images", "--format -q --quiet"},
    {"kill", "--remove-orphans -s --signal"},
    {"logs",
     "-f --follow --index --no-color --no-log-prefix --since -n --tail -t --timestamps "
     "--until"},
    {"ls", "-a --all --filter --format -q --quiet"},
    {"pause", ""},
    {"port", "--index --protocol"},
    {"ps", "-a --all --filter --format --no-trunc --orphans -q --quiet --services --status"},
    {"pull",
     "--ignore-buildable --ignore-pull-failures --include-deps --no-parallel --parallel "
     "--policy -q --quiet"},
    {"push", "--ignore-push-failures --include-deps -q --quiet"},
    {"restart", "--no-deps -t --timeout"},
    {"rm", "-a --all -f --force -s --stop -v --volumes"},
    {"run",
     "--build --cap-add --cap-drop -d --detach --entrypoint -e --env --env-from-file -i "
     "--interactive -l --label --name -T --no-TTY --no-deps -p --publish --pull -q --quiet "
     "--quiet-build --quiet-pull --remove-orphans --rm -P --service-ports -t --tty "
     "--use-aliases -u --user -v --volume -w --workdir"},
    {"scale", "--no-deps"},
    {"start", ""},
    {"stats", "-a --all --format --no-stream --no-trunc"},
    {"stop", "-t --timeout"},
    {"top", ""},
    {"unpause", ""},
    {"up",
     "--abort-on-container-exit --abort-on-container-failure --always-recreate-deps --attach "
     "--attach-dependencies --build -d --detach --exit-code-from --force-recreate --menu "
     "--no-attach --no-build --no-color --no-deps --no-log-prefix --no-recreate --no-start "
     "--pull --quiet-build --quiet-pull --remove-orphans -V --renew-anon-volumes --scale -t "
     "--timeout --timestamps --wait --wait-timeout -w --watch -y --yes"},
    {"version", "-f --format --short"},
    {"volumes", "--format -q --quiet"},
    {"wait", "--down-project"},
};

void add_names(std::set<std::string>& to, const std::string& names) {
    std::istringstream in(names);
    for (std::string name; std::getline(in, name, ',');)
        to.insert(name);
}

std::set<std::string> names_of(const cli::option_list& options) {
    std::set<std::string> names;
    for (const auto& o : options)
        add_names(names, o.names);
    return names;
}

std::set<std::string> flags_of(const cli::command_row& row) {
    const auto made = row.make();
    cli::invocation unused;
    auto names = names_of(cli::global_options(unused));
    names.merge(names_of(made->own_options()));
    const auto settings = made->settings();
    for (const auto& setting : blue_green::setting_rows())
        if (std::find(settings.begin(), settings.end(), setting.name) != settings.end())
            add_names(names, setting.flag);
    return names;
}

std::vector<std::string> not_in(const std::set<std::string>& known, const std::string& flags) {
    std::vector<std::string> missing;
    std::istringstream in(flags);
    for (std::string flag; in >> flag;)
        if (!known.contains(flag)) missing.push_back(flag);
    return missing;
}

TEST(ComposeFlags, OfACommandIsEachTakenOrRefusedByName) {
    for (const auto& row : cli::command_rows()) {
        const auto compose = flags_of_compose.find(row.name);
        if (compose == flags_of_compose.end()) continue;
        EXPECT_THAT(not_in(flags_of(row), compose->second), IsEmpty()) << row.name;
    }
}

TEST(ComposeFlags, BeforeTheCommandIsEachTakenOrRefusedByName) {
    cli::invocation unused;
    auto known = names_of(cli::global_options(unused));
    known.insert("--version");
    EXPECT_THAT(not_in(known, flags_of_compose.at("")), IsEmpty());
}

TEST(ComposeFlags, EveryCommandIsThereOrRefusedByName) {
    std::set<std::string> known;
    for (const auto& row : cli::command_rows())
        known.insert(row.name);
    known.insert("");
    for (const auto& [name, flags] : flags_of_compose)
        EXPECT_TRUE(known.contains(name)) << name;
    for (const auto* name : {"alpha", "bridge", "commit", "export", "publish", "watch"}) {
        const auto result = cli::parse_command_line({"-f", "a.yml", name}, cli::command_rows());
        EXPECT_EQ(result.exit_code, 64);
        EXPECT_THAT(result.text, HasSubstr("rollout has no command '" + std::string(name) + "': "));
    }
}

}  // namespace
