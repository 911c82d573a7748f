// SPDX-License-Identifier: MIT
// Writes what a contact center would push in a day, faults included: one recording push a line, in the order
// of arrival.
#include <tccc/simulator.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view usage =
    R"(Usage: simulate [OPTION...]
Writes simulated TCCC recording pushes as NDJSON, one push a line, in the order in which they arrive.
The same options give the same bytes on every machine.

  --seed N           another day; default 1
  --sessions N       number of calls; default 1000, of some 2.4 pushes each
  --hours N          the time over which they start; default 24
  --clean            no faults: each recording pushed once, in order, spaced as the vendor's sample

Rates, in pushes of a thousand; after --clean they switch one fault on again:
  --duplicates N     arrive twice                          default 30
  --retries N        are sent again, up to three times     default 30
  --delays N         come 5 to 60 minutes late             default 5
  --losses N         never arrive                          default 10
  --reorder SECONDS  how far pushes overtake each other    default 20

  --help             this text
)";

enum class parsed { run, help, bad };

// Only digits, the whole text, and in range: "10k" and "-1" are no numbers.
template <class Number>
bool read_number(std::string_view text, Number& out, Number max) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > max) return false;
    out = value;
    return true;
}

bool read_option(std::string_view name, std::string_view value, tccc::simulator_options& options) {
    std::uint32_t number = 0;
    if (name == "--seed") return read_number(value, options.seed, UINT64_MAX);
    if (name == "--sessions") return read_number(value, options.sessions, std::uint64_t{1} << 32U);
    if (name == "--duplicates") return read_number(value, options.duplicate_per_mille, 1000U);
    if (name == "--retries") return read_number(value, options.retry_per_mille, 1000U);
    if (name == "--delays") return read_number(value, options.delayed_per_mille, 1000U);
    if (name == "--losses") return read_number(value, options.loss_per_mille, 1000U);
    if (name == "--hours" && read_number(value, number, 24U * 366)) {
        options.duration = std::chrono::hours{number};
        return true;
    }
    if (name == "--reorder" && read_number(value, number, 86400U)) {
        options.reorder_window = std::chrono::seconds{number};
        return true;
    }
    return false;
}

parsed read_arguments(const std::vector<std::string_view>& arguments, tccc::simulator_options& options) {
    // --clean sets many options at once, so it comes first wherever it stands.
    if (std::ranges::find(arguments, "--clean") != arguments.end())
        options = tccc::simulator_options::clean();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--help") return parsed::help;
        if (arguments[i] == "--clean") continue;
        const bool has_value = i + 1 < arguments.size();
        if (!has_value || !read_option(arguments[i], arguments[i + 1], options)) {
            std::fprintf(stderr, "simulate: unknown option, or no number that it can use: %s\n",
                         std::string(arguments[i]).c_str());
            return parsed::bad;
        }
        ++i;
    }
    return parsed::run;
}

// A line feed between the fields of a body would end the line of the file. It is white space there, never
// text: inside a JSON string a raw one is not allowed.
void write_line(std::string body) {
    std::ranges::replace(body, '\n', ' ');
    body += '\n';
    std::fwrite(body.data(), 1, body.size(), stdout);
}

}  // namespace

int main(int argc, char** argv) {
    tccc::simulator_options options;
    switch (read_arguments(std::vector<std::string_view>(argv + 1, argv + argc), options)) {
    case parsed::help: std::fputs(usage.data(), stdout); return 0;
    case parsed::bad: std::fputs("simulate: try --help\n", stderr); return 2;
    case parsed::run: break;
    }
    tccc::simulator simulator(options);
    while (auto push = simulator.next()) {
        write_line(std::move(push->body));
        if (std::ferror(stdout) != 0) break;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        std::fputs("simulate: cannot write\n", stderr);
        return 2;
    }
    return 0;
}
