// SPDX-License-Identifier: MIT
#include "corpus.hpp"

#include <tccc/simulator.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace bench {
namespace {

struct form {
    std::uint32_t custom_url = 0;  // per mille, as the others
    std::uint32_t compact = 0;
    std::uint32_t signed_url = 0;
    std::uint32_t escaped = 0;
};

std::vector<std::string> simulate(const form& wanted, std::size_t size) {
    tccc::simulator_options options = tccc::simulator_options::clean(20201216);
    options.sessions = corpus_size;  // whatever the size: a small corpus is the begin of a large one
    options.custom_url_per_mille = wanted.custom_url;
    options.compact_per_mille = wanted.compact;
    options.signed_url_per_mille = wanted.signed_url;
    options.escaped_per_mille = wanted.escaped;
    tccc::simulator sender(options);
    std::vector<std::string> bodies;
    while (bodies.size() != size) {
        std::optional<tccc::simulated_push> push = sender.next();
        if (!push) std::abort();  // each session has two pushes at least
        bodies.push_back(std::move(push->body));
    }
    return bodies;
}

/// splitmix64: the same numbers from every standard library.
class generator {
public:
    explicit generator(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t bound) {
        std::uint64_t x = state_ += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27U)) * 0x94d049bb133111eb;
        return static_cast<std::size_t>((x ^ (x >> 31U)) % bound);
    }

private:
    std::uint64_t state_;
};

/// The members of a body in the vendor's spacing: one a line, each without its comma.
std::vector<std::string> members_of(const std::string& body) {
    std::vector<std::string> members;
    std::string_view rest = body;
    rest.remove_prefix(2);  // "{\n"
    while (rest != "}") {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        if (line.back() == ',') line.remove_suffix(1);
        members.emplace_back(line);
    }
    return members;
}

std::string body_of(const std::vector<std::string>& members) {
    std::string body = "{";
    for (const std::string& member : members) {
        body += body.size() == 1 ? "\n" : ",\n";
        body += member;
    }
    return body + "\n}";
}

/// The i-th body of a corpus has randomness of its own, so that a change to one moves no other.
generator random_for(std::size_t index) { return generator(0x5eed0000 + index); }

void shuffle_keys(std::vector<std::string>& bodies) {
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        auto random = random_for(i);
        std::vector<std::string> members = members_of(bodies[i]);
        for (std::size_t left = members.size(); left > 1; --left)
            std::swap(members[left - 1], members[random.below(left)]);
        bodies[i] = body_of(members);
    }
}

std::string words(generator& random, std::size_t size) {
    constexpr std::array<std::string_view, 8> some = {"queue ",    "skill ", "hold ", "satisfied ",
                                                      "callback ", "ivr ",   "note ", "transfer "};
    std::string text;
    while (text.size() < size)
        text += some[random.below(some.size())];
    return text;
}

/// Some 2 KB that no page documents, as a sender might add them: text, numbers, a list, objects in objects.
void add_unknown_fields(std::vector<std::string>& bodies) {
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        auto random = random_for(i);
        const auto number = [&] { return std::to_string(random.below(1000000)); };
        std::string list;
        for (int n = 0; n < 40; ++n)
            list += (n == 0 ? "" : ", ") + number();
        std::string legs;
        for (int n = 0; n < 4; ++n) {
            legs += std::string(n == 0 ? "" : ", ") + "{\"Seat\": \"" + words(random, 20) +
                    "\", \"Ring\": " + number() +
                    ", \"Answered\": true, \"Tags\": [null, -1.5e3, {\"Key\": \"" + words(random, 40) +
                    "\"}]}";
        }
        const std::array<std::string, 5> added = {"\"Summary\": \"" + words(random, 700) + "\"",
                                                  "\"Duration\": " + number() + ".25",
                                                  "\"Levels\": [" + list + "]", "\"Legs\": [" + legs + "]",
                                                  "\"Remark\": \"" + words(random, 350) + "\""};
        std::vector<std::string> members = members_of(bodies[i]);
        for (const std::string& member : added) {
            const auto at = static_cast<std::ptrdiff_t>(random.below(members.size() + 1));
            members.insert(members.begin() + at, member);
        }
        bodies[i] = body_of(members);
    }
}

void replace_each(std::vector<std::string>& bodies, char what, std::string_view by) {
    for (std::string& body : bodies) {
        std::string changed;
        for (const char c : body) {
            if (c == what) {
                changed += by;
            } else {
                changed += c;
            }
        }
        body = std::move(changed);
    }
}
/// As PHP's json_encode writes them, if not told otherwise.
void escape_slashes(std::vector<std::string>& bodies) { replace_each(bodies, '/', "\\/"); }
/// As Go's encoding/json does.
void escape_ampersands(std::vector<std::string>& bodies) { replace_each(bodies, '&', "\\u0026"); }

}  // namespace

std::vector<corpus> make_corpora(std::size_t size, std::string_view only) {
    std::vector<corpus> all;
    const auto add = [&](std::string_view name, const form& wanted,
                         void (*change)(std::vector<std::string>&) = nullptr) {
        if (!only.empty() && only != name) return;
        const bool escaped = wanted.escaped != 0 || change == escape_slashes || change == escape_ampersands;
        all.push_back({std::string(name), change != shuffle_keys, escaped, simulate(wanted, size)});
        if (change != nullptr) change(all.back().bodies);
    };
    add("vendor", {});
    add("vendor_custom", {.custom_url = 1000});
    add("compact", {.compact = 1000});
    add("compact_custom", {.custom_url = 1000, .compact = 1000});
    add("custom_at_random", {.custom_url = 500});
    // The same pushes four times: with a query in their URLs; as one sender escapes them, or another; and as if each came
    // from another sender.
    add("signed", {.custom_url = 500, .signed_url = 1000});
    add("escaped_slashes", {.custom_url = 500, .signed_url = 1000}, escape_slashes);
    add("escaped_amps", {.custom_url = 500, .signed_url = 1000}, escape_ampersands);
    add("escapes", {.custom_url = 500, .signed_url = 1000, .escaped = 1000});
    add("shuffled", {.custom_url = 500}, shuffle_keys);
    add("unknown_2k", {}, add_unknown_fields);
    return all;
}

}  // namespace bench
