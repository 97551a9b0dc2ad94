// The tables of keys against the Compose Specification's own JSON Schema: every key of every
// mapping, in both directions, whether it is required, and the words that a value may be.
#include <rollout/compose/schema/schema_table.hpp>
#include <support/folders.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace rollout::compose {
namespace {

using nlohmann::json;
using schema::shape;

class comparison {
  public:
    explicit comparison(const json& spec) : spec_(spec) {}

    std::vector<std::string> differences() {
        compare(spec_, schema::compose_file(), "");
        return std::move(found_);
    }

  private:
    const json& resolved(const json& part) const {
        const auto ref = part.find("$ref");
        if (ref == part.end()) return part;
        auto pointer = ref->get<std::string>().substr(1);
        return resolved(spec_.at(json::json_pointer(pointer)));
    }

    /// The schema and what it offers to choose from, one by one.
    std::vector<const json*> alternatives(const json& part) const {
        const auto& whole = resolved(part);
        std::vector<const json*> all = {&whole};
        for (const auto* choice : {"oneOf", "anyOf"}) {
            if (!whole.contains(choice)) continue;
            for (const auto& one : whole.at(choice)) {
                const auto further = alternatives(one);
                all.insert(all.end(), further.begin(), further.end());
            }
        }
        return all;
    }

    void compare(const json& part, const shape& s, const std::string& path) {
        if (!met_.insert({&resolved(part), &s}).second) return;  // hooks lead to hooks
        json properties = json::object();
        std::set<std::string> required;
        std::set<std::string> words;
        const json* any_key = nullptr;
        const json* items = nullptr;
        for (const auto* one : alternatives(part)) {
            if (one->contains("properties")) properties.update(one->at("properties"));
            for (const auto& name : one->value("required", json::array()))
                required.insert(name.get<std::string>());
            for (const auto& word : one->value("enum", json::array()))
                if (word.is_string()) words.insert(word.get<std::string>());
            if (one->contains("items")) items = &one->at("items");
            any_key = any_key_of(*one, any_key);
        }
        compare_keys(properties, required, s, path);
        compare_words(words, s, path);
        if (any_key && s.any_key) compare(*any_key, *s.any_key, path + ".*");
        if (items && s.items) compare(*items, *s.items, path + ".[]");
        if ((items != nullptr) != (s.items != nullptr)) found_.push_back(path + ": items");
    }

    static const json* any_key_of(const json& one, const json* known) {
        if (one.contains("patternProperties"))
            for (const auto& [pattern, value] : one.at("patternProperties").items())
                if (pattern != "^x-") known = &value;
        if (!known && one.contains("additionalProperties") &&
            one.at("additionalProperties").is_object() && !one.at("additionalProperties").empty())
            known = &one.at("additionalProperties");
        return known;
    }

    void compare_keys(const json& properties, const std::set<std::string>& required, const shape& s,
                      const std::string& path) {
        for (const auto& [key, value] : properties.items()) {
            const auto at = path.empty() ? key : path + '.' + key;
            const auto ours = std::find_if(s.fields.begin(), s.fields.end(),
                                           [&](const schema::field& f) { return f.name == key; });
            if (ours == s.fields.end()) {
                found_.push_back(at + ": missing");
                continue;
            }
            if (ours->required != required.contains(key)) found_.push_back(at + ": required");
            compare(value, *ours->value, at);
        }
        for (const auto& f : s.fields)
            if (!properties.contains(std::string(f.name)))
                found_.push_back(path + '.' + std::string(f.name) + ": not in the specification");
    }

    void compare_words(const std::set<std::string>& words, const shape& s,
                       const std::string& path) {
        const std::set<std::string> ours(s.values.begin(), s.values.end());
        if (ours != words) found_.push_back(path + ": words");
    }

    const json& spec_;
    std::set<std::pair<const json*, const shape*>> met_;
    std::vector<std::string> found_;
};

json specification() {
    std::ifstream in(support::source_dir() + "/tests/data/compose-spec.json");
    return json::parse(in);
}

TEST(Specification, TheTablesHaveItsKeysAndNoOthers) {
    EXPECT_EQ(comparison(specification()).differences(), std::vector<std::string>());
}

TEST(Specification, ANewVersionOfItIsSeenKeyByKey) {
    auto spec = specification();
    auto& definitions = spec.at("definitions");
    definitions.at("service").at("properties").erase("dns");
    definitions.at("service").at("properties")["new_key"] = {{"type", "string"}};
    definitions.at("deployment").at("properties")["mode"]["enum"] = {"global"};
    definitions.at("model")["required"] = json::array();
    auto found = comparison(spec).differences();
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found,
              (std::vector<std::string>{"models.*.model: required", "services.*.deploy.mode: words",
                                        "services.*.dns: not in the specification",
                                        "services.*.new_key: missing"}));
}

}  // namespace
}  // namespace rollout::compose
