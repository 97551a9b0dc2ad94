#include "yaml_scalar.hpp"
#include "yaml_text_check.hpp"

#include <rollout/compose/text/base64.hpp>
#include <rollout/compose/text/limits.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>
#include <rollout/compose/yaml/yaml.hpp>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace rollout::compose {

namespace {

constexpr std::string_view core_tag_prefix = "tag:yaml.org,2002:";

/// How much memory and stack a copy of a value takes.
struct extent {
    std::size_t bytes = 0;
    int depth = 0;
};

extent measure(const node& n) {
    extent total{sizeof(node), 1};
    const auto add = [&total](const node& part) {
        const auto e = measure(part);
        total.bytes += e.bytes;
        total.depth = std::max(total.depth, e.depth + 1);
    };
    if (n.is_string()) total.bytes += n.string().size();
    if (n.is_sequence()) std::for_each(n.items().begin(), n.items().end(), add);
    if (n.is_mapping()) {
        for (const auto& e : n.entries()) {
            add(e.value);
            total.bytes += sizeof(node::entry) - sizeof(node) + e.key.size();
        }
    }
    return total;
}

/// What `!reset` names inside of an anchored value counts where that stands, not where an alias
/// repeats it.
void drop_reset(node& n) {
    const auto is_reset = [](const node& part) { return part.mark == directive::reset; };
    if (auto* map = std::get_if<node::mapping>(&n.value)) {
        std::erase_if(*map, [&](const node::entry& e) { return is_reset(e.value); });
        for (auto& e : *map)
            drop_reset(e.value);
    } else if (auto* list = std::get_if<node::sequence>(&n.value)) {
        std::erase_if(*list, is_reset);
        for (auto& item : *list)
            drop_reset(item);
    }
}

/// A list or mapping that is being read.
struct open_container {
    node value;
    YAML::anchor_t anchor = 0;
    std::unordered_map<std::string, int> seen;  ///< mapping: key -> line
    std::unordered_set<std::string> reset;      ///< mapping: keys that `<<` may give again
    std::optional<node::entry> pending;         ///< mapping: a key that waits for its value
    bool pending_merge = false;                 ///< that key is `<<`
    std::vector<node> merged;                   ///< sources of `<<`, in order
    int merge_line = 0;
};

class document_builder : public YAML::EventHandler {
  public:
    document_builder(std::shared_ptr<const std::string> file, budget& left)
        : file_(std::move(file)), left_(left) {}

    std::vector<node> take() { return std::move(documents_); }
    [[nodiscard]] position at(const YAML::Mark& mark) const {
        if (mark.is_null()) return {file_, 0, 0};
        return {file_, mark.line + 1, mark.column + 1};
    }

    void OnDocumentStart(const YAML::Mark& mark) override {
        // yaml-cpp makes ever new documents of a token that begins no value, as a lone `,`.
        if (mark.pos == document_at_) fail(at(mark), "not valid YAML: no value begins here");
        document_at_ = mark.pos;
        anchors_.clear();
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        auto where = at(mark);
        // A value that is not there is reported at the token behind it; better is its key.
        const auto* pending =
            !stack_.empty() && stack_.back().pending ? &*stack_.back().pending : nullptr;
        if (pending && where.line != pending->key_where.line) where = pending->key_where;
        pay(sizeof(node), where);
        complete(node(node::null(), std::move(where)), anchor, false);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto where = at(mark);
        const auto it = anchors_.find(anchor);
        if (it == anchors_.end()) fail(where, "this alias stands inside the value that it names");
        spend(it->second.size, where);
        auto copy = it->second.value;
        drop_reset(copy);
        complete(std::move(copy), 0, false);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        const auto where = at(mark);
        pay(sizeof(node) + value.size(), where);
        const bool merge_key = tag == "?" && value == "<<";
        node read(scalar(tag, value, where), where);
        read.mark = mark_of(tag);
        complete(std::move(read), anchor, merge_key);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(node(node::sequence(), at(mark)), tag, anchor);
    }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(node(node::mapping(), at(mark)), tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override {
        apply_merges(stack_.back());
        close();
    }

  private:
    struct anchored {
        node value;
        extent size;
    };

    [[noreturn]] void fail(const position& where, const std::string& message) const {
        const auto path = path_here();
        throw error(where, path.empty() ? message : path + ": " + message);
    }

    /// The key path of the innermost open container.
    [[nodiscard]] std::string path_here() const {
        std::string path;
        for (const auto& container : stack_) {
            if (container.value.is_sequence()) {
                path += '[' + std::to_string(container.value.items().size()) + ']';
            } else if (container.pending) {
                if (!path.empty()) path += '.';
                path += container.pending->key;
            }
        }
        return path;
    }

    static directive mark_of(const std::string& tag) {
        if (tag == "!reset") return directive::reset;
        return tag == "!override" ? directive::override : directive::none;
    }

    node::value_type scalar(const std::string& tag, const std::string& text,
                            const position& where) const {
        if (tag == "?") return plain_scalar_value(text);
        if (tag.rfind(core_tag_prefix, 0) != 0) return text;
        return tagged_scalar(tag.substr(core_tag_prefix.size()), text, where);
    }

    node::value_type tagged_scalar(const std::string& tag, const std::string& text,
                                   const position& where) const {
        auto value = plain_scalar_value(text);
        if (tag == "int" && (std::holds_alternative<std::int64_t>(value) ||
                             std::holds_alternative<std::uint64_t>(value))) {
            return value;
        }
        if (tag == "float") {
            if (std::holds_alternative<double>(value)) return value;
            if (const auto* whole = std::get_if<std::int64_t>(&value)) {
                return static_cast<double>(*whole);
            }
        }
        if (tag == "bool" && std::holds_alternative<bool>(value)) return value;
        if (tag == "null" && std::holds_alternative<node::null>(value)) return value;
        if (tag == "timestamp" && std::holds_alternative<timestamp>(value)) return value;
        if (tag == "int" || tag == "float" || tag == "bool" || tag == "null" ||
            tag == "timestamp") {
            fail(where, "cannot decode " + tag_of(value) + " `" + text + "` as a !!" + tag);
        }
        if (tag == "binary") {
            if (auto bytes = decode_base64(text)) return *std::move(bytes);
            fail(where, "!!binary value contains invalid base64 data");
        }
        return text;
    }

    /// The tag that a plain value gets by itself.
    static std::string tag_of(const node::value_type& value) {
        if (std::holds_alternative<bool>(value)) return "!!bool";
        if (std::holds_alternative<double>(value)) return "!!float";
        if (std::holds_alternative<timestamp>(value)) return "!!timestamp";
        if (std::holds_alternative<node::null>(value)) return "!!null";
        return std::holds_alternative<std::string>(value) ? "!!str" : "!!int";
    }

    void pay(std::size_t bytes, const position& where) {
        if (!left_.spend(bytes)) fail(where, "too much data");
    }

    /// Pays for a copy of an anchored value; keeps an alias bomb from growing.
    void spend(const extent& size, const position& where) {
        if (!left_.spend(size.bytes)) fail(where, "the aliases expand to too much data");
        check_depth(size.depth, where);
    }

    void check_depth(int below, const position& where) const {
        if (static_cast<int>(stack_.size()) + below > max_yaml_depth) {
            fail(where, "nested too deeply");
        }
    }

    void open(node container, const std::string& tag, YAML::anchor_t anchor) {
        check_depth(1, container.where);
        pay(sizeof(node), container.where);
        auto& opened = stack_.emplace_back();
        opened.value = std::move(container);
        opened.value.mark = mark_of(tag);
        opened.anchor = anchor;
    }

    void close() {
        auto done = std::move(stack_.back());
        stack_.pop_back();
        complete(std::move(done.value), done.anchor, false);
    }

    /// Puts a finished value where it belongs: a document, a list item, a key or a key's value.
    void complete(node value, YAML::anchor_t anchor, bool merge_key) {
        if (anchor != 0) {
            const auto size = measure(value);
            spend(size, value.where);
            anchors_[anchor] = {value, size};
        }
        if (stack_.empty()) {
            documents_.push_back(std::move(value));
            return;
        }
        auto& container = stack_.back();
        if (auto* items = std::get_if<node::sequence>(&container.value.value)) {
            items->push_back(std::move(value));
        } else if (!container.pending) {
            start_entry(container, std::move(value), merge_key);
        } else if (container.pending_merge) {
            add_merge_sources(container, std::move(value));
        } else {
            if (value.mark == directive::reset) container.reset.insert(container.pending->key);
            container.pending->value = std::move(value);
            std::get<node::mapping>(container.value.value).push_back(*std::move(container.pending));
            container.pending.reset();
        }
    }

    void start_entry(open_container& container, node key, bool merge_key) {
        container.pending_merge = merge_key;
        if (!key.is_string()) {
            const auto path = path_here();
            throw error(key.where, "non-string key " +
                                       (path.empty() ? "at top level" : "in " + path) + ": " +
                                       go_text(key) + "; put it in quotes");
        }
        const auto [it, is_new] = merge_key
                                      ? std::pair(container.seen.end(), container.merge_line == 0)
                                      : container.seen.try_emplace(key.string(), key.where.line);
        if (!is_new) {
            const int line = merge_key ? container.merge_line : it->second;
            fail(key.where, "mapping key \"" + key.string() + "\" already defined at line " +
                                std::to_string(line));
        }
        if (merge_key) container.merge_line = key.where.line;
        container.pending = node::entry{key.string(), key.where, node()};
    }

    void add_merge_sources(open_container& container, node value) {
        if (value.is_sequence()) {
            container.merged = std::move(std::get<node::sequence>(value.value));
        } else {
            container.merged.push_back(std::move(value));
        }
        for (const auto& source : container.merged) {
            if (!source.is_mapping())
                fail(source.where, "map merge requires map or sequence of maps as the value");
        }
        container.pending.reset();
    }

    static void apply_merges(open_container& container) {
        auto& entries = std::get<node::mapping>(container.value.value);
        for (auto& source : container.merged) {
            for (auto& e : std::get<node::mapping>(source.value)) {
                const bool is_new = container.seen.try_emplace(e.key, e.key_where.line).second;
                if (is_new || e.value.mark == directive::reset ||
                    container.reset.erase(e.key) > 0) {
                    entries.push_back(std::move(e));
                }
            }
        }
    }

    std::shared_ptr<const std::string> file_;
    std::vector<node> documents_;
    int document_at_ = -1;
    std::vector<open_container> stack_;
    std::unordered_map<YAML::anchor_t, anchored> anchors_;
    budget& left_;
};

}  // namespace

std::vector<node> parse_yaml(const std::string& text,
                             const std::shared_ptr<const std::string>& file, budget& left) {
    if (text.size() > max_yaml_bytes) {
        throw error({file, 0, 0}, "larger than " + std::to_string(max_yaml_bytes >> 20U) + " MiB");
    }
    if (const auto bad = find_bad_byte(text)) {
        const auto before = std::string_view(text).substr(0, bad->at);
        const auto line = std::count(before.begin(), before.end(), '\n');
        const auto column = bad->at - (before.rfind('\n') + 1);
        throw error({file, static_cast<int>(line) + 1, static_cast<int>(column) + 1},
                    "not valid YAML: " + bad->why);
    }
    document_builder builder(file, left);
    try {
        std::istringstream in(text);
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& e) {
        throw error(builder.at(e.mark), "not valid YAML: " + e.msg);
    }
    return builder.take();
}

}  // namespace rollout::compose
