// What tells two states of the model apart, for the exploration and for its reader.
#include "machine_world.hpp"

namespace machine_model {

namespace {

class packer {
  public:
    void add(std::uint64_t value, unsigned bits) {
        key_[at_ / 60] |= value << (at_ % 60);
        at_ += bits;
    }
    void add(bool b) { add(b ? 1 : 0, 1); }
    void add(std::optional<color> c) { add(!c ? 0 : *c == color::blue ? 1 : 2, 2); }
    void add(verdict v) { add(static_cast<std::uint64_t>(v), 2); }
    void next_word() { at_ = 60; }
    [[nodiscard]] const key& value() const { return key_; }

  private:
    key key_{};
    unsigned at_ = 0;
};

void pack(packer& out, const container& c) {
    out.add(static_cast<std::uint64_t>(c.is), 2);
    out.add(static_cast<std::uint64_t>(c.what), 2);
    out.add(c.proven);
    out.add(c.known);
}

void pack(packer& out, const world& w) {
    pack(out, w.blue);
    pack(out, w.green);
    for (const auto c : {w.snippet, w.loaded, w.read, w.recorded})
        out.add(c);
    for (const bool b : {w.preview, w.unread, w.reading, w.old_serve_blue, w.old_serve_green,
                         w.record_current, w.doubt, w.dead_lock})
        out.add(b);
}

void pack(packer& out, const run& r) {
    out.add(static_cast<std::uint64_t>(r.brings), 2);
    for (const bool b : {r.known_current, r.gone, r.faulty, r.s.blue.wanted, r.s.green.wanted,
                         r.s.preview_open, r.s.reload_may_come, r.s.draining, r.s.record_current})
        out.add(b);
    out.next_word();
    const auto& p = r.p;
    for (const bool b : {p.replaces, p.from == color::blue, p.has_images, p.drained, p.brought_up,
                         p.updated_others, p.drained_old, p.retired, p.touched, p.moved,
                         p.abandoned, p.taken_back})
        out.add(b);
    for (const auto v : {p.old_answers, p.preview, p.smoke, p.smoke_back})
        out.add(v);
    out.add(static_cast<std::uint64_t>(p.failures_back), 3);
    out.add(static_cast<std::uint64_t>(r.s.reloads_to_see), 2);
    out.add(r.s.written);
    out.add(r.s.loaded);
    out.add(static_cast<std::uint64_t>(r.s.blue.is), 2);
    out.add(static_cast<std::uint64_t>(r.s.green.is), 2);
}

}  // namespace

key key_of(const world& w, const run* r, int budget) {
    packer out;
    pack(out, w);
    out.add(static_cast<std::uint64_t>(budget), 3);
    out.add(r != nullptr);
    if (r) pack(out, *r);
    return out.value();
}

std::string describe(const world& w) {
    const auto name = [](std::optional<color> c) {
        return c ? std::string(to_string(*c)) : std::string("none");
    };
    const auto is = [](const container& c) { return std::to_string(static_cast<int>(c.is)); };
    std::string text = "blue " + is(w.blue) + " green " + is(w.green) + " snippet " +
                       name(w.snippet) + " loaded " + name(w.loaded) + " recorded " +
                       name(w.recorded);
    if (w.record_current) text += " (current)";
    if (w.preview) text += " preview";
    if (w.unread) text += " reload asked";
    if (w.reading) text += " reload read " + name(w.read);
    if (w.old_serve_blue) text += " old->blue";
    if (w.old_serve_green) text += " old->green";
    if (w.dead_lock) text += " dead lock";
    return text;
}

}  // namespace machine_model
