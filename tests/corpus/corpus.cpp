#include "corpus.hpp"

#include "home.hpp"

#include <rollout/blue_green/family.hpp>
#include <rollout/compose/model/check_project.hpp>
#include <rollout/compose/model/hash.hpp>
#include <rollout/compose/model/normal_form.hpp>
#include <rollout/compose/model/select.hpp>
#include <rollout/compose/read/load.hpp>
#include <rollout/compose/text/interpolate.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <ostream>
#include <stdexcept>

namespace rollout::test {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct expectation {
    std::string id;
    fs::path file;
    std::vector<std::string> profiles;
    json body;
};

expectation read_expectation(const fs::path& path) {
    std::ifstream in(path);
    expectation e;
    e.body = json::parse(in);
    e.id = path.stem().string();
    e.file = home_of_expectations() / e.body.at("file").get<std::string>();
    const auto args = e.body.value("args", std::vector<std::string>());
    for (std::size_t i = 0; i + 1 < args.size(); ++i) {
        if (args[i] == "--profile") e.profiles.push_back(args[i + 1]);
    }
    return e;
}

compose::load_options options_for(const expectation& e, compose::files_use use) {
    compose::load_options options;
    options.files = {e.file.filename().string()};
    options.working_dir = e.file.parent_path().string();
    options.profiles = e.profiles;
    options.environment = environment_of_expectations();
    options.files_are = use;
    return options;
}

json normal_form(const expectation& e) {
    auto project = compose::load(options_for(e, compose::files_use::to_print)).project;
    compose::drop_unused_resources(project);
    compose::check_container_names(project);
    const auto form = compose::normal_form(project, compose::format::json);
    return json::parse(compose::escape_dollars(compose::text_of(form, compose::format::json)));
}

json hashes(const expectation& e) {
    const auto project = compose::load(options_for(e, compose::files_use::to_hash)).project;
    json all = json::object();
    for (const auto& [name, s] : project.services)
        all[name] = compose::service_hash(s);
    return all;
}

/// Where two documents first differ, with both values.
std::string difference(const json& wanted, const json& got) {
    const auto patch = json::diff(wanted, got);
    if (patch.empty()) return {};
    const auto& first = patch.front();
    const json::json_pointer at(first.at("path").get<std::string>());
    const auto value = [&at](const json& j) {
        return j.contains(at) ? j.at(at).dump() : std::string("nothing");
    };
    return at.to_string() + ": wanted " + value(wanted) + ", got " + value(got);
}

/// Only letters, digits and blanks: how a message is laid out is no reason.
std::string essence(const std::string& message) {
    std::string text;
    for (const char c : message) {
        if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            if (!text.empty() && text.back() != ' ') text += ' ';
        } else {
            text += c;
        }
    }
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

/// What the reference says, without the file that it names in front: we say line and column.
std::string reason_of(const json& body) {
    const auto& error = body.at("error");
    auto text = error.is_array() ? error.back().get<std::string>() : error.get<std::string>();
    const std::string prefix = "validating ";
    if (text.rfind(prefix, 0) == 0) {
        const auto end = text.find(": ");
        if (end != std::string::npos) text.erase(0, end + 2);
    }
    return essence(text);
}

class runner {
  public:
    explicit runner(std::ostream& out) : out_(out) {}

    void run(const expectation& e) {
        ++counts_.files;
        if (e.body.at("ok").get<bool>()) {
            accept(e);
        } else {
            refuse(e);
        }
    }

    [[nodiscard]] const corpus_counts& counts() const { return counts_; }

  private:
    void mismatch(const expectation& e, const std::string& what) const {
        out_ << e.id << ": " << what << '\n';
    }

    void accept(const expectation& e) {
        ++counts_.wanted_normal_forms;
        const auto& wanted = e.body.at("hashes");
        counts_.wanted_hashes += static_cast<int>(wanted.size());
        try {
            const auto difference_found = difference(e.body.at("config"), normal_form(e));
            if (difference_found.empty()) {
                ++counts_.normal_forms;
            } else {
                mismatch(e, difference_found);
            }
            find_family(e);
            const auto got = hashes(e);
            for (const auto& [name, hash] : wanted.items()) {
                if (got.value(name, "") == hash.get<std::string>()) {
                    ++counts_.hashes;
                } else {
                    mismatch(e, "hash of " + name);
                }
            }
        } catch (const compose::error& problem) {
            mismatch(e, std::string("refused: ") + problem.what());
        }
    }

    /// Any project can be started, shown and taken down: with colors, or as a plain stack.
    void find_family(const expectation& e) {
        const auto project = compose::load(options_for(e, compose::files_use::to_run)).project;
        try {
            static_cast<void>(blue_green::find_settings(project, {}, {}));
            ++counts_.families;
        } catch (const std::invalid_argument& problem) {
            mismatch(
                e, std::string("is neither a plain stack nor one with colors: ") + problem.what());
        }
    }

    void refuse(const expectation& e) {
        ++counts_.wanted_refusals;
        const auto reason = reason_of(e.body);
        try {
            normal_form(e);
            mismatch(e, "accepted; should be refused: " + reason);
        } catch (const compose::error& problem) {
            if (essence(problem.what()).find(reason) != std::string::npos) {
                ++counts_.refusals;
            } else {
                mismatch(e, std::string("refused with \"") + problem.what() + "\" instead of \"" +
                                reason + '"');
            }
        }
    }

    std::ostream& out_;
    corpus_counts counts_;
};

}  // namespace

corpus_counts run_corpus(const fs::path& corpus, std::ostream& out) {
    fs::create_directories(home_of_expectations());
    fs::copy(corpus / "files", home_of_expectations(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    std::vector<fs::path> documents;
    for (const auto& entry : fs::directory_iterator(corpus / "expected"))
        documents.push_back(entry.path());
    std::sort(documents.begin(), documents.end());
    runner all(out);
    for (const auto& document : documents)
        all.run(read_expectation(document));
    return all.counts();
}

}  // namespace rollout::test
