// SPDX-License-Identifier: MIT
/// @file
/// What does the user want? The command line of replay.
#ifndef REPLAY_OPTIONS_HPP
#define REPLAY_OPTIONS_HPP

#include <tccc/batch.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <array>
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
    std::string timeline;  // file name, empty for none
    std::uint32_t timeline_sessions = 12;
};

inline constexpr std::string_view usage =
    R"(Usage: replay [OPTION...] FILE...
Reads recorded TCCC pushes (- is standard input) and writes the sessions that they make up, each as soon as it is
complete. A push is the body of a recording push by itself, or any push in an envelope that says which one it is, as in
{"action":"cdr","at":1608130650,"uuid":"...","body":{...}} ("at" and "uuid" may be missing).

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
  --timeline FILE    draw the first sessions into FILE, as SVG: who was on the line, when each push came, when and why
                     the session was written
  --timeline-sessions N
                     how many of them; default 12. Another choice: give replay the lines of these sessions alone
  --help             this text

The clock is the pushes' own: it stands at the greatest time read so far, which is the envelope's "at", else the push's
Timestamp, of a call record its end. So the same input gives the same output, and memory does not grow with the length
of the input. (A push whose time is far in the future stops that clock: what comes after it is written at the end, or
evicted.) Sessions that are still open at the end are flushed.

In the table, SESSION is the beginning of the id; a name with +2 behind it stands for two more; a ~ marks a text that
was cut; the last column is the session's first recording and how long after it the last one was made. STATE says why
the session was written when it was: settled (customer and agent are there, then nothing new), idle (a side is missing,
and nothing new for half an hour), deadline (a day after its first push), flushed (the input ended), evicted (room was
needed). A push that comes after its session was written makes another row, `amended (rev N)`, that holds nothing but
what is new.

Where the input begins with an envelope, table and CSV have other columns. The table is 124 columns wide (150 with
--reveal): CALLER/CUSTOMER and CALLEE/AGENT are the ends of the call, in parentheses where only the call record names
them. BY is what the least certain of the names rests on: id (the call record names the recordings), name (it names the
participants), record (there is no recording), option (--direction), order (that of several agents' time stamps), form
(a phone number is a customer, an e-mail address an agent). REC counts recordings, MISS those that the call record
promises and that did not come, with a ? where others came that it does not name, VM voicemails. STATE may also be
manifest (every recording is there that the call record promises) or amended N; an amendment holds only what is new, so
nothing is missing in it. CSV has a record for each call record, recording, missing recording and voicemail, as its
column `what` says. JSON has call_record, missing_record_ids and voicemails where they came, whatever the input begins
with.

The summary (after the table; with the other formats on standard error):
  pushes             lines that are a push; duplicates: nothing new in them; updates: a known recording or session, new
                     facts, in time; late: new facts for a session that was written already
  of these           how many of each kind; this and two lines below only where there is more than recordings
  unknown            lines with an action that replay does not know, such as imcdr: valid, not rejected, of no effect
  sessions           each counted once, as it was first written; paired: with customer and agent, or caller and callee;
                     with transfer: paired, and with a further agent; incomplete: neither paired nor complete
  complete           sessions with all that their call record promises when they were written
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
    static constexpr std::array<std::string_view, 7> with_value = {
        "--input", "--format", "--rejects", "--direction", "--settle", "--timeline", "--timeline-sessions"};

    bool read_option(std::string_view name) {
        if (name == "--help") return out_.help = true;
        if (name == "--reveal") return out_.reveal = true;
        // Both spellings: --format csv and --format=csv.
        std::optional<std::string_view> value;
        if (const std::size_t equals = name.find('='); equals != std::string_view::npos) {
            value = name.substr(equals + 1);
            name = name.substr(0, equals);
        }
        if (std::ranges::find(with_value, name) == with_value.end()) return complain("unknown option ", name);
        if (!value && next_ < arguments_.size()) value = arguments_[next_++];
        if (!value || value->empty()) return complain("a value is missing after ", name);
        return read_value(name, *value) || complain("not a value that can be used after ", name);
    }

    bool read_value(std::string_view name, std::string_view value) {
        if (name == "--input") return read_input(value);
        if (name == "--format") return read_format(value);
        if (name == "--direction") return read_direction(value);
        if (name == "--settle") return read_settle(value);
        if (name == "--timeline-sessions") return read_number(value, out_.timeline_sessions);
        (name == "--timeline" ? out_.timeline : out_.rejects) = value;
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
        std::uint32_t number = 0;
        if (!read_number(value, number)) return false;
        out_.settle = std::chrono::seconds(number);
        return true;
    }

    static bool read_number(std::string_view value, std::uint32_t& out) {
        const char* const end = value.data() + value.size();
        const auto [last, error] = std::from_chars(value.data(), end, out);
        return error == std::errc{} && last == end;
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
