// SPDX-License-Identifier: MIT
// Writes what a contact center would push in a day, faults included: one push a line, in the order of arrival.
#include <tccc/envelope.hpp>
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
#include <vector>

namespace {

constexpr std::string_view usage =
    R"(Usage: simulate [OPTION...]
Writes simulated TCCC pushes as NDJSON, one push a line, in the order in which they arrive: recordings, or with --mixed
all that TCCC pushes of a call. The same options give the same bytes on every machine.

  --seed N           another day; default 1
  --sessions N       number of calls; default 1000, of some 2.4 pushes each
  --hours N          the time over which they start; default 24
  --clean            no faults: each recording pushed once, in order, spaced as the vendor's sample
  --mixed            call records and voicemails too, and calls of every kind; each line an envelope that says what the
                     body cannot: {"action":"cdr","at":1608130650,"uuid":"...","body":{...}}. After --clean, a call
                     record of each call, and only ordinary calls

Rates, in pushes of a thousand; after --clean they switch one fault on again:
  --duplicates N     arrive twice                          default 30
  --retries N        are sent again, up to three times     default 30
  --delays N         come 5 to 60 minutes late             default 5
  --losses N         never arrive                          default 10
  --reorder SECONDS  how far pushes overtake each other    default 20

  --help             this text
)";

enum class parsed { run, help, bad };

struct settings {
    tccc::simulator_options options;
    bool envelopes = false;
};

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

// --clean and --mixed set many options at once, so they come first wherever they stand.
void read_presets(const std::vector<std::string_view>& arguments, settings& out) {
    const auto given = [&](std::string_view name) {
        return std::ranges::find(arguments, name) != arguments.end();
    };
    out.envelopes = given("--mixed");
    if (given("--clean")) {
        out.options = tccc::simulator_options::clean();
        if (out.envelopes) out.options.call_records_per_mille = 1000;
    } else if (out.envelopes) {
        out.options = tccc::simulator_options::everything();
    }
}

parsed read_arguments(const std::vector<std::string_view>& arguments, settings& out) {
    read_presets(arguments, out);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--help") return parsed::help;
        if (arguments[i] == "--clean" || arguments[i] == "--mixed") continue;
        const bool has_value = i + 1 < arguments.size();
        if (!has_value || !read_option(arguments[i], arguments[i + 1], out.options)) {
            std::fprintf(stderr, "simulate: unknown option, or no number that it can use: %s\n",
                         std::string(arguments[i]).c_str());
            return parsed::bad;
        }
        ++i;
    }
    return parsed::run;
}

void write_line(const tccc::simulated_push& push, bool envelope) {
    std::string line;
    if (envelope) {
        tccc::append_envelope(line, push.action, push.body, push.deliver_at, push.push_uuid);
    } else {
        // A line feed between the fields of a body would end the line of the file. It is white space there, never
        // text: inside a JSON string a raw one is not allowed.
        line = push.body;
        std::ranges::replace(line, '\n', ' ');
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
}

}  // namespace

int main(int argc, char** argv) {
    settings settings;
    switch (read_arguments(std::vector<std::string_view>(argv + 1, argv + argc), settings)) {
    case parsed::help: std::fputs(usage.data(), stdout); return 0;
    case parsed::bad: std::fputs("simulate: try --help\n", stderr); return 2;
    case parsed::run: break;
    }
    tccc::simulator simulator(settings.options);
    while (auto push = simulator.next()) {
        write_line(*push, settings.envelopes);
        if (std::ferror(stdout) != 0) break;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        std::fputs("simulate: cannot write\n", stderr);
        return 2;
    }
    return 0;
}
