// SPDX-License-Identifier: MIT
/// @file
/// What does the user want? The command line of replay.
#ifndef REPLAY_OPTIONS_HPP
#define REPLAY_OPTIONS_HPP

#include <tccc/batch.hpp>
#include <tccc/session.hpp>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace replay {

enum class output_format { table, ndjson, csv };

struct options {
    std::vector<std::string> inputs;          // file names; "-" is standard input
    std::optional<tccc::batch_format> input;  // none: what each file seems to be
    output_format format = output_format::table;
    bool reveal = false;
    bool help = false;
    std::string rejects;  // file name, empty for none
    std::optional<std::chrono::seconds> settle;
    tccc::call_direction direction = tccc::call_direction::unknown;
};

inline constexpr std::string_view usage =
    R"(Usage: replay [OPTION...] FILE...
Reads recorded TCCC recording pushes (- is standard input) and writes the sessions that they make up, each as soon as
it is complete.

  --input ndjson     one push a line
  --input json       pushes in a row, in any spacing, or arrays of pushes; without --input, each file's beginning tells
                     which of the two it is
  --format table     for people (default): one row for each session, 120 columns wide (140
                     with --reveal)
  --format ndjson    one JSON object a line for each session
  --format csv       one record for each recording, RFC 4180, with a header
  --reveal           users and URLs in full; without it, users are masked and URLs end before their query, which may
                     hold a signature
  --rejects FILE     keep the lines (json: the texts) that are no usable push in FILE, as they are
  --direction inbound|outbound
                     the direction of all calls, where it is known: names caller and callee
  --settle SECONDS   a session with customer and agent is complete when it was quiet for so long; default 60
  --help             this text

The clock is the pushes' own: it stands at the greatest Timestamp read so far. So the same input gives the same output,
and memory does not grow with the length of the input. (A push whose Timestamp is far in the future stops that clock:
what comes after it is written at the end, or evicted.) Sessions that are still open at the end are flushed.

In the table, SESSION is the beginning of the id; a name with +2 behind it stands for two more; a ~ marks a text that
was cut; the last column is the session's first recording and how long after it the last one was made. STATE says why
the session was written when it was: settled (customer and agent are there, then nothing new), idle (a side is missing,
and nothing new for half an hour), deadline (a day after its first push), flushed (the input ended), evicted (room was
needed). A push that comes after its session was written makes another row, `amended (rev N)`, that holds nothing but
what is new.

The summary (after the table; with the other formats on standard error):
  pushes             lines that are a push; duplicates: nothing new in them; updates: a known recording, new facts, in
                     time; late: new facts for a session that was written already
  sessions           each counted once, as it was first written; paired: with customer and agent; with transfer: paired,
                     and with a further agent; incomplete: not paired
  amendments         rows that say `amended`; what they complete is not counted again under sessions
  rejected           lines that are no usable push; each is named on standard error with its field and byte. Of json,
                     texts that are none, and what an array lacks; entries and the file's bytes are counted

Exit status: 0; 1 when lines were rejected; 2 when the command line is wrong or a file cannot be read or written.
)";

/// Reads the command line into `out`. Returns what is wrong with it, or nothing.
class option_reader {
public:
    option_reader(std::vector<std::string_view> arguments, options& out)
        : arguments_(std::move(arguments)), out_(out) {}

    std::optional<std::string> read() {
        bool only_files = false;
        while (next_ < arguments_.size()) {
            const std::string_view argument = arguments_[next_++];
            if (only_files || argument == "-" || !argument.starts_with('-')) {
                out_.inputs.emplace_back(argument);
            } else if (argument == "--") {
                only_files = true;
            } else if (!read_option(argument)) {
                return complaint_;
            }
        }
        if (!out_.help && out_.inputs.empty()) return "no input: name a file, or - for standard input";
        return std::nullopt;
    }

private:
    bool read_option(std::string_view name) {
        if (name == "--help") return out_.help = true;
        if (name == "--reveal") return out_.reveal = true;
        // Both spellings: --format csv and --format=csv.
        std::optional<std::string_view> value;
        if (const std::size_t equals = name.find('='); equals != std::string_view::npos) {
            value = name.substr(equals + 1);
            name = name.substr(0, equals);
        }
        if (name != "--input" && name != "--format" && name != "--rejects" && name != "--direction" &&
            name != "--settle")
            return complain("unknown option ", name);
        if (!value && next_ < arguments_.size()) value = arguments_[next_++];
        if (!value || value->empty()) return complain("a value is missing after ", name);
        return read_value(name, *value) || complain("not a value that can be used after ", name);
    }

    bool read_value(std::string_view name, std::string_view value) {
        if (name == "--input") return read_input(value);
        if (name == "--format") return read_format(value);
        if (name == "--direction") return read_direction(value);
        if (name == "--settle") return read_settle(value);
        out_.rejects = value;
        return true;
    }

    bool read_input(std::string_view value) {
        if (value == "ndjson") return out_.input = tccc::batch_format::ndjson, true;
        if (value == "json") return out_.input = tccc::batch_format::json, true;
        return false;
    }

    bool read_format(std::string_view value) {
        if (value == "table") return out_.format = output_format::table, true;
        if (value == "ndjson") return out_.format = output_format::ndjson, true;
        if (value == "csv") return out_.format = output_format::csv, true;
        return false;
    }

    bool read_direction(std::string_view value) {
        if (value == "inbound") return out_.direction = tccc::call_direction::inbound, true;
        if (value == "outbound") return out_.direction = tccc::call_direction::outbound, true;
        return false;
    }

    bool read_settle(std::string_view value) {
        std::uint32_t seconds = 0;
        const char* const end = value.data() + value.size();
        const auto [last, error] = std::from_chars(value.data(), end, seconds);
        if (error != std::errc{} || last != end) return false;
        out_.settle = std::chrono::seconds(seconds);
        return true;
    }

    bool complain(std::string_view what, std::string_view name) {
        complaint_ = std::string(what) + std::string(name);
        return false;
    }

    std::vector<std::string_view> arguments_;
    options& out_;
    std::size_t next_ = 0;
    std::string complaint_;
};

}  // namespace replay

#endif
