// SPDX-License-Identifier: MIT
// Promise: a broken push in a row or an array costs its neighbours no more than batch.hpp says.
#include "../support/batch_entries.hpp"
#include "../support/pushes.hpp"

#include <tccc/batch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace tccc::testing;
using tccc::batch_format;

namespace {

// Whether all of `wanted` are in `found`, in order.
bool in_order(const std::vector<std::string>& wanted, const std::vector<std::string>& found) {
    std::size_t next = 0;
    for (const std::string& body : found)
        next += next < wanted.size() && wanted[next] == body ? 1U : 0U;
    return next == wanted.size();
}

bool inside_string(std::string_view cut) {
    bool inside = false;
    for (std::size_t i = 0; i < cut.size(); ++i) {
        if (cut[i] == '"') inside = !inside;
        if (cut[i] == '\\') ++i;
    }
    return inside;
}

bool behind_colon(std::string_view cut) {
    const std::size_t last = cut.find_last_not_of(" \t\r\n");
    return cut[last] == ':' && !inside_string(cut.substr(0, last));
}

std::string any_push(random_source& random) {
    constexpr std::array<spacing, 2> spacings = {compact, vendor_spacing};
    return random.below(3) == 0 ? escaped_push(random.below(1000))
                                : numbered_push(random.below(1000), random.pick(spacings));
}

// Three pushes, one broken, three pushes; none of the six may be missing but the one behind the broken one,
// and that only if `may_cost_one`.
void check_neighbours(random_source& random, const std::string& broken, std::string_view separator,
                      bool may_cost_one) {
    std::vector<std::string> good;
    std::string text;
    const bool in_array = separator.find(',') != std::string_view::npos;
    for (int i = 0; i < 6; ++i) {
        if (i == 3) text.append(broken).append(separator);
        good.push_back(any_push(random));
        text += good.back();
        if (i < 5) text += separator;
    }
    if (in_array) text = "[" + text + "]";
    const kept_entries all = entries_of(text, batch_format::json);
    const std::vector<std::string> found = good_bodies(all);
    const bool complete = in_order(good, found);
    good.erase(good.begin() + 3);
    if (consistent(all, text, between_values) && (complete || (may_cost_one && in_order(good, found))))
        return;
    INFO(text);
    INFO(broken);
    FAIL("a neighbour of a broken push was lost");
}

}  // namespace

TEST_CASE("a push that was cut off, the next one in a new line", "[batch]") {
    random_source random(1);
    for (int round = 0; round < 3000; ++round) {
        const std::string whole = any_push(random);
        const std::string cut = whole.substr(0, 1 + random.below(whole.size() - 1));
        check_neighbours(random, cut, "\n", behind_colon(cut));
        check_neighbours(random, cut, ",\n", behind_colon(cut));
    }
}

TEST_CASE("a push that was cut off, the next one right behind it", "[batch]") {
    random_source random(2);
    for (int round = 0; round < 3000; ++round) {
        const std::string whole = any_push(random);
        const std::string cut = whole.substr(0, 1 + random.below(whole.size() - 1));
        check_neighbours(random, cut, "", behind_colon(cut) || inside_string(cut));
        check_neighbours(random, cut, ", ", behind_colon(cut) || inside_string(cut));
    }
}

TEST_CASE("a quote too many, wherever it is, all in one line", "[batch]") {
    random_source random(3);
    for (int round = 0; round < 3000; ++round) {
        std::string broken = any_push(random);
        broken.insert(1 + random.below(broken.size() - 1), "\"");
        check_neighbours(random, broken, "", false);
        check_neighbours(random, broken, ",", false);
        check_neighbours(random, broken, "\n", false);
    }
}

TEST_CASE("a byte too many or wrong that is no quote and no bracket", "[batch]") {
    random_source random(4);
    constexpr std::string_view bytes = ",:x1-\x01\x80\xff./ \t";
    for (int round = 0; round < 3000; ++round) {
        std::string broken = any_push(random);
        const std::string byte(1, bytes[random.below(bytes.size())]);
        const std::size_t at = 1 + random.below(broken.size() - 1);
        const bool replaces =
            std::string_view("{}[]\"\\").find(broken[at]) == std::string_view::npos && broken[at - 1] != '\\';
        if (replaces && random.below(2) == 0) {
            broken.replace(at, 1, byte);
        } else if (broken[at - 1] != '\\') {
            broken.insert(at, byte);
        }
        check_neighbours(random, broken, "", false);
        check_neighbours(random, broken, ",\n", false);
    }
}

TEST_CASE("lines of a log between pushes", "[batch]") {
    random_source random(5);
    for (const std::string_view line :
         {"2020-12-16 INFO started", "]", "}", ",", ":", "\\", "\"", "it's", "1 2"})
        check_neighbours(random, std::string(line), "\n", false);
    for (const std::string_view value : {"nul", "'a'", "12a", "}", "\\", "\"\\", "]\n["})
        check_neighbours(random, std::string(value), value == "\"\\" ? ",\n" : ",", false);
}
