#include <cli/command.hpp>

namespace rollout::cli {

// Each is defined in commands/<name>.cpp.
std::unique_ptr<command> make_attach();
std::unique_ptr<command> make_build();
std::unique_ptr<command> make_check();
std::unique_ptr<command> make_config();
std::unique_ptr<command> make_cp();
std::unique_ptr<command> make_create();
std::unique_ptr<command> make_deploy();
std::unique_ptr<command> make_down();
std::unique_ptr<command> make_events();
std::unique_ptr<command> make_exec();
std::unique_ptr<command> make_history();
std::unique_ptr<command> make_images();
std::unique_ptr<command> make_kill();
std::unique_ptr<command> make_logs();
std::unique_ptr<command> make_ls();
std::unique_ptr<command> make_pause();
std::unique_ptr<command> make_plan();
std::unique_ptr<command> make_port();
std::unique_ptr<command> make_promote();
std::unique_ptr<command> make_ps();
std::unique_ptr<command> make_pull();
std::unique_ptr<command> make_push();
std::unique_ptr<command> make_recover();
std::unique_ptr<command> make_restart();
std::unique_ptr<command> make_rm();
std::unique_ptr<command> make_rollback();
std::unique_ptr<command> make_run();
std::unique_ptr<command> make_scale();
std::unique_ptr<command> make_start();
std::unique_ptr<command> make_stats();
std::unique_ptr<command> make_status();
std::unique_ptr<command> make_stop();
std::unique_ptr<command> make_top();
std::unique_ptr<command> make_unlock();
std::unique_ptr<command> make_unpause();
std::unique_ptr<command> make_up();
std::unique_ptr<command> make_version();
std::unique_ptr<command> make_volumes();
std::unique_ptr<command> make_wait();

namespace {

constexpr command_row all_commands[] = {
    {"up", "Start the stack; of an app with colors the live one", make_up},
    {"deploy", "Bring a new version live without losing a request", make_deploy},
    {"rollback", "Bring the version before live again", make_rollback},
    {"promote", "Bring the version live that `deploy --hold` made", make_promote},
    {"recover", "Make sure what nginx serves after a run that did not finish", make_recover},
    {"history", "List the deploys that the engine remembers", make_history},
    {"plan", "Print what deploy would do; changes nothing", make_plan},
    {"check", "Say what is wrong or unwise about a deploy; changes nothing", make_check},
    {"status", "Show the live color, the containers and what they agree on", make_status},
    {"ps", "List the project's containers", make_ps},
    {"images", "List the images of the project's containers", make_images},
    {"volumes", "List the project's volumes", make_volumes},
    {"top", "List the processes of the project's containers", make_top},
    {"stats", "Show what the project's containers use", make_stats},
    {"events", "Print what happens to the project's containers", make_events},
    {"ls", "List the projects on the engine", make_ls},
    {"logs", "Print the containers' log lines", make_logs},
    {"exec", "Run a command in a container of a service that runs", make_exec},
    {"run", "Run a command once, in a container of its own", make_run},
    {"attach", "Attach to the program of a service that runs", make_attach},
    {"cp", "Copy files to or from a container of a service", make_cp},
    {"port", "Print where a port of a service can be reached", make_port},
    {"build", "Build the services' images through the engine", make_build},
    {"pull", "Bring the services' images from their registries", make_pull},
    {"push", "Send the images that are built here to their registries", make_push},
    {"create", "Make what is missing, and start nothing", make_create},
    {"scale", "Set how many containers a service has", make_scale},
    {"start", "Start containers that are there", make_start},
    {"stop", "Stop containers, those first that depend on others", make_stop},
    {"restart", "Restart containers", make_restart},
    {"pause", "Freeze containers", make_pause},
    {"unpause", "Let paused containers go on", make_unpause},
    {"kill", "Send a signal to containers", make_kill},
    {"rm", "Remove stopped containers", make_rm},
    {"wait", "Wait until containers end, and end with the exit code of the last", make_wait},
    {"down", "Remove the stack's containers and networks", make_down},
    {"unlock", "Remove the lock of a run that is gone, or with --force of any", make_unlock},
    {"config", "Print the Compose model in its normal form", make_config},
    {"version", "Print the version", make_version},
};

constexpr refused_command all_refused[] = {
    {"alpha", "docker compose itself calls it experimental"},
    {"bridge",
     "it makes files for other platforms and needs no engine; use `docker compose bridge`"},
    {"commit", "an image that nobody can build again is no base for a deploy; use `docker commit`"},
    {"export", "use `docker export`, or `docker compose export`"},
    {"publish", "it sends the Compose file to a registry; use `docker compose publish`"},
    {"watch", "it is for developing; `rollout up --build` brings a change to the engine"},
};

}  // namespace

std::span<const command_row> command_rows() {
    return all_commands;
}

std::span<const refused_command> refused_commands() {
    return all_refused;
}

}  // namespace rollout::cli
