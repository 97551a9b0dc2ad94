#include <cli/global_options.hpp>

namespace rollout::cli {

namespace {

/// What docker compose takes for its own output, which rollout's never has: scripts go on to work.
struct taken_for_compose {
    int parallel = 0;
    bool verbose = false;
    bool no_ansi = false;
};

constexpr global_setting all_settings[] = {
    {"ROLLOUT_SOCKET", "`--socket PATH`", "", "the engine, by its socket"},
    {"DOCKER_HOST", "`-H`, `--host URL`", "see below", "the engine, `unix://` or `tcp://`"},
    {"DOCKER_CONTEXT", "", "the docker config's current one",
     "the engine, by the name of a context"},
    {"DOCKER_CONFIG", "", "`~/.docker`", "the docker config: contexts, registry logins"},
    {"DOCKER_TLS_VERIFY", "", "off",
     "any text: TLS to a `tcp://` engine, which must prove who it is"},
    {"DOCKER_TLS", "", "off", "any text: TLS without that proof"},
    {"DOCKER_CERT_PATH", "", "the docker config's folder",
     "where `ca.pem`, `cert.pem` and `key.pem` are"},
    {"DOCKER_API_VERSION", "", "the newest both know", "the API version to speak, 1.41 to 1.55"},
    {"ROLLOUT_COMPOSE_FILE", "`-f FILE`", "the usual names", "the Compose file"},
    {"ROLLOUT_PROJECT_NAME", "`-p NAME`", "as Compose names it", "the project"},
};

}  // namespace

option_list global_options(invocation& to) {
    static taken_for_compose unused;
    constexpr bool hidden = true;
    return {
        {"-f,--file", "Compose file (default: the usual names)", &to.files},
        {"-p,--project-name", "Project name", &to.project_name},
        {"--profile", "Profile to enable; * for all", &to.profiles},
        {"--env-file", "File with variables (default: .env)", &to.env_files},
        {"--project-directory,--workdir",
         "Where relative paths start (default: the first file's folder)", &to.project_directory},
        {"--all-resources", "Include resources that no service uses", &to.all_resources},
        {"--socket", "The engine's unix socket", &to.socket},
        {"-H,--host", "The engine's address: unix:///path or tcp://host:port", &to.host},
        {"--progress",
         "Output: tty, live; plain lines; json, one object a line; quiet, problems only; auto "
         "(default), live where that is possible",
         &to.progress,
         {"auto", "tty", "plain", "json", "quiet"}},
        {"--ansi", "", &to.ansi, {"never", "always", "auto"}, hidden},
        {"--parallel", "", &unused.parallel, {}, hidden},
        {"--verbose", "", &unused.verbose, {}, hidden},
        {"--no-ansi", "", &unused.no_ansi, {}, hidden},
        {"--dry-run", "", refused{"`rollout plan` shows what a deploy would do"}},
        {"--compatibility", "", refused{"containers have the names of today, with hyphens"}},
    };
}

std::span<const global_setting> global_settings() {
    return all_settings;
}

}  // namespace rollout::cli
