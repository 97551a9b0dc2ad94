// A YAML text whose documents are put over each other.

#include "input.hpp"

#include <rollout/compose/rules/directives.hpp>
#include <rollout/compose/rules/merge.hpp>
#include <rollout/compose/rules/merge_duplicates.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/tree.hpp>
#include <rollout/compose/yaml/yaml.hpp>

#include <memory>
#include <string>
#include <utility>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rollout::compose;
    const auto file = std::make_shared<const std::string>("fuzz.yaml");
    budget left;
    try {
        auto merged = make_mapping({});
        for (auto document : parse_yaml(fuzz::text_of_input(data, size), file, left)) {
            const auto marks = directives::take_from(document);
            if (!document.is_mapping()) return 0;
            marks.apply_to(merged);
            merged = merge_trees(std::move(merged), std::move(document));
            keep_last_of_same(merged);
        }
    } catch (const error&) {
        // What is said of kinds that do not fit.
    }
    return 0;
}
