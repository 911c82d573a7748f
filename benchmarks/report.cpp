// SPDX-License-Identifier: MIT
// What does a run say? Reads Google Benchmark's JSON; prints the table, and writes the chart and the figures to keep.
//
// The statistic is the minimum of a benchmark's repetitions, the one that was disturbed least, minus that of the empty
// loop of the same scenario. `Spread` says how far the median lies above the minimum.
#include <tccc/detail/simdjson.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

struct row {
    std::string contender;
    std::int64_t place = 0;  // in the order of registration, which interleaving shuffles
    double bytes = 0;
    std::vector<double> times;  // ns, ascending

    [[nodiscard]] double least() const { return times.front(); }
    [[nodiscard]] double median() const { return times[times.size() / 2]; }
};

struct scenario {
    std::string name;  // parse_record/vendor
    std::vector<row> rows;

    [[nodiscard]] const row* find(std::string_view contender) const {
        const auto found = std::ranges::find(rows, contender, &row::contender);
        return found == rows.end() ? nullptr : &*found;
    }
    [[nodiscard]] double empty() const {
        const row* const loop = find("empty loop");
        return loop == nullptr ? 0 : loop->least();
    }
    [[nodiscard]] double net(const row& r) const { return r.least() - empty(); }

    /// Hand-written On-Demand: the fastest of its ways on these pushes.
    [[nodiscard]] double by_hand() const {
        double best = 0;
        for (const row& r : rows) {
            if (r.contender.starts_with("simdjson On-Demand") && (best == 0 || net(r) < best)) best = net(r);
        }
        return best;
    }
};

struct run {
    std::vector<std::pair<std::string, std::string>> facts;
    std::vector<scenario> scenarios;

    [[nodiscard]] std::string_view fact(std::string_view name) const {
        for (const auto& [key, value] : facts) {
            if (key == name) return value;
        }
        return "unknown";
    }
    [[nodiscard]] const scenario* find(std::string_view name) const {
        const auto found = std::ranges::find(scenarios, name, &scenario::name);
        return found == scenarios.end() ? nullptr : &*found;
    }
};

template <class Found>
Found& find_or_add(std::vector<Found>& all, std::string Found::*name, std::string_view wanted) {
    const auto found = std::ranges::find(all, wanted, name);
    if (found != all.end()) return *found;
    all.emplace_back().*name = wanted;
    return all.back();
}

std::string_view text(const simdjson::dom::element& from, std::string_view key) {
    std::string_view value;
    return from[key].get_string().get(value) ? std::string_view() : value;
}
double number(const simdjson::dom::element& from, std::string_view key) {
    double value = 0;
    return from[key].get_double().get(value) ? 0 : value;
}

bool read(const char* path, run& out) {
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    simdjson::dom::object context;
    simdjson::dom::array benchmarks;
    if (parser.load(path).get(root) || root["context"].get_object().get(context) ||
        root["benchmarks"].get_array().get(benchmarks))
        return false;
    for (const auto [key, value] : context) {
        std::string_view fact;
        if (!value.get_string().get(fact)) out.facts.emplace_back(key, fact);
    }
    for (const simdjson::dom::element entry : benchmarks) {
        bool failed = false;
        if (!entry["error_occurred"].get_bool().get(failed) && failed) {
            std::fprintf(stderr, "failed: %s\n", std::string(text(entry, "name")).c_str());
            return false;
        }
        if (text(entry, "run_type") != "iteration") continue;
        std::string_view name = text(entry, "run_name");
        // Threads are timed by the clock on the wall, everything else by the processor's, which stands still while
        // others have the core.
        const bool wall = name.ends_with("/real_time");
        if (wall) name.remove_suffix(std::string_view("/real_time").size());
        name = name.substr(0, name.find("/repeats:"));
        const std::size_t cut = name.find('/', name.find('/') + 1);
        if (cut == std::string_view::npos) return false;
        scenario& s = find_or_add(out.scenarios, &scenario::name, name.substr(0, cut));
        row& r = find_or_add(s.rows, &row::contender, name.substr(cut + 1));
        if (entry["family_index"].get_int64().get(r.place)) r.place = 0;
        r.bytes = number(entry, "bytes_per_push");
        r.times.push_back(number(entry, wall ? "real_time" : "cpu_time"));
    }
    for (scenario& s : out.scenarios) {
        for (row& r : s.rows)
            std::ranges::sort(r.times);
        std::ranges::stable_sort(s.rows, {}, &row::place);
    }
    std::ranges::stable_sort(out.scenarios, {}, [](const scenario& s) { return s.rows.front().place; });
    return !out.scenarios.empty();
}

// --- The table -----------------------------------------------------------------------------------------------------

constexpr std::string_view parsing = "parse_record/";

void print_parsing(const run& all) {
    std::vector<const scenario*> columns;
    std::vector<std::string> contenders;
    for (const scenario& s : all.scenarios) {
        if (!s.name.starts_with(parsing)) continue;
        columns.push_back(&s);
        for (const row& r : s.rows) {
            if (r.contender != "empty loop" && std::ranges::find(contenders, r.contender) == contenders.end())
                contenders.push_back(r.contender);
        }
    }
    if (columns.empty()) return;
    constexpr int first = 33;
    const auto heading = [&](const char* what, auto cell) {
        std::printf("%-*s", first, what);
        for (const scenario* s : columns)
            std::printf(" %*s", std::max(8, static_cast<int>(s->name.size() - parsing.size())),
                        cell(*s).c_str());
        std::printf("\n");
    };
    const auto decimal = [](double value, const char* format) {
        std::array<char, 32> out{};
        std::snprintf(out.data(), out.size(), format, value);
        return std::string(out.data());
    };
    std::printf("\nA push parsed and read: time net of the empty loop, hand-written On-Demand (its fastest "
                "way) = 1.00\n\n");
    heading("", [](const scenario& s) { return s.name.substr(parsing.size()); });
    heading("bytes a push", [&](const scenario& s) { return decimal(s.rows.front().bytes, "%.0f"); });
    for (const std::string& contender : contenders) {
        heading(contender.c_str(), [&](const scenario& s) {
            const row* const r = s.find(contender);
            return r == nullptr || s.by_hand() == 0 ? std::string("-")
                                                    : decimal(s.net(*r) / s.by_hand(), "%.2f");
        });
    }
    heading("hand-written On-Demand, ns", [&](const scenario& s) { return decimal(s.by_hand(), "%.1f"); });
    heading("tccc-push, ns", [&](const scenario& s) {
        const row* const ours = s.find("tccc-push");
        return ours == nullptr ? std::string("-") : decimal(s.net(*ours), "%.1f");
    });
    heading("spread of tccc-push", [&](const scenario& s) {
        const row* const ours = s.find("tccc-push");
        return ours == nullptr ? std::string("-") : decimal(ours->median() / ours->least(), "%.2f");
    });
}

void print_others(const run& all) {
    std::printf(
        "\nThe other scenarios: ns a push, net where there is an empty loop, and the first one = 1.00\n\n");
    for (const scenario& s : all.scenarios) {
        if (s.name.starts_with(parsing)) continue;
        for (const row& r : s.rows) {
            if (r.contender == "empty loop") continue;
            std::printf("%-16s %-44s %8.1f %8.2f\n", s.name.c_str(), r.contender.c_str(), s.net(r),
                        s.net(r) / s.net(s.rows.front()));
        }
    }
}

// --- The figures to keep -------------------------------------------------------------------------------------------

std::string quoted(std::string_view value) {
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    return out + '"';
}

bool write_figures(const run& all, const char* path) {
    // Where it ran and under what name is nobody's business.
    constexpr std::array<std::string_view, 8> kept = {"tccc-push",       "compiler", "flags",
                                                      "assertions",      "simdjson", "simdjson kernel",
                                                      "simdjson checks", "processor"};
    std::ofstream out(path);
    out << "{\n\"date\": " << quoted(all.fact("date").substr(0, 10)) << ",\n";
    for (const std::string_view fact : kept)
        out << quoted(fact) << ": " << quoted(all.fact(fact)) << ",\n";
    out << "\"unit\": \"ns per push\",\n\"results\": [";
    const char* separator = "\n";
    for (const scenario& s : all.scenarios) {
        for (const row& r : s.rows) {
            std::array<char, 160> figures{};
            std::snprintf(figures.data(), figures.size(),
                          "\"bytes\": %.0f, \"repetitions\": %zu, \"min\": %.2f, \"median\": %.2f}", r.bytes,
                          r.times.size(), r.least(), r.median());
            out << separator << "{\"scenario\": " << quoted(s.name)
                << ", \"contender\": " << quoted(r.contender) << ", " << figures.data();
            separator = ",\n";
        }
    }
    out << "\n]\n}\n";
    return out.flush().good();
}

// --- The chart -----------------------------------------------------------------------------------------------------

struct panel {
    std::string_view scenario;
    std::string_view title;
};

std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        default: out += c; break;
        }
    }
    return out;
}

/// Colours that stand out from white and from black alike, since a README is read on both.
constexpr std::string_view style = R"(<style>
text { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #7a828c; }
.title { font-size: 16px; font-weight: 600; }
.panel { font-weight: 600; }
.ours { fill: #2f81f7; } .ours-text { fill: #2f81f7; font-weight: 600; }
.other { fill: #949ca6; } .floor { fill: none; stroke: #949ca6; stroke-dasharray: 3 2; }
.cut { stroke: #7a828c; stroke-width: 1.5; }
.end { text-anchor: end; }
</style>
)";

class chart {
public:
    explicit chart(const run& all) : all_(all) {}

    bool write(const char* path) {
        int y = 74;
        for (const panel& p : panels) {
            if (const scenario* const s = all_.find(p.scenario)) draw(*s, p.title, y);
        }
        std::ofstream out(path);
        out << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " << width << ' ' << y
            << "\" width=\"" << width << "\" height=\"" << y
            << "\" role=\"img\">\n<title>Time to parse a recording push</title>\n"
            << style
            << "<text class=\"title\" x=\"16\" y=\"26\">Time to parse a recording push and read every "
               "field</text>\n"
            << "<text x=\"16\" y=\"46\">ns a push, less is better; net of the empty loop, best of "
            << repetitions() << " interleaved repetitions</text>\n<text x=\"16\" y=\"62\">"
            << escaped(all_.fact("processor")) << ", " << escaped(all_.fact("compiler")) << ' '
            << escaped(all_.fact("flags")) << ", simdjson " << escaped(all_.fact("simdjson")) << " ("
            << escaped(all_.fact("simdjson kernel")) << ")</text>\n"
            << body_.str() << "</svg>\n";
        return out.flush().good();
    }

private:
    static constexpr int width = 760;
    static constexpr int left = 250;     // of the bars
    static constexpr int longest = 420;  // a bar
    static constexpr int pitch = 19;
    /// Bars beyond this many times hand-written On-Demand are cut, or the others would be too short to compare.
    static constexpr double cut_at = 3.0;
    static constexpr std::array<panel, 5> panels = {{
        {"parse_record/vendor", "As the vendor writes it"},
        {"parse_record/custom_at_random", "CustomRecordURL comes and goes"},
        {"parse_record/shuffled", "Fields in any order"},
        {"parse_record/escapes", "Escapes in the URLs (contenders that do not decode them are left out)"},
        {"parse_record/unknown_2k", "Unknown fields of 2 KB, held against the grammar by tccc-push"},
    }};

    [[nodiscard]] std::size_t repetitions() const { return all_.scenarios.front().rows.front().times.size(); }

    void draw(const scenario& s, std::string_view title, int& y) {
        std::vector<const row*> rows;
        for (const row& r : s.rows) {
            // The chart is of what a user can have; the table has the rest.
            const bool drawn = r.contender != "empty loop" && r.contender != "floor: memcpy" &&
                               r.contender != "floor: simdjson validate_utf8" &&
                               r.contender != "tccc-push, general path";
            if (drawn) rows.push_back(&r);
        }
        std::ranges::stable_sort(rows, {}, [&](const row* r) { return s.net(*r); });
        const double most = std::min(cut_at * s.by_hand(), s.net(*rows.back()));
        std::array<char, 32> bytes{};
        std::snprintf(bytes.data(), bytes.size(), ", %.0f bytes", rows.front()->bytes);
        y += 14;
        body_ << "<text class=\"panel\" x=\"16\" y=\"" << y << "\">" << escaped(title) << bytes.data()
              << "</text>\n";
        y += 8;
        for (const row* r : rows) {
            bar(*r, s.net(*r), most, y);
            y += pitch;
        }
        y += 10;
    }

    void bar(const row& r, double net, double most, int y) {
        const bool ours = r.contender.starts_with("tccc-push");
        const bool floor = r.contender.starts_with("floor: ");
        const int length = static_cast<int>(std::min(net / most, 1.0) * longest);
        std::array<char, 32> figure{};
        std::snprintf(figure.data(), figure.size(), net < 100 ? "%.1f" : "%.0f", net);
        const char* const text_class = ours ? " ours-text" : "";
        body_ << "<text class=\"end" << text_class << "\" x=\"" << left - 8 << "\" y=\"" << y + 13 << "\">"
              << escaped(r.contender) << "</text><rect class=\""
              << (ours    ? "ours"
                  : floor ? "floor"
                          : "other")
              << "\" x=\"" << left << "\" y=\"" << y + 2 << "\" width=\"" << length
              << "\" height=\"14\" rx=\"2\"/>";
        if (net > most) {
            const int x = left + length - 14;
            body_ << "<path class=\"cut\" d=\"M" << x << ' ' << y + 18 << "l4 -18m4 18l4 -18\"/>";
        }
        body_ << "<text class=\"" << text_class << "\" x=\"" << left + length + 6 << "\" y=\"" << y + 13
              << "\">" << figure.data() << "</text>\n";
    }

    const run& all_;
    std::ostringstream body_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2 && argc != 4) {
        std::fprintf(stderr, "usage: %s RUN.json [FIGURES.json CHART.svg]\n", argv[0]);
        return 2;
    }
    run all;
    if (!read(argv[1], all)) {
        std::fprintf(stderr, "%s is not what a whole run of the benchmarks writes\n", argv[1]);
        return 1;
    }
    print_parsing(all);
    print_others(all);
    if (argc == 4 && (!write_figures(all, argv[2]) || !chart(all).write(argv[3]))) {
        std::fprintf(stderr, "cannot write %s or %s\n", argv[2], argv[3]);
        return 1;
    }
}
